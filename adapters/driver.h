#pragma once
// One thread for the network and the engine: it takes in whatever has arrived, then turns the engine, and where there
// is nothing to do it sleeps until a socket, the log or a deadline wakes it.

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "engine/base/time.h"
#include "engine/loop/door.h"
#include "engine/loop/engine.h"
#include "engine/loop/steady_time.h"

namespace wangge {

// The engine's time, which may run faster than the wall's (`wangge serve --speed`). Called on the driver's thread.
struct Clock {
  std::function<Instant()> now;
  // How long, in real time, until now() reaches that instant; 0 or less where it has been reached.
  std::function<std::chrono::nanoseconds(Instant)> until;
  // How much of the engine's time has passed since any fixed instant, whatever the machine's clock is set to.
  std::function<std::chrono::nanoseconds()> passed;
};

class Driver {
 public:
  // All arguments must outlive the driver; nobody else runs `io` or turns `engine`.
  Driver(boost::asio::io_context& io, loop::Engine& engine, Clock clock);

  // Runs until stop(). Frames that the engine holds then are not answered, and not lost: their senders send them again.
  void run();
  // One round without waiting: the ready sockets, at most handlers_per_turn, then one turn. True where another round
  // would have something to do at once.
  bool step();

  // The way for other threads to reach the engine: taken in before each turn.
  loop::Door& door() { return door_; }

  // Any thread. The log calls wake() when more is durable: log::Options::on_durable.
  void wake();
  void stop();

 private:
  bool turn();
  void wait();
  void arm(Instant deadline);

  boost::asio::io_context& io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  loop::Engine& engine_;
  Clock clock_;
  loop::Door door_;
  loop::SteadyTime time_;
  bool is_doubtful_ = false;
  boost::asio::steady_timer alarm_;
  std::optional<Instant> armed_for_;
  std::atomic<bool> woken_ = false;  // a wake-up is on its way, another would say nothing more
  std::atomic<bool> stopped_ = false;
};

}  // namespace wangge
