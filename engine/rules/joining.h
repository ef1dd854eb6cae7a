#pragma once
// What the members of a head make of it, and what it gathers (归并).

#include <cstdint>

#include "engine/state/city.h"

namespace wangge::rules {

// How severe a head is that would be `alone`: its resident and so many others report the same trouble.
std::uint8_t severity_of(const Configuration& city, std::uint8_t alone, std::uint32_t voices);

// Whether a head goes on gathering: it is open, and has room.
bool gathers(const City& city, const Slot& head);
// Whether the demand comes to a head that gathers: of its category, in its community, where it may be joined at all,
// received since the head or up to the length of a storm before; it complains of nobody, and nothing is joined to it.
// False for a free slot.
bool is_gathered(const City& city, const Slot& head, const Slot& demand);

}  // namespace wangge::rules
