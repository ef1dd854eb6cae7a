#pragma once
// Reads the duty rosters (值班表): rotations.csv and shifts.csv.

#include "engine/model/tables.h"
#include "engine/state/codes.h"
#include "engine/state/row_reader.h"

namespace wangge {

// Reads into city.rotations and city.shifts; the posts and people have been read.
void read_rosters(const Tables& tables, Findings& findings, const Codes& codes, Configuration& city);

}  // namespace wangge
