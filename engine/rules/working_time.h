#pragma once
// Working time: when a limit runs out, on the continuous clock or on the offices' one.
//
// The offices are open in the sessions of the day's timetable on working days, local time; a session holds its opening
// instant and not its closing one. A working day is, in this order: a make-up day (调休) of the official list; not a
// day off of that list; Monday to Friday. A limit that starts off hours starts at the next opening, and a deadline is
// the first instant at which the limit has run out: 18:00, not 8:00 of the next day.
//
// A year without an official list is provisional: Monday to Friday, less the holidays that the law ties to a date:
// 1 January, 1 and 2 May, 1 to 3 October (全国年节及纪念日放假办法, State Council decree 795, in force since 2025).
// Those that follow the moon or the sun (春节, 清明, 端午, 中秋), days in lieu and make-up days come with the list
// only; what touches_provisional_year() is computed again then.
//
// The functions are pure, allocate nothing, and take a step for each day that passes. All need a timetable with at
// least one session.

#include <chrono>
#include <cstdint>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/limit.h"

namespace wangge::rules {

// Whether the offices open on this local date.
bool is_workday(const Calendar& calendar, std::chrono::sys_days day);

// The local date of an instant.
std::chrono::sys_days local_day(const Calendar& calendar, Instant instant);

// The first instant, from `from` on, at which the offices are open.
Instant next_opening(const Calendar& calendar, Instant from);

// The first instant at which `limit`, started at `from`, has run out. Needs a limit that is not `none`.
Instant deadline(const Calendar& calendar, Instant from, Limit limit);

// How long the offices are open from `from` until `until`; 0 where `until` is not later.
Duration working_between(const Calendar& calendar, Instant from, Instant until);

// A clock that may stand still is computed by these three functions: when it is paused, the time left is the limit's
// length less the time elapsed; resumed, it runs out after the time left; a changed limit on a running clock leaves its
// own length less the time elapsed. How long a limit is on its clock: n working days are n days' opening hours, since a
// day is as long in every season.
Duration length_of(const Calendar& calendar, Limit limit);
// How much of a clock has run from `from` until `until`; 0 where `until` is not later.
Duration elapsed(const Calendar& calendar, LimitUnit clock, Instant from, Instant until);
// The first instant at which `left`, run from `from` on, has run out: `from` itself where nothing is left.
Instant run_out(const Calendar& calendar, LimitUnit clock, Instant from, Duration left);

// elapsed() and run_out() of one calendar in a time that does not grow with the days in between, for callers that ask
// for every demand. 200 KB.
class WorkClock {
 public:
  explicit WorkClock(const Calendar& calendar);

  Duration elapsed(LimitUnit clock, Instant from, Instant until) const;
  Instant run_out(LimitUnit clock, Instant from, Duration left) const;

 private:
  Duration open_before(Instant instant) const;

  Calendar calendar_;
  Duration days_work_{0};
  std::vector<std::uint32_t> workdays_before_;  // by day since 1970, for all of Seconds and some more
};

// Whether a local date from that of `from` to that of `until` lies in a year without an official list.
bool touches_provisional_year(const Calendar& calendar, Instant from, Instant until);

}  // namespace wangge::rules
