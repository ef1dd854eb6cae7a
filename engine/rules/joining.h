#pragma once
// What a head gathers (归并).

#include "engine/state/city.h"

namespace wangge::rules {

// Whether the demand comes to a head that gathers: of its category, in its community, where it may be joined at all, received since the head
// or up to the length of a storm before; it complains of nobody, and nothing is joined to it. False for a free slot.
bool is_gathered(const City& city, const Slot& head, const Slot& demand);

}  // namespace wangge::rules
