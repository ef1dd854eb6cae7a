#pragma once
// A city running on a real log, in memory unless a folder is given: one engine, one import desk with every grid that is
// named for all that is restricted, a clock that the test moves.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/loop/engine.h"
#include "engine/state/city.h"

namespace wangge::tests {

class RunningCity {
 public:
  // Tuesday 2026-03-10, 9:00 in the city: the offices are open.
  static constexpr Instant morning{Duration{1'773'104'400}};

  // Runs the sample city.
  explicit RunningCity(Capacity capacity = {});
  // Runs another city, on a new log in this folder of the disk.
  RunningCity(const Tables& tables, const std::filesystem::path& folder);
  // Goes on with the log that lies in that folder already.
  RunningCity(const std::filesystem::path& folder, Instant now);
  ~RunningCity();

  const City& city() const { return *city_; }
  loop::Engine& engine() { return *engine_; }
  // For a city in a folder of the disk.
  loop::Quarantine& quarantine() { return *quarantine_; }
  // For a test that breaks the city.
  City& broken_city() { return *city_; }
  log::EventLog& log() { return *log_; }

  Instant now = morning;
  // Lets the engine do all that is due by then.
  void move_to(Instant instant);
  // Turns until nothing waits, nothing is due and all is durable.
  void settle();

  // Brings another version of the city into force. Its tables have no faults. Without `to_the_end` the rows are only
  // staged.
  void adopt(const Tables& tables, bool to_the_end = true);

  // Stops, opens the same log again and replays it.
  void restart();
  // Restarts without finishing what is under way: facts that were not handed to the log are lost.
  void break_off();
  // The digest of a fresh city that has replayed the same log.
  std::uint64_t replayed_digest();

  // One command of the import desk with its next number, decided and durable.
  loop::Outcome send(const Command& command, std::string_view texts = {});
  // Sends a frame that may hold many commands, from a number of the caller's choice.
  loop::Frame send_frame(SessionId session, std::uint32_t first, std::vector<Command> commands, std::string_view texts);

  // Makes an account and opens a session for it.
  SessionId open(AccountKind kind, const Rights& rights, std::uint8_t token);
  SessionId desk() const { return desk_; }

  PlaceId place(std::string_view code) const { return city_->codes.places.find(code); }
  PostId post(std::string_view code) const { return city_->codes.posts.find(code); }
  CategoryId category(std::string_view code) const { return city_->codes.categories.find(code); }
  // The id of a grid, by its index in the order of codes.
  PlaceId grid(std::size_t index = 0) const;

  // A demand at a grid with the text "水管破裂".
  static Submit plain(PlaceId place, CategoryId category) {
    Submit command;
    command.place = place;
    command.category = category;
    command.text = {0, 12};
    return command;
  }
  static constexpr std::string_view plain_text = "水管破裂";

 private:
  struct Disk;
  RunningCity(Capacity capacity, std::unique_ptr<Disk> disk);
  void begin(const Tables& tables);
  void start();

  Capacity capacity_;
  std::filesystem::path folder_ = "/log";
  std::unique_ptr<Disk> disk_;  // in memory; null: the machine's
  std::unique_ptr<City> city_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<loop::Quarantine> quarantine_;
  std::unique_ptr<loop::Engine> engine_;
  SessionId desk_;
};

}  // namespace wangge::tests
