#pragma once
// What grids cover (outlines.csv), and where compounds, streets and lanes lie (points.csv).

#include "engine/model/configuration.h"
#include "engine/model/tables.h"
#include "engine/state/codes.h"
#include "engine/state/row_reader.h"

namespace wangge {

// Into city.outlines and city.points; the places have been read. What a ring must be beyond having three corners, and
// the bounds, are for rules::city_check.
void read_outlines(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city);

}  // namespace wangge
