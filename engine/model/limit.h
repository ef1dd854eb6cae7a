#pragma once
// Limits (时限): how long a stage may take, and on which clock. Rules: the city's practice, see the README of rules.

#include <cstdint>

namespace wangge {

// The numbers are written in configurations and facts.
enum class LimitUnit : std::uint8_t {
  none = 0,
  minute = 1,          // 分钟: continuous
  urgent_minute = 2,   // 紧急分钟: continuous
  urgent_hour = 3,     // 紧急工作时: continuous hours
  calendar_day = 4,    // 自然日: 24 continuous hours
  working_minute = 5,  // 工作分钟: minutes of opening hours
  working_hour = 6,    // 工作时: hours of opening hours
  working_day = 7,     // 工作日: the same share of the timetable, n working days on
};
inline constexpr int limit_units = 8;

constexpr bool is_working(LimitUnit unit) { return unit >= LimitUnit::working_minute; }

struct Limit {
  std::uint16_t amount = 0;
  LimitUnit unit = LimitUnit::none;

  constexpr explicit operator bool() const { return unit != LimitUnit::none; }
  friend constexpr bool operator==(Limit, Limit) = default;
};

// The same number on the continuous clock: 工作分钟 as minutes, 工作时 as hours, 工作日 as 自然日.
constexpr Limit on_continuous_clock(Limit limit) {
  switch (limit.unit) {
    case LimitUnit::working_minute: return {limit.amount, LimitUnit::minute};
    case LimitUnit::working_hour: return {limit.amount, LimitUnit::urgent_hour};
    case LimitUnit::working_day: return {limit.amount, LimitUnit::calendar_day};
    case LimitUnit::none:
    case LimitUnit::minute:
    case LimitUnit::urgent_minute:
    case LimitUnit::urgent_hour:
    case LimitUnit::calendar_day: return limit;
  }
  return limit;
}

}  // namespace wangge
