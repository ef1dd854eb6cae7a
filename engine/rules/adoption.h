#pragma once
// Going over to the configuration that is staged.

#include "engine/state/city.h"

namespace wangge::rules {

// What the staged rows say, with the ids that it would have. They have no faults. Takes time by their number: some 20 ms for 26,000.
Configuration read_staged(const City& city);

// What runs in the city and stands in its way now; none where it can go over to it.
Refusal standing_in_the_way(const City& city, const Configuration& next);

}  // namespace wangge::rules
