#pragma once
// The early warning (预警): a stage is to be looked at when three quarters of it are over, on the clock of its limit.

#include <memory>
#include <vector>

#include "engine/base/time.h"
#include "engine/rules/working_time.h"
#include "engine/state/city.h"

namespace wangge::rules {

// The first instant at which three quarters of what lies between `from` and `due` are over on the clock of `unit`; of
// it and of what had been `used` before a pause. Not before `from`.
Instant three_quarters(const WorkClock& clock, LimitUnit unit, Instant from, Instant due, Duration used = {});

// Finds the next warning of a demand fast: those of a second that have the same limits have the same one. A cache
// outside the city's state; it starts anew with each version of the configuration. The clocks are those of the version
// in force.
class Warnings {
 public:
  explicit Warnings(const City& city) : city_(city) {}

  // The soonest that was not given yet; at 0 where there is none.
  Due next(const Slot& demand);

 private:
  struct Cached {
    CategoryId category;
    std::uint8_t condition = 0, severity = 0, calendar = 0;
    Seconds received = 0;
    Dues dues;
    Due next;
  };

  Due work_out(const Slot& demand);
  const WorkClock& work_clock(PlaceId place);

  const City& city_;
  std::shared_ptr<const Configuration> version_;
  std::vector<std::unique_ptr<WorkClock>> clocks_;  // by Calendars::index(), made on first use
  std::vector<Cached> cache_;                       // by category and condition: of the one that came in last
};

}  // namespace wangge::rules
