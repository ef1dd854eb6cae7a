#pragma once
// Instants as text, and texts as instants; no other file converts them.

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/time.h"
#include "tools/console.h"

namespace wangge::tools {

// An instant such as "2026-03-10T06:00:00+08:00", at an offset of whole minutes.
std::string format_instant(Instant instant, Duration utc_offset);

// The same in China's time, which is one for all cities.
std::string format_local(Seconds seconds);

// An instant near to `now`, as people say it: "09:15" of the same local day, "2026-03-09 09:15" of another.
std::string format_moment(Instant instant, Instant now, Duration utc_offset);

// Reads an instant as format_instant writes it, or with a blank for the T, without seconds, without time (midnight),
// with Z, or without a zone: then it is local time at `utc_offset`. Nothing where the text is none of these, or before
// 1970 or after 2105.
std::optional<Instant> parse_instant(std::string_view text, Duration utc_offset);
// Reads the instant of an option; throws std::runtime_error, with the option's name, where parse_instant() gives
// nothing.
Instant instant_named(std::string_view option, const std::string& text, Duration utc_offset, const Console& console);

// The first instant of the next local day.
Instant end_of_local_day(Instant instant, Duration utc_offset);

// An instant as people say it at `now`: "今天 22:30", "明天 08:00", "12月3日 09:00", with the year where it is another
// one; "today 22:30", "3 Dec 09:00".
std::string say_instant(Instant instant, Instant now, Duration utc_offset, bool english);

// A duration such as "30秒", "2时5分", "2 h 5 min": the two greatest parts that are not 0.
std::string format_duration(Duration duration, bool english);

}  // namespace wangge::tools
