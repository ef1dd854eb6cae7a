#pragma once
// The ground of the sample city: 243 outlines that fit, and points within them.

#include <cstdint>
#include <vector>

#include "engine/model/tables.h"

namespace wangge::config {

// Fills the tables of outlines and points for the grids, compounds, streets and lanes of `tables`; no other table is
// changed, and none depends on the outcome.
void lay_out(const std::vector<Row>& communities, Tables& tables, std::uint64_t seed);

}  // namespace wangge::config
