#pragma once
// The clocks of an engine: the system's, or a scenario's that starts at a given time and runs faster.

#include <chrono>
#include <cstdint>

#include "adapters/driver.h"
#include "engine/base/time.h"

namespace wangge::tools {

// A scenario's time runs `speed` times as fast as real time from `start` to `until`, and as fast as real time before
// and after: a sample day passes in minutes, and life goes on from there.
struct Scenario {
  Instant start;
  Instant until;
  std::uint32_t speed = 1;  // at least 1
};

// The scenario's time when `real` time has passed since its start.
Instant time_after(const Scenario& scenario, std::chrono::nanoseconds real);
// How much real time passes from the start until the scenario's time is `wanted`.
std::chrono::nanoseconds real_time_to(const Scenario& scenario, Instant wanted);

Clock system_clock();
// A clock that starts now. It follows the monotonic clock only: setting the machine's time does not move it.
Clock scenario_clock(const Scenario& scenario);

}  // namespace wangge::tools
