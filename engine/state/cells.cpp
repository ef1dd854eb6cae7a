#include "engine/state/cells.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/limits.h"
#include "engine/base/utf8.h"

namespace wangge {
namespace {

using std::string_view;

auto limit_unit_words() { return chinese_words<LimitUnit, limit_units>(); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string two_digits(std::int64_t number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::optional<int> take_digits(string_view& text, std::size_t width) {
  if (text.size() < width || !std::all_of(text.begin(), text.begin() + width, is_digit)) return std::nullopt;
  const auto number = whole_number<int>(text.substr(0, width));
  text.remove_prefix(width);
  return number;
}

bool take(string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *year < 1970 || *year > 2105) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<Duration> take_time_of_day(string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const Duration time = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  if (time > std::chrono::hours{24}) return std::nullopt;
  return time;
}

std::optional<Opening> opening_of(string_view text) {
  const auto opens = take_time_of_day(text);
  if (!opens || !take(text, '-')) return std::nullopt;
  const auto closes = take_time_of_day(text);
  if (!closes || !text.empty() || *closes <= *opens) return std::nullopt;
  return Opening{*opens, *closes};
}

std::string date_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  return std::to_string(static_cast<int>(date.year())) + "-" + two_digits(static_cast<unsigned>(date.month())) + "-" +
         two_digits(static_cast<unsigned>(date.day()));
}

std::string time_of_day_text(Duration from_midnight) {
  const std::int64_t minutes = std::chrono::floor<std::chrono::minutes>(from_midnight).count();
  return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::optional<Limit> limit_of(string_view text) {
  const std::size_t digits = std::find_if_not(text.begin(), text.end(), is_digit) - text.begin();
  const auto amount = whole_number<std::uint16_t>(text.substr(0, digits));
  const auto unit = find_word(text.substr(digits), limit_unit_words());
  if (!amount || *amount == 0 || !unit) return std::nullopt;
  return Limit{*amount, *unit};
}

std::string list_limit_units() { return list_words(limit_unit_words()); }

Keyword keyword_of(string_view text) {
  const std::size_t colon = std::min(text.rfind(':'), text.size());
  const auto weight = whole_number<std::int8_t>(text.substr(std::min(colon + 1, text.size())));
  if (colon == 0 || !weight || *weight == 0 || std::abs(*weight) > limits::keyword_weight_max)
    return {std::string{text}};
  return {std::string{text.substr(0, colon)}, *weight};
}

std::optional<std::int32_t> degrees_of(string_view text) {
  constexpr std::size_t decimals = 6;
  const bool is_negative = take(text, '-');
  const std::size_t point = std::min(text.find('.'), text.size());
  const string_view whole = text.substr(0, point);
  const string_view fraction = text.substr(std::min(point + 1, text.size()));
  const bool is_number = std::ranges::all_of(whole, is_digit) && std::ranges::all_of(fraction, is_digit);
  if (!is_number || whole.empty() || whole.size() > 3 || (point < text.size() && fraction.empty())) return std::nullopt;
  std::string digits{whole};
  digits.append(fraction.substr(0, decimals)).resize(whole.size() + decimals, '0');
  std::int32_t value = *whole_number<std::int32_t>(digits);
  if (fraction.size() > decimals && fraction[decimals] >= '5') ++value;
  return is_negative ? -value : value;
}

std::vector<string_view> split(string_view text, char separator) {
  std::vector<string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool readable(string_view text) {
  return check_characters(text, Lines::many).fault == TextFault::none && text.find("\xEF\xBF\xBD") == string_view::npos;
}

std::string shown(string_view cell) {
  constexpr std::size_t bytes_max = 60;
  std::size_t end = std::min(cell.size(), bytes_max);
  while (end < cell.size() && end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80) --end;
  const std::string text = spelled_out(cell.substr(0, end), Lines::one);
  return "\"" + text + (end < cell.size() ? "…\"" : "\"");
}

std::string both(std::string chinese, string_view english) { return std::move(chinese.append(" / ").append(english)); }

}  // namespace wangge
