#pragma once
// The only writer of the city. A fact carries all that is needed: nothing is decided here, no clock is read.

#include "engine/model/event.h"
#include "engine/state/city.h"

namespace wangge {

// Positions come without a gap: fact.position is city.last + 1. A fact that does not fit the city is a broken log or a
// fault of ours and ends the process.
void apply(City& city, const Fact& fact);

}  // namespace wangge
