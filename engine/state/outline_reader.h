#pragma once
// Reads the ground of grids (outlines.csv), and the positions of compounds, streets and lanes (points.csv).

#include "engine/model/configuration.h"
#include "engine/model/tables.h"
#include "engine/state/codes.h"
#include "engine/state/row_reader.h"

namespace wangge {

// Reads into city.outlines and city.points; the places have been read. Here a ring only needs three corners; its other
// conditions, and the bounds, are checked by rules::city_check.
void read_outlines(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city);

}  // namespace wangge
