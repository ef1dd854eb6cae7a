#pragma once
// Where the sample city's places lie: 243 outlines that fit, and points within them.

#include <cstdint>
#include <vector>

#include "engine/model/tables.h"

namespace wangge::config {

// Fills the tables of outlines and points for the grids, compounds, streets and lanes of `tables`; nothing else is
// changed, and other tables do not depend on what is drawn here.
void lay_out(const std::vector<Row>& communities, Tables& tables, std::uint64_t seed);

}  // namespace wangge::config
