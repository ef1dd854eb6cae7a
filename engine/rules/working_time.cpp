#include "engine/rules/working_time.h"

#include <algorithm>

#include "engine/base/check.h"

namespace wangge::rules {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr Duration full_day = hours{24};

struct LocalTime {
  sys_days day;
  Duration of_day;
};

LocalTime to_local(const Calendar& calendar, Instant instant) {
  const Instant shifted = instant + calendar.utc_offset;
  const auto day = std::chrono::floor<days>(shifted);
  return {day, shifted - day};
}

Instant from_local(const Calendar& calendar, LocalTime local) { return local.day + local.of_day - calendar.utc_offset; }

int year_of(sys_days day) { return static_cast<int>(year_month_day{day}.year()); }

bool is_listed(const Calendar& calendar, int year) { return std::ranges::binary_search(calendar.listed_years, year); }

bool is_weekend(sys_days day) {
  const unsigned weekday = std::chrono::weekday{day}.iso_encoding();  // Monday is 1
  return weekday >= 6;
}

bool is_fixed_holiday(sys_days day) {
  const year_month_day date{day};
  const auto month = static_cast<unsigned>(date.month());
  const auto of_month = static_cast<unsigned>(date.day());
  return (month == 1 && of_month == 1) || (month == 5 && of_month <= 2) || (month == 10 && of_month <= 3);
}

// How long the offices have been open by this time of a working day.
Duration open_until(const Timetable& timetable, Duration of_day) {
  Duration open{0};
  for (const auto& [opens, closes] : timetable.sessions) {
    open += std::clamp(of_day, opens, closes) - opens;
  }
  return open;
}

// The first time of a working day by which the offices have been open for so long. Needs 0 < open <= the day's.
Duration when_open_for(const Timetable& timetable, Duration open) {
  for (const auto& [opens, closes] : timetable.sessions) {
    const Duration length = closes - opens;
    if (open <= length) return opens + open;
    open -= length;
  }
  CHECK(false);
}

// The part of the first day that has passed is added to the work, so that every day counts from its opening. As working
// days are of one length, the same share of the day, n working days on, is n days' opening hours later.
Instant after_work(const Calendar& calendar, Instant from, Duration work) {
  if (work == Duration::zero()) return next_opening(calendar, from);
  const Duration days_work = open_until(calendar.timetable, full_day);
  CHECK(days_work > Duration::zero());

  auto [day, of_day] = to_local(calendar, from);
  if (is_workday(calendar, day)) work += open_until(calendar.on(day), of_day);
  for (;; day += days{1}) {
    if (!is_workday(calendar, day)) continue;
    if (work <= days_work) break;
    work -= days_work;
  }
  return from_local(calendar, {day, when_open_for(calendar.on(day), work)});
}

}  // namespace

bool is_workday(const Calendar& calendar, sys_days day) {
  if (std::ranges::binary_search(calendar.workdays, day)) return true;
  if (is_weekend(day) || std::ranges::binary_search(calendar.days_off, day)) return false;
  return !is_fixed_holiday(day) || is_listed(calendar, year_of(day));
}

sys_days local_day(const Calendar& calendar, Instant instant) { return to_local(calendar, instant).day; }

Instant next_opening(const Calendar& calendar, Instant from) {
  CHECK(!calendar.timetable.sessions.empty());
  for (auto [day, of_day] = to_local(calendar, from);; day += days{1}, of_day = Duration::zero()) {
    if (!is_workday(calendar, day)) continue;
    for (const auto& [opens, closes] : calendar.on(day).sessions) {
      if (of_day < closes) return from_local(calendar, {day, std::max(of_day, opens)});
    }
  }
}

Instant deadline(const Calendar& calendar, Instant from, Limit limit) {
  const Duration length = length_of(calendar, limit);
  return is_working(limit.unit) ? after_work(calendar, from, length) : from + length;
}

