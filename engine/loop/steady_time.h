#pragma once
// The engine's time, from a clock that somebody may set wrongly. Small corrections are followed; a jump is not, until the clock
// is back or the engine is started again.

#include <chrono>
#include <optional>

#include "engine/base/time.h"

namespace wangge::loop {

class SteadyTime {
 public:
  // A jump is a difference of more than this against the monotonic clock. The city's rule.
  static constexpr Duration jump = std::chrono::minutes{5};

  struct Reading {
    Instant now;              // the clock's, or as far on as the monotonic clock says
    bool is_doubtful = false;  // the clock has jumped: what falls due waits
  };
  // `clock`: as it says now. `passed`: since any fixed instant, on a monotonic clock that goes on while the machine sleeps.
  Reading read(Instant clock, std::chrono::nanoseconds passed);

 private:
  struct Agreed {
    Instant clock;
    std::chrono::nanoseconds passed;
  };
  std::optional<Agreed> last_;  // when the two agreed
};

}  // namespace wangge::loop
