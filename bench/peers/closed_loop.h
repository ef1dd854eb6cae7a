#pragma once
// A closed loop: each client sends its next request when one of those under way was answered. One thread; the first
// seconds warm up, the window after them is measured, then the requests under way are awaited.
//
// Each client is a session that numbers its demands from 1 and sends its first request twice, so that every run shows
// whether the peer recognises a repeat.

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

#include <boost/asio/io_context.hpp>

#include "bench/peers/demands.h"
#include "tools/bench/latency.h"

namespace wangge::peers {

using Clock = std::chrono::steady_clock;

struct Load {
  std::size_t clients = 64;
  std::size_t in_flight = 1;  // requests of each client that are under way
  std::size_t frame = 1;      // demands in a request
  int warmup_s = 2, seconds = 5;
  pid_t server = 0;  // whose processor's time is measured
};

struct Measured {
  double seconds = 0;              // of the window
  std::uint64_t acknowledged = 0;  // demands, within the window
  tools::bench::Latency latency;
  double server_cpu = 0, generator_cpu = 0;  // seconds, within the window

  // Over the whole run: demands acknowledged, each once, and how many the peer then holds.
  std::uint64_t acknowledged_in_all = 0, counted = 0;
  double log_bytes = 0;  // written to a log that is thrown away later, where the peer has one
};

class ClosedLoop {
 public:
  ClosedLoop(const Load& load, const std::vector<Demand>& demands) : load_(load), demands_(demands) {}

  boost::asio::io_context& io() { return io_; }
  const Load& load() const { return load_; }

  // Runs the handlers of the clients, which were started. Throws std::runtime_error where one of them failed.
  Measured run();
  void fail(std::string why);

 private:
  friend class Session;

  void run_until(Clock::time_point until);
  void read_cpu(double sign);

  Load load_;
  const std::vector<Demand>& demands_;
  boost::asio::io_context io_{1};
  bool is_sending_ = true, is_measuring_ = false;
  std::size_t under_way_ = 0;
  Measured measured_;
  std::optional<std::string> failure_;
};

// One client's numbers, and its requests under way. The peer answers in order.
class Session {
 public:
  struct Request {
    std::uint32_t first = 1;  // the number of its first demand
    bool is_repeat = false;
    std::span<const Demand> demands;
    Clock::time_point sent;
  };

  // Sessions are numbered from 1.
  Session(ClosedLoop& loop, std::uint32_t session) : loop_(loop), session_(session) {}

  std::uint32_t id() const { return session_; }
  bool may_send() const { return loop_.is_sending_ && under_way_.size() < loop_.load_.in_flight; }
  const Request& send();
  const Request& oldest() const { return under_way_.front(); }
  bool is_waiting() const { return !under_way_.empty(); }
  // The oldest request was answered; as_repeat: the peer says that it knew these numbers.
  void answered(bool as_repeat);

 private:
  ClosedLoop& loop_;
  std::uint32_t session_;
  std::uint32_t requests_ = 0;
  std::deque<Request> under_way_;
};

}  // namespace wangge::peers
