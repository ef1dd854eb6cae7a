#pragma once
// Going over to the configuration that is staged.

#include <vector>

#include "engine/state/city.h"

namespace wangge::rules {

// What the staged rows say, with the ids that it would have. `city_check` found no faults in them; here only what they
// are together with the codes that were ever used can be one (an id is a code's for ever). Takes time by their number:
// some 20 ms for 26,000.
Configuration read_staged(const City& city, std::vector<Fault>& faults);

// What runs in the city and stands in its way now; none where it can go over to it.
Refusal standing_in_the_way(const City& city, const Configuration& next);

}  // namespace wangge::rules
