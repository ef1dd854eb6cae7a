#pragma once
// Time as the engine knows it: whole seconds of UTC. Nobody in engine/ reads a clock; `now` is passed in.

#include <chrono>
#include <cstdint>
#include <limits>

namespace wangge {

using Duration = std::chrono::seconds;
using Instant = std::chrono::sys_seconds;

// An instant in four bytes, as records and slots keep it: seconds since 1970, up to the year 2106; 0 is "none".
using Seconds = std::uint32_t;

constexpr Seconds to_seconds(Instant instant) { return static_cast<Seconds>(instant.time_since_epoch().count()); }

// Whether Seconds can hold the instant: an instant from outside is asked before to_seconds(), which would wrap.
constexpr bool fits_seconds(Instant instant) {
  const auto count = instant.time_since_epoch().count();
  return count > 0 && count <= std::numeric_limits<Seconds>::max();
}

constexpr Instant to_instant(Seconds seconds) { return Instant{Duration{seconds}}; }

}  // namespace wangge
