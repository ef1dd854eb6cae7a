#include "config/written_time.h"

#include <charconv>
#include <cmath>
#include <utility>
#include <ctime>

namespace wangge::config {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days day_zero = std::chrono::year{1899} / 12 / 30;

std::optional<Instant> from_day_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  constexpr double number_max = 100'000;  // day numbers below this reach the year 2173
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || !(number >= 0 && number <= number_max)) return std::nullopt;
  return Instant{day_zero} + Duration{std::llround(number * Duration{days{1}}.count())};
}

// strptime accepts a text of which only a part fits, and takes 30 February for a day: both are checked here.
std::optional<Instant> from_fields(const std::string& text, const std::string& format) {
  std::tm fields{};
  const char* const end = strptime(text.c_str(), format.c_str(), &fields);
  if (end != text.c_str() + text.size()) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{fields.tm_year + 1900},
                                        std::chrono::month{static_cast<unsigned>(fields.tm_mon + 1)},
                                        std::chrono::day{static_cast<unsigned>(fields.tm_mday)}};
  if (!day.ok()) return std::nullopt;
  return Instant{sys_days{day}} + std::chrono::hours{fields.tm_hour} + std::chrono::minutes{fields.tm_min} +
         std::chrono::seconds{fields.tm_sec};
}

// strptime's %p knows only AM and PM, so 上午 and 下午 are replaced, with blanks around them.
std::string with_latin_half(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> halves[]{{"上午", "AM"}, {"下午", "PM"}};
  std::string latin{text};
  for (const auto& [chinese, half] : halves) {
    const std::size_t at = latin.find(chinese);
    if (at != std::string::npos) latin.replace(at, chinese.size(), " " + std::string(half) + " ");
  }
  latin.erase(latin.find_last_not_of(' ') + 1);
  return latin;
}

// A blank in a format of strptime stands for any number of blanks, also none.
constexpr const char* year_first_formats[]{"%Y/%m/%d %H:%M:%S",        "%Y/%m/%d %H:%M",
                                           "%Y/%m/%d %p %I:%M:%S",     "%Y/%m/%d %p %I:%M",
                                           "%Y-%m-%d %H:%M:%S",        "%Y-%m-%d %H:%M",
                                           "%Y-%m-%d %p %I:%M:%S",     "%Y-%m-%d %p %I:%M",
                                           "%Y-%m-%dT%H:%M:%S",        "%Y-%m-%dT%H:%M",
                                           "%Y年%m月%d日 %H:%M:%S",    "%Y年%m月%d日 %H:%M",
                                           "%Y年%m月%d日 %p %I:%M:%S", "%Y年%m月%d日 %p %I:%M",
                                           "%Y年%m月%d日 %H时%M分",    "%Y年%m月%d日 %H时%M分%S秒",
                                           "%Y年%m月%d日 %p %I时%M分", "%Y年%m月%d日 %p %I时%M分%S秒"};

}  // namespace

std::optional<Instant> parse_written_time(std::string_view text, std::span<const std::string> formats,
                                          Duration utc_offset) {
  const std::string latin = with_latin_half(text);
  const auto fitting = [&](const std::optional<Instant>& local) { return local && fits_seconds(*local - utc_offset); };
  for (const std::string& format : formats) {
    const std::optional<Instant> local =
        format == day_number_format ? from_day_number(text) : from_fields(latin, format);
    if (fitting(local)) return *local - utc_offset;
  }
  for (const char* format : year_first_formats) {
    const std::optional<Instant> local = from_fields(latin, format);
    if (fitting(local)) return *local - utc_offset;
  }
  return std::nullopt;
}

}  // namespace wangge::config
