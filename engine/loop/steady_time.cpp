#include "engine/loop/steady_time.h"

namespace wangge::loop {

SteadyTime::Reading SteadyTime::read(Instant clock, std::chrono::nanoseconds passed) {
  if (last_) {
    const Instant expected = last_->clock + std::chrono::floor<Duration>(passed - last_->passed);
    if (std::chrono::abs(clock - expected) > jump) return {expected, true};
  }
  last_ = {clock, passed};
  return {clock, false};
}

}  // namespace wangge::loop
