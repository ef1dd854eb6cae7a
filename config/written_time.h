#pragma once
// Times as somebody else's table writes them.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/time.h"

namespace wangge::config {

// Formats are those of strptime ("%Y/%m/%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"), and this word, which stands for a
// spreadsheet's day number: days since 1899-12-30, the time of day as a fraction ("43523.49"), rounded to the second.
inline constexpr std::string_view day_number_format = "day_number";

// After the formats that are given, these are tried, since they can be read in one way only: what Chinese Excel writes,
// the year first ("2026/3/10 6:12", "2026/3/10 上午 6:12:00", "2026年3月10日 下午6时12分"), with or without seconds,
// and with a T as computers write it. 上午 and 下午 may stand wherever a format has %p.

// The instant by the first format that fits the whole text, at this offset from UTC. Nothing where none fits, where
// there is no such day (30 February), or outside the years that Seconds holds (1970 to 2106).
std::optional<Instant> parse_written_time(std::string_view text, std::span<const std::string> formats,
                                          Duration utc_offset);

}  // namespace wangge::config
