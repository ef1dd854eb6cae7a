#pragma once
// The only writer of the city. A fact carries all that is needed: this file decides nothing and reads no clock.

#include "engine/model/event.h"
#include "engine/state/city.h"

namespace wangge {

// Positions come without a gap: fact.position is city.last + 1. A fact that does not fit the city means a broken log or
// a bug, and ends the process.
void apply(City& city, const Fact& fact);

}  // namespace wangge