Duration length_of(const Calendar& calendar, Limit limit) {
  switch (limit.unit) {
    case LimitUnit::minute:
    case LimitUnit::urgent_minute:
    case LimitUnit::working_minute: return minutes{limit.amount};
    case LimitUnit::urgent_hour:
    case LimitUnit::working_hour: return hours{limit.amount};
    case LimitUnit::calendar_day: return limit.amount * full_day;
    case LimitUnit::working_day: return limit.amount * open_until(calendar.timetable, full_day);
    case LimitUnit::none: break;
  }
  CHECK(false);
}

Duration elapsed(const Calendar& calendar, LimitUnit clock, Instant from, Instant until) {
  return is_working(clock) ? working_between(calendar, from, until) : std::max(until - from, Duration::zero());
}

Instant run_out(const Calendar& calendar, LimitUnit clock, Instant from, Duration left) {
  if (left <= Duration::zero()) return from;
  return is_working(clock) ? after_work(calendar, from, left) : from + left;
}

WorkClock::WorkClock(const Calendar& calendar)
    : calendar_(calendar), days_work_(open_until(calendar.timetable, full_day)) {
  constexpr int days_of_seconds = 49'711, some_years = 1'500;
  workdays_before_.reserve(days_of_seconds + some_years);
  std::uint32_t workdays = 0;
  for (sys_days day{days{0}}; day < sys_days{days{days_of_seconds + some_years}}; day += days{1}) {
    workdays_before_.push_back(workdays);
    workdays += is_workday(calendar_, day) ? 1 : 0;
  }
}

// The opening hours from 1970 to the instant.
Duration WorkClock::open_before(Instant instant) const {
  const auto [day, of_day] = to_local(calendar_, instant);
  const auto index = static_cast<std::size_t>(day.time_since_epoch().count());
  CHECK(index + 1 < workdays_before_.size());
  const bool is_workday = workdays_before_[index + 1] != workdays_before_[index];
  return workdays_before_[index] * days_work_ + (is_workday ? open_until(calendar_.on(day), of_day) : Duration::zero());
}

Duration WorkClock::elapsed(LimitUnit clock, Instant from, Instant until) const {
  if (until <= from) return Duration::zero();
  return is_working(clock) ? open_before(until) - open_before(from) : until - from;
}

Instant WorkClock::run_out(LimitUnit clock, Instant from, Duration left) const {
  if (left <= Duration::zero()) return from;
  if (!is_working(clock)) return from + left;
  // The first day by which the offices have been open for `wanted` in all, and the part of it that this takes.
  const Duration wanted = open_before(from) + left;
  const auto whole_days = static_cast<std::uint32_t>((wanted - Duration{1}) / days_work_);
  const auto first = workdays_before_.begin() + to_local(calendar_, from).day.time_since_epoch().count();
  const auto after = std::upper_bound(first, workdays_before_.end(), whole_days);
  CHECK(after != workdays_before_.end());
  const sys_days day{days{after - workdays_before_.begin() - 1}};
  return from_local(calendar_, {day, when_open_for(calendar_.on(day), wanted - whole_days * days_work_)});
}

Duration working_between(const Calendar& calendar, Instant from, Instant until) {
  Duration open{0};
  const LocalTime last = to_local(calendar, until);
  for (auto [day, of_day] = to_local(calendar, from); day <= last.day; day += days{1}, of_day = Duration::zero()) {
    if (!is_workday(calendar, day)) continue;
    const Duration end = day == last.day ? last.of_day : full_day;
    open += open_until(calendar.on(day), end) - open_until(calendar.on(day), of_day);
  }
  return std::max(open, Duration::zero());
}

bool touches_provisional_year(const Calendar& calendar, Instant from, Instant until) {
  const int last = year_of(to_local(calendar, until).day);
  for (int year = year_of(to_local(calendar, from).day); year <= last; ++year) {
    if (!is_listed(calendar, year)) return true;
  }
  return false;
}

}  // namespace wangge::rules
