#pragma once
// What a changed city does to demands that are there: who is responsible for a place, or the place itself, is not what
// it was. A job looks at each (engine/loop/jobs.h); until it has come to one, that one stays with whom it had.
//
// A demand keeps its chain, its lead and its place as long as they hold, also where new posts or organisations would
// get a new one. Where they do not: the chain is that of its place now. A lead that is there keeps it; a post while
// somebody is named for it who is not complained of, and of the chain only while it is on it; the property company of a
// compound only while it manages it. Else the organisation that a new demand would get leads, or the post that stands
// as far from the top as the one before, or the first above it with somebody acting; never whom the demand complains
// of. Who helped and is gone helps no more, and what was offered to them lapses.

#include <optional>

#include "engine/model/event.h"
#include "engine/state/city.h"

namespace wangge::rules {

struct Context;

// Whether chain, lead and place hold, and who helps or is asked is there.
bool is_settled(const City& city, const Slot& demand, Instant now);
// The same if the city went over to that configuration.
bool is_settled(const City& city, const Configuration& configuration, const Slot& demand, Instant now);

// What the job does to it; nothing where it is settled. Adds the facts that a new chain needs to the draft.
std::optional<Rerouted> rerouted(const Context& context, const Job& job, const Slot& demand);

// Whether a version of the city can leave a demand of the one before unsettled.
bool moves_demands(const Configuration& before, const Configuration& next);

// A grid that goes, and that no other takes over; none where there is no such.
PlaceId without_successor(const Configuration& before, const Configuration& next);

}  // namespace wangge::rules
