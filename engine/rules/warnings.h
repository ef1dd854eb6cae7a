#pragma once
// The early warning (预警): given when three quarters of a stage are over, on the clock of its limit.

#include <memory>
#include <vector>

#include "engine/base/time.h"
#include "engine/rules/working_time.h"
#include "engine/state/city.h"

namespace wangge::rules {

// The first instant at which three quarters of the time between `from` and `due`, plus the time that had been `used`
// before a pause, are over on the clock of `unit`. Not before `from`.
Instant three_quarters(const WorkClock& clock, LimitUnit unit, Instant from, Instant due, Duration used = {});

// Finds the next warning of a demand fast: demands of one second that have the same limits have the same warning. A
// cache outside the city's state; it starts anew with each version of the configuration. The clocks are those of the
// version in force.
class Warnings {
 public:
  explicit Warnings(const City& city) : city_(city) {}

  // The soonest warning that was not given yet; at 0 where there is none.
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
  std::vector<Cached> cache_;                       // by category and condition: of the last demand that came in
};

}  // namespace wangge::rules
