#pragma once
// Years for which calendar.csv has days but no row that says that the list is complete (`2027,listed,…`): they stay
// provisional.

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/model/tables.h"

namespace wangge::config {

struct ProvisionalYear {
  int year = 0;
  std::size_t days = 0;                   // how many rows the year has
  std::vector<std::string_view> missing;  // holidays by law that no row names
};

// All such years, in order. Cells that are no dates are left out: city_check reports them.
std::vector<ProvisionalYear> provisional_years(const Tables& tables);

}  // namespace wangge::config
