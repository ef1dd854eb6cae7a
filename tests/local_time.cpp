#include "tests/local_time.h"

#include <array>
#include <cstdio>
#include <sstream>

namespace wangge::tests {

namespace {

constexpr Duration utc_offset = std::chrono::hours{8};

}  // namespace

std::chrono::sys_days date(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  char dash = 0;
  std::istringstream{std::string{text}} >> year >> dash >> month >> dash >> day;
  return std::chrono::year{year} / month / day;
}

Instant local(std::string_view text) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  char colon = 0;
  std::istringstream{std::string{text.substr(std::min<std::size_t>(11, text.size()))}} >> hour >> colon >> minute >>
      colon >> second;
  return date(text.substr(0, 10)) + Duration{3600 * hour + 60 * minute + second} - utc_offset;
}

std::string show(Instant instant) {
  const Instant shifted = instant + utc_offset;
  const auto day = std::chrono::floor<std::chrono::days>(shifted);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss time{shifted - day};
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
  std::string shown{text.data()};
  if (const auto seconds = time.seconds().count(); seconds != 0) {
    shown += seconds < 10 ? ":0" : ":";
    shown += std::to_string(seconds);
  }
  return shown;
}

}  // namespace wangge::tests
