#pragma once
// Assets (部件) and doors (户) that demands name.

#include "engine/model/configuration.h"
#include "engine/model/refusal.h"

namespace wangge::rules {

// Place and road of a demand that names something: what was said, filled in or made finer by where that stands. An asset at a road
// says the road, everything else the place. Refused where there is no such, or what was said is neither around it nor within. Of what
// was said and is not there nothing is said here.
Refusal settle(const Configuration& city, Subject subject, PlaceId& place, PlaceId& road);

}  // namespace wangge::rules
