#include "tools/time_text.h"

#include <array>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

#include "engine/model/calendar.h"
#include "engine/state/cells.h"

namespace wangge::tools {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

struct ClockTime {
  int hours = 0, minutes = 0, seconds = 0;
};

ClockTime clock_time(Duration duration) {
  const auto seconds = static_cast<int>(duration.count());
  return {seconds / 3600, seconds / 60 % 60, seconds % 60};
}

// Takes seconds such as ":30" off the front, 0 to 59; 0 where there are none, nothing where they are out of range.
std::optional<Duration> take_seconds(std::string_view& text) {
  if (!take(text, ':')) return Duration{0};
  const std::optional<int> seconds = take_digits(text, 2);
  if (!seconds || *seconds > 59) return std::nullopt;
  return Duration{*seconds};
}

// Takes an offset such as "Z" or "+08:00" off the front; `utc_offset` where nothing is left.
std::optional<Duration> take_offset(std::string_view& text, Duration utc_offset) {
  if (text.empty()) return utc_offset;
  if (take(text, 'Z')) return Duration{0};
  const bool is_west = text.starts_with('-');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const std::optional<Duration> offset = take_time_of_day(text);
  if (!offset) return std::nullopt;
  return is_west ? -*offset : *offset;
}

std::optional<Instant> take_instant(std::string_view text, Duration utc_offset) {
  const std::optional<sys_days> day = take_date(text);
  if (!day) return std::nullopt;
  if (text.empty()) return *day - utc_offset;
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const std::optional<Duration> time = take_time_of_day(text);
  if (!time) return std::nullopt;
  const std::optional<Duration> seconds = take_seconds(text);
  if (!seconds) return std::nullopt;
  const std::optional<Duration> offset = take_offset(text, utc_offset);
  if (!offset || !text.empty()) return std::nullopt;
  return *day + *time + *seconds - *offset;
}

}  // namespace

std::string format_instant(Instant instant, Duration utc_offset) {
  const Instant local = instant + utc_offset;
  const sys_days day = floor<days>(local);
  const std::chrono::year_month_day date{day};
  const ClockTime time = clock_time(local - day);
  const ClockTime offset = clock_time(std::chrono::abs(utc_offset));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours, time.minutes,
                     time.seconds, utc_offset < Duration{0} ? '-' : '+', offset.hours, offset.minutes);
}

std::string format_moment(Instant instant, Instant now, Duration utc_offset) {
  std::string text = format_instant(instant, utc_offset).substr(0, std::string_view("2026-03-10T09:15").size());
  const std::size_t date = text.find('T');
  if (floor<days>(instant + utc_offset) == floor<days>(now + utc_offset)) return text.substr(date + 1);
  text[date] = ' ';
  return text;
}

std::string format_local(Seconds seconds) { return format_instant(to_instant(seconds), Calendar{}.utc_offset); }

std::optional<Instant> parse_instant(std::string_view text, Duration utc_offset) {
  const std::optional<Instant> instant = take_instant(text, utc_offset);
  return instant && fits_seconds(*instant) ? instant : std::nullopt;
}

Instant instant_named(std::string_view option, const std::string& text, Duration utc_offset, const Console& console) {
  if (const std::optional<Instant> instant = parse_instant(text, utc_offset)) return *instant;
  throw std::runtime_error(fmt::format(
      fmt::runtime(console.say("{} {}：不是 1970 至 2105 年的时间，写作 2026-03-10 或 2026-03-10T09:30",
                               "{} {}: no time from 1970 to 2105, write it as 2026-03-10 or 2026-03-10T09:30")),
      option, text));
}

Instant end_of_local_day(Instant instant, Duration utc_offset) {
  return floor<days>(instant + utc_offset) + days{1} - utc_offset;
}

std::string say_instant(Instant instant, Instant now, Duration utc_offset, bool english) {
  static constexpr std::string_view months[]{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_days day = floor<days>(instant + utc_offset), today = floor<days>(now + utc_offset);
  const ClockTime time = clock_time(instant + utc_offset - day);
  const std::string clock = fmt::format(" {:02}:{:02}", time.hours, time.minutes);
  if (day == today) return (english ? "today" : "今天") + clock;
  if (day == today + days{1}) return (english ? "tomorrow" : "明天") + clock;
  const std::chrono::year_month_day date{day};
  const auto year = static_cast<int>(date.year());
  const bool is_this_year = date.year() == std::chrono::year_month_day{today}.year();
  const auto month = static_cast<unsigned>(date.month()), number = static_cast<unsigned>(date.day());
  if (english)
    return fmt::format("{} {}", number, months[month - 1]) + (is_this_year ? "" : fmt::format(" {}", year)) + clock;
  return (is_this_year ? "" : fmt::format("{}年", year)) + fmt::format("{}月{}日", month, number) + clock;
}

std::string format_duration(Duration duration, bool english) {
  struct Part {
    long seconds;
    std::string_view chinese, english;
  };
  constexpr std::array<Part, 4> parts{Part{86'400, "天", "d"}, {3'600, "时", "h"}, {60, "分", "min"}, {1, "秒", "s"}};
  std::string text;
  long left = duration.count();
  int said = 0;
  for (const Part& part : parts) {
    const long amount = left / part.seconds;
    left %= part.seconds;
    const bool is_last = part.seconds == 1;
    if (said == 2 || (amount == 0 && !(is_last && said == 0))) continue;
    text += english ? fmt::format("{}{} {}", said == 0 ? "" : " ", amount, part.english)
                    : fmt::format("{}{}", amount, part.chinese);
    ++said;
  }
  return text;
}

}  // namespace wangge::tools
