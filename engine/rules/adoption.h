#pragma once
// Replacing the configuration by the one that is staged.

#include <vector>

#include "engine/state/city.h"

namespace wangge::rules {

// The staged rows as a configuration, with the ids that it would have. `city_check` has found no faults in the rows;
// the only faults left are conflicts with codes that were used before (an id belongs to its code for ever). Takes time
// by their number: some 20 ms for 26,000.
Configuration read_staged(const City& city, std::vector<Fault>& faults);

// The running situation, job or demand that stands in the way of the configuration now; none where it may be adopted.
Refusal standing_in_the_way(const City& city, const Configuration& next);

}  // namespace wangge::rules
