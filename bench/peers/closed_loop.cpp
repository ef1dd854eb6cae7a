#include "bench/peers/closed_loop.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <sys/resource.h>

#include "bench/peers/server_cpu.h"

namespace wangge::peers {
namespace {

double own_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void ClosedLoop::fail(std::string why) {
  if (!failure_) failure_ = std::move(why);
}

void ClosedLoop::run_until(Clock::time_point until) {
  while (!failure_ && Clock::now() < until) io_.run_one_until(until);
  if (failure_) throw std::runtime_error(*failure_);
}

void ClosedLoop::read_cpu(double sign) {
  measured_.server_cpu += sign * server_cpu_seconds(load_.server);
  measured_.generator_cpu += sign * own_cpu_seconds();
}

Measured ClosedLoop::run() {
  const auto window_begins = Clock::now() + std::chrono::seconds(load_.warmup_s);
  run_until(window_begins);
  read_cpu(-1);
  is_measuring_ = true;
  const auto measured_from = Clock::now();
  run_until(measured_from + std::chrono::seconds(load_.seconds));
  is_measuring_ = false;
  measured_.seconds = std::chrono::duration<double>(Clock::now() - measured_from).count();
  read_cpu(1);
  is_sending_ = false;
  while (!failure_ && under_way_ > 0) io_.run_one();
  if (failure_) throw std::runtime_error(*failure_);
  return measured_;
}

const Session::Request& Session::send() {
  ++requests_;
  ++loop_.under_way_;
  Request request;
  request.is_repeat = requests_ == 2;
  const std::size_t nth = requests_ <= 2 ? 0 : requests_ - 2;
  const std::size_t frame = loop_.load_.frame, frames = loop_.demands_.size() / frame;
  request.first = static_cast<std::uint32_t>(1 + nth * frame);
  // Sessions begin far from each other, so that at no time all send the same.
  const std::size_t which = (session_ * (frames / loop_.load_.clients) + nth) % frames;
  request.demands = std::span(loop_.demands_).subspan(which * frame, frame);
  request.sent = Clock::now();
  return under_way_.emplace_back(request);
}

void Session::answered(bool as_repeat) {
  const Request request = under_way_.front();
  under_way_.pop_front();
  --loop_.under_way_;
  if (request.is_repeat != as_repeat) {
    return loop_.fail(as_repeat ? "a new number was taken for a repeat" : "a repeat was not recognised");
  }
  if (as_repeat) return;
  loop_.measured_.acknowledged_in_all += request.demands.size();
  if (!loop_.is_measuring_) return;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - request.sent);
  loop_.measured_.acknowledged += request.demands.size();
  loop_.measured_.latency.record(static_cast<std::uint64_t>(took.count()), request.demands.size());
}

}  // namespace wangge::peers
