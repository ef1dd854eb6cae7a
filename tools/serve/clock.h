#pragma once
// The clocks that an engine may be run by: the system's, or a scenario's that starts when it is told and runs faster.

#include <chrono>
#include <cstdint>

#include "adapters/driver.h"
#include "engine/base/time.h"

namespace wangge::tools {

// Runs `speed` times as fast as real time from `start` to `until`, and as fast as real time before and after: a sample
// day passes in minutes, and life goes on from there.
struct Scenario {
  Instant start;
  Instant until;
  std::uint32_t speed = 1;  // at least 1
};

// The scenario's time when so much real time has passed since its start.
Instant time_after(const Scenario& scenario, std::chrono::nanoseconds real);
// How much real time passes from the start until the scenario's time is `wanted`.
std::chrono::nanoseconds real_time_to(const Scenario& scenario, Instant wanted);

Clock system_clock();
// Starts now. It follows the monotonic clock only: setting the machine's time does not move it.
Clock scenario_clock(const Scenario& scenario);

}  // namespace wangge::tools
