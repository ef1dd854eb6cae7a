#include "adapters/driver.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

namespace wangge {
namespace {

// So that sockets that are always ready cannot keep the engine from turning.
constexpr int handlers_per_turn = 512;
// The alarm rounds up, since an instant is a whole second; and it looks again after a second at the latest, since the
// wall clock may have been set.
constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds(1);
constexpr std::chrono::nanoseconds longest_wait = std::chrono::seconds(1);

}  // namespace

Driver::Driver(boost::asio::io_context& io, loop::Engine& engine, Clock clock)
    : io_(io), work_(io.get_executor()), engine_(engine), clock_(std::move(clock)), alarm_(io) {}

void Driver::run() {
  while (!stopped_) {
    if (!step()) wait();
  }
}

bool Driver::step() {
  int handled = 0;
  while (handled < handlers_per_turn && io_.poll_one() != 0) ++handled;
  woken_ = false;  // before the turn: what becomes durable during it wakes us again
  return engine_.turn(clock_.now()) || handled == handlers_per_turn;
}

void Driver::wait() {
  if (const auto deadline = engine_.next_deadline()) arm(*deadline);
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
