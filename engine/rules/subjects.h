#pragma once
// Assets (部件) and doors (户) that demands name.

#include <vector>

#include "engine/model/configuration.h"
#include "engine/model/refusal.h"

namespace wangge::rules {

// Place and road of a demand that names an asset or a door: those of the report, filled in or made finer by where the
// subject stands. An asset at a road gives the road, and where no place was given the grid: by its point on the map, or
// else the one grid in which all points of the road lie. Refuses a subject that does not exist, a reported place that
// neither contains the subject nor lies within its place, and a subject that may lie in several grids. Whether the
// reported place itself exists is not checked here.
Refusal settle(const Configuration& city, Subject subject, PlaceId& place, PlaceId& road);

// For a refusal with the reason grid_needed: the grids that may be meant; none where the tables do not tell.
std::vector<PlaceId> grids_meant(const Refusal& refusal);

}  // namespace wangge::rules
