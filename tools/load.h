#pragma once
// The load generator: many terminals on one thread, each with frames under way up to its share, encoded beforehand. Closed
// loop: a frame is sent when an earlier one was answered.

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "adapters/terminal/token.h"
#include "engine/state/city.h"
#include "tools/latency.h"

namespace wangge::tools {

struct Load {
  std::size_t frame = 1'024;  // demands in one
  std::size_t in_flight = 2;  // frames under way of each terminal
  std::chrono::seconds warmup{5};
  std::chrono::seconds duration{30};
  std::uint32_t seed = 1;
};

struct Measured {
  double seconds = 0;  // of the window after the warm-up
  std::uint64_t acknowledged = 0, refused = 0;  // within the window
  std::uint64_t bytes_sent = 0;
  Latency latency;
  // Of the whole run, a terminal each: its numbers 1 … n were acknowledged.
  std::vector<std::uint32_t> acknowledged_numbers;
};

// Plays the counter load on a running engine: Chinese texts of 30 to 50 characters, a contact of at most 24 bytes, over all
// grids, compounds, buildings, units and categories; at least 100,000 distinct demands. `window` is called when the warm-up
// is over and again at the end. Throws std::runtime_error where a connection is lost or turned away.
Measured play(const Load& load, const boost::asio::ip::tcp::endpoint& engine, const Configuration& city,
              const std::vector<terminal::Token>& terminals, const std::function<void()>& window,
              const std::function<void(std::uint64_t done_ms, std::uint64_t all_ms)>& progress);

}  // namespace wangge::tools
