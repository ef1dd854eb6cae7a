#include "adapters/driver.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

namespace wangge {
namespace {

// A bound, so that sockets that are always ready cannot keep the engine from turning.
constexpr int handlers_per_turn = 512;
// The alarm rounds up, since an instant is a whole second; and the driver looks again after a second at the latest,
// since the wall clock may have been set.
constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds(1);
constexpr std::chrono::nanoseconds longest_wait = std::chrono::seconds(1);
constexpr Duration longest_wait_of_a_doubtful_clock{1};

}  // namespace

Driver::Driver(boost::asio::io_context& io, loop::Engine& engine, Clock clock)
    : io_(io),
      work_(io.get_executor()),
      engine_(engine),
      clock_(std::move(clock)),
      door_(engine.inbox(), [this] { wake(); }),
      alarm_(io) {}

void Driver::run() {
  while (!stopped_) {
    if (!step()) wait();
  }
}

bool Driver::step() {
  int handled = 0;
  while (handled < handlers_per_turn && io_.poll_one() != 0) ++handled;
  woken_ = false;  // before the turn: whatever becomes durable during it, or comes to the door, wakes us again
  const bool is_left = door_.take_in();
  const bool has_more = turn();
  // While the inbox is full the engine waits for the disk; the log then wakes it.
  return has_more || (is_left && engine_.inbox().empty()) || handled == handlers_per_turn;
}

bool Driver::turn() {
  const loop::SteadyTime::Reading reading = time_.read(clock_.now(), clock_.passed());
  if (reading.is_doubtful != is_doubtful_) {
    is_doubtful_ = reading.is_doubtful;
    if (is_doubtful_) {
      spdlog::critical(
          "时钟跳变超过五分钟：到期暂停处理，提交照常；校正时钟，确认无误时重启 / the clock has jumped by more than "
          "five "
          "minutes: nothing expires, submitting goes on; set the clock right, or restart if it is right");
    } else {
      spdlog::warn("时钟恢复正常，到期继续处理 / the clock is right again, and what has fallen due takes effect");
    }
  }
  return engine_.turn(reading.now, reading.is_doubtful);
}

void Driver::wait() {
  const auto deadline = engine_.next_deadline();
  if (deadline) arm(is_doubtful_ ? clock_.now() + longest_wait_of_a_doubtful_clock : *deadline);
  io_.run_one();
}

void Driver::arm(Instant deadline) {
  if (armed_for_ && *armed_for_ <= deadline) return;
  armed_for_ = deadline;
  alarm_.expires_after(std::clamp(clock_.until(deadline), shortest_wait, longest_wait));
  alarm_.async_wait([this](const boost::system::error_code& error) {
    if (!error) armed_for_.reset();
  });
}

void Driver::wake() {
  if (!woken_.exchange(true)) boost::asio::post(io_, [] {});
}

void Driver::stop() {
  stopped_ = true;
  boost::asio::post(io_, [] {});
}

}  // namespace wangge
