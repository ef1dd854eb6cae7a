#pragma once
// Years of which calendar.csv has days and does not say that its list is complete (`2027,listed,…`): they stay
// provisional.

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/model/tables.h"

namespace wangge::config {

struct ProvisionalYear {
  int year = 0;
  std::size_t days = 0;                   // rows that it has
  std::vector<std::string_view> missing;  // holidays by law that no row names
};

// In order. What is no date is left out: city_check says so.
std::vector<ProvisionalYear> provisional_years(const Tables& tables);

}  // namespace wangge::config
