#pragma once
// The load that an engine is given, as a value.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wangge::tools::bench {

// counter: Chinese texts of 30 to 50 characters, a contact of at most 24 bytes. letters: texts as long as residents'
// letters are (letters.h). lives: each demand is submitted, accepted, runs out of its resolution limit, is finished and
// closed.
enum class LoadKind { counter, letters, lives };

// The rate of an open loop: the same all the time, or a city's day from 6:00 to 22:00 within the measured time.
enum class Shape { constant, day };

struct Load {
  LoadKind kind = LoadKind::counter;
  std::size_t terminals = 64;
  std::size_t frame = 1'024;  // demands that are due together; more frames than one where limits.h demands it
  std::size_t in_flight = 2;  // closed loop: how many bundles of each terminal are under way
  double rate = 0;            // open loop: demands a second of all terminals together, on average; 0: closed loop
  Shape shape = Shape::constant;
  std::chrono::milliseconds ramp{0};  // terminals join evenly over it; the warm-up begins after it
  std::chrono::milliseconds warmup{5'000};
  std::chrono::milliseconds duration{30'000};  // of the measured window
  std::uint64_t demands = 0;  // ends earlier, once this many were acknowledged within the window; 0: does not
  std::uint32_t seed = 1;
  double repeats = 0;       // share of frames that are sent again after their answer
  double refused = 0;       // share of demands that the engine has to decline
  bool until_lost = false;  // the run ends when the engine goes away, which is no failure
};

}  // namespace wangge::tools::bench
