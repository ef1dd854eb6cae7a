#include "config/provisional_years.h"

#include <array>
#include <charconv>
#include <map>
#include <set>
#include <string>

#include "engine/model/calendar.h"

namespace wangge::config {
namespace {

// The holidays of 全国年节及纪念日放假办法.
constexpr std::array<std::string_view, 7> holidays{"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"};

struct Days {
  std::size_t rows = 0;
  std::string names;
};

}  // namespace

std::vector<ProvisionalYear> provisional_years(const Tables& tables) {
  std::map<int, Days> years;
  std::set<int> listed;
  for (const Row& row : tables.of(TableKind::calendar)) {
    const std::string_view date = row[0];
    int year = 0;
    if (date.size() < 4 || std::from_chars(date.data(), date.data() + 4, year).ptr != date.data() + 4) continue;
    if (row[1] == year_is_listed) {
      listed.insert(year);
      continue;
    }
    Days& days = years[year];
    ++days.rows;
    days.names += row[2] + "|";
  }
  std::vector<ProvisionalYear> provisional;
  for (const auto& [year, days] : years) {
    if (listed.contains(year)) continue;
    ProvisionalYear& one = provisional.emplace_back(ProvisionalYear{.year = year, .days = days.rows, .missing = {}});
    for (const std::string_view holiday : holidays) {
      if (days.names.find(holiday) == std::string::npos) one.missing.push_back(holiday);
    }
  }
  return provisional;
}

}  // namespace wangge::config
