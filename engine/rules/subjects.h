#pragma once
// Assets (部件) and doors (户) that demands name.

#include <vector>

#include "engine/model/configuration.h"
#include "engine/model/refusal.h"

namespace wangge::rules {

// Place and road of a demand that names something: what was said, filled in or made finer by where that stands. An
// asset at a road says the road, and where no place is said the grid: where it stands on the map, or else the one grid
// in which all points of the road lie. Refused where there is no such, what was said is neither around it nor within,
// or several grids may be meant. Of what was said and is not there nothing is said here.
Refusal settle(const Configuration& city, Subject subject, PlaceId& place, PlaceId& road);

// Of a refusal with the reason grid_needed: the grids that may be meant; none where the tables do not tell.
std::vector<PlaceId> grids_meant(const Refusal& refusal);

}  // namespace wangge::rules
