#pragma once
// The engine's time, from a clock that somebody may set wrongly. Small corrections are followed. A jump is not, nor are
// small corrections that add up to one, until the clock is back or the engine is started again. At a start the log's
// last fact is all there is to compare with.

#include <chrono>
#include <cstdint>
#include <optional>

#include "engine/base/time.h"

namespace wangge::loop {

class SteadyTime {
 public:
  // A jump is a difference of more than this against the monotonic clock. The city's rule.
  static constexpr Duration jump = std::chrono::minutes{5};
  // The greatest drift of a clock that no server corrects, as a part of the time that passes: one in 2,000, 43 seconds
  // a day. A clock's rate is never corrected by more.
  static constexpr int drift = 2'000;

  struct Reading {
    Instant now;               // the clock's, or the last agreed instant plus the time passed on the monotonic clock
    bool is_doubtful = false;  // the clock has jumped: nothing falls due meanwhile
  };
  // `clock`: as it says now. `passed`: since any fixed instant, on a monotonic clock that goes on while the machine
  // sleeps.
  Reading read(Instant clock, std::chrono::nanoseconds passed);

 private:
  struct Agreed {
    Instant clock;
    std::chrono::nanoseconds passed;
  };
  std::optional<Agreed> last_;        // when the two clocks agreed last
  std::chrono::nanoseconds ahead_{};  // how far the clock ran ahead of the monotonic one until then, less its drift
};

// Whether a clock can be right at a start, when the log's last fact is of `last`. It is `behind` where it is earlier
// than that by more than a jump, and `ahead` where it is later by more than `ahead_max`, the longest time for which an
// engine may have stood still without anybody wondering.
enum class ClockAtStart : std::uint8_t { plausible, behind, ahead };
ClockAtStart judge(Instant clock, Instant last, Duration ahead_max);

}  // namespace wangge::loop
