#pragma once
// Finds every mistake of a city's tables in one pass.

#include <vector>

#include "engine/model/tables.h"

namespace wangge::rules {

// Lists all faults, in the order of tables and rows; where there are none the tables may be adopted. The faults are:
// unreadable cells, unknown and duplicate codes, posts without a way up to the city, cycles, grids without exactly one
// chief, compounds without a manager, categories without limit or owner, outlines that overlap or leave gaps, broken
// UTF-8, figures that exceed limits.h.
std::vector<Fault> city_check(const Tables& tables);

}  // namespace wangge::rules
