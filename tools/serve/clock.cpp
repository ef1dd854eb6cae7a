#include "tools/serve/clock.h"

#include <time.h>

#include <algorithm>

namespace wangge::tools {
namespace {

using std::chrono::floor;
using std::chrono::nanoseconds;

// The part of the scenario's time that passes fast.
nanoseconds fast_part(const Scenario& scenario) {
  return std::max(nanoseconds(scenario.until - scenario.start), nanoseconds(0));
}

// This clock goes on while the machine sleeps, which the steady clock does not.
nanoseconds time_since_boot() {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

}  // namespace

Instant time_after(const Scenario& scenario, nanoseconds real) {
  const nanoseconds fast = fast_part(scenario);
  const nanoseconds fast_lasts = fast / scenario.speed;
  const nanoseconds passed = real <= fast_lasts ? real * scenario.speed : fast + (real - fast_lasts);
  return floor<Duration>(scenario.start + passed);
}

nanoseconds real_time_to(const Scenario& scenario, Instant wanted) {
  const nanoseconds passed = wanted - scenario.start;
  const nanoseconds fast = fast_part(scenario);
  // Rounded up, so that the instant has come when this much real time has passed
  const auto shortened = [&](nanoseconds time) { return (time + nanoseconds(scenario.speed - 1)) / scenario.speed; };
  return passed <= fast ? shortened(passed) : shortened(fast) + (passed - fast);
}

Clock system_clock() {
  using Wall = std::chrono::system_clock;
  return {.now = [] { return floor<Duration>(Wall::now()); },
          .until = [](Instant wanted) { return nanoseconds(wanted - Wall::now()); },
          .passed = time_since_boot};
}

Clock scenario_clock(const Scenario& scenario) {
  using Monotonic = std::chrono::steady_clock;
  const Monotonic::time_point began = Monotonic::now();
  return {.now = [=] { return time_after(scenario, Monotonic::now() - began); },
          .until = [=](Instant wanted) { return real_time_to(scenario, wanted) - (Monotonic::now() - began); },
          .passed = [=] { return nanoseconds(time_after(scenario, Monotonic::now() - began) - scenario.start); }};
}

}  // namespace wangge::tools
