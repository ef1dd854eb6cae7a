#pragma once
// The effect of members on their head, and the demands that a head gathers (归并).

#include <cstdint>

#include "engine/state/city.h"

namespace wangge::rules {

// The severity of a head that would have severity `alone`, where its resident and `voices` others report the same
// trouble.
std::uint8_t severity_of(const Configuration& city, std::uint8_t alone, std::uint32_t voices);

// Whether a head goes on gathering: it is open, and has room.
bool gathers(const City& city, const Slot& head);
// Whether a head that gathers takes the demand: it is of the head's category, in its community, where it may be joined
// at all, received since the head or up to the length of a storm before; it complains of nobody, and nothing is joined
// to it. False for a free slot.
bool is_gathered(const City& city, const Slot& head, const Slot& demand);

}  // namespace wangge::rules
