#pragma once
// The small city served to terminals over TCP, from a log in memory whose syncs the test may hold. Either the test's
// own thread runs it, step by step, or a thread in the background does.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "adapters/terminal/client.h"
#include "adapters/terminal/server_options.h"
#include "engine/loop/door.h"
#include "engine/loop/engine.h"
#include "engine/model/tables.h"
#include "tests/held_sync.h"

namespace boost::asio {
class io_context;
}
namespace wangge {
class Driver;
}
namespace wangge::terminal {
class Server;
}

namespace wangge::tests {

class ServedCity {
 public:
  // Tuesday 2026-03-10, 9:00 in the city: the time at which it begins, unless the options name a clock.
  static constexpr Instant morning{Duration{1'773'104'400}};
  static constexpr LookUpKey look_up_key{7};

  explicit ServedCity(terminal::Options options = {});
  ~ServedCity();

  std::uint16_t port() const { return port_; }
  // The token of a terminal with every grid; the number chooses one of many.
  terminal::Token token(std::uint8_t number = 1) const;
  terminal::Token add_account(AccountKind kind, const Rights& rights, std::uint8_t number);

  // Brings another version of the city into force, before anybody speaks to it.
  void adopt(const Tables& tables);

  // Runs the city in the test's thread until nothing more happens without the outside. A held sync stays held.
  void settle();
  // Takes in what has arrived, without turning the engine.
  void take_in();
  // Waits for something to happen on the sockets or timers, then settles.
  void wait_for_something();

  // Runs the city in a thread in the background, from now on.
  void run();
  void stop();
  // Restarts the engine and its server over the same log, at the same port; in the background if they ran there.
  void restart();

  // May be called on any thread.
  loop::Door& door();
  // One round, in the test's thread: true where another round would have something to do at once.
  bool step();

  Gate& gate() { return disk_.gate(); }
  // The disk on which the log lies, and its folder there.
  rocksdb::Env& disk() { return *disk_.env(); }
  static constexpr const char* folder = "/log";
  bool sync_is_held = false;     // then settle() does not wait for the log
  bool engine_is_held = false;   // then settle() does not turn the engine
  bool reading_is_held = false;  // then settle() does not wait for the log's reader
  const City& city() const { return *city_; }
  log::EventLog& log() { return *log_; }
  loop::Engine& engine() { return *engine_; }
  terminal::Server& server() { return *server_; }

  PlaceId place(std::string_view code) const { return city_->codes.places.find(code); }
  CategoryId category(std::string_view code) const { return city_->codes.categories.find(code); }
  PostId post(std::string_view code) const { return city_->codes.posts.find(code); }

  struct Counted {
    std::uint64_t submitted = 0, declined = 0, other = 0, repeated_numbers = 0;
  };
  // The sessions' commands in the log. Not while the city runs in the background.
  Counted count() const;

 private:
  void start();
  void end();

  terminal::Options options_;
  HeldSyncDisk disk_;
  std::uint16_t port_ = 0;
  std::unique_ptr<City> city_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<loop::Engine> engine_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<terminal::Server> server_;
  std::thread thread_;
};

}  // namespace wangge::tests
