#pragma once
// The engine's time, from a clock that somebody may set wrongly. Small corrections are followed; a jump is not, nor
// small ones that add up to one, until the clock is back or the engine is started again. At a start the log's last fact
// is all there is to compare with.

#include <chrono>
#include <cstdint>
#include <optional>

#include "engine/base/time.h"

namespace wangge::loop {

class SteadyTime {
 public:
  // A jump is a difference of more than this against the monotonic clock. The city's rule.
  static constexpr Duration jump = std::chrono::minutes{5};
  // What a clock may gain or lose for ever, as one that no server corrects does: a part in so many, 43 seconds a day.
  // It is the most that a clock's rate is ever corrected by.
  static constexpr int drift = 2'000;

  struct Reading {
    Instant now;               // the clock's, or as far on as the monotonic clock says
    bool is_doubtful = false;  // the clock has jumped: what falls due waits
  };
  // `clock`: as it says now. `passed`: since any fixed instant, on a monotonic clock that goes on while the machine
  // sleeps.
  Reading read(Instant clock, std::chrono::nanoseconds passed);

 private:
  struct Agreed {
    Instant clock;
    std::chrono::nanoseconds passed;
  };
  std::optional<Agreed> last_;        // when the two agreed
  std::chrono::nanoseconds ahead_{};  // of the clock then, against the monotonic one since the beginning, but for drift
};

// Whether a clock can be right at a start, whose log ends with a fact of `last`: not where it is behind that by more
// than a jump, and not where it is ahead by more than `ahead_max`, as long as an engine may have stood still with
// nobody wondering.
enum class ClockAtStart : std::uint8_t { plausible, behind, ahead };
ClockAtStart judge(Instant clock, Instant last, Duration ahead_max);

}  // namespace wangge::loop
