#include "engine/loop/steady_time.h"

#include <algorithm>

namespace wangge::loop {

using std::chrono::nanoseconds;

SteadyTime::Reading SteadyTime::read(Instant clock, nanoseconds passed) {
  if (last_) {
    const nanoseconds since = passed - last_->passed;
    const nanoseconds ahead = ahead_ + (clock - last_->clock) - since;
    if (std::chrono::abs(ahead) > jump) return {last_->clock + std::chrono::floor<Duration>(since), true};
    const nanoseconds drifted = since / drift;
    ahead_ = ahead - std::clamp(ahead, -drifted, drifted);
  }
  last_ = {clock, passed};
  return {clock, false};
}

ClockAtStart judge(Instant clock, Instant last, Duration ahead_max) {
  if (clock < last - SteadyTime::jump) return ClockAtStart::behind;
  return clock > last + ahead_max ? ClockAtStart::ahead : ClockAtStart::plausible;
}

}  // namespace wangge::loop
