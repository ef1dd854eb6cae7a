#pragma once
// The effects of a changed city on existing demands: other parties are responsible for a place, or the place itself has
// changed. A job looks at each demand (engine/loop/jobs.h); until then a demand stays with the lead that it had.
//
// A demand keeps its chain, its lead and its place as long as they hold, even if new posts or organisations would get a
// new demand. Where they do not hold, the chain becomes that of its place now. A lead that still exists keeps the
// demand: a post only while somebody is named for it who is not complained of, and, if it was on the chain, while it
// still is; the property company of a compound only while it manages the compound. Else the organisation that a new
// demand would get leads, or the post that stands as far from the top as the one before, or the first above it with
// somebody acting; never whom the demand complains of. Assistants that are gone help no more, and offers to parties
// that are gone lapse.

#include <optional>

#include "engine/model/event.h"
#include "engine/state/city.h"

namespace wangge::rules {

struct Context;

// Whether chain, lead and place hold, and all assistants and whoever is asked are there.
bool is_settled(const City& city, const Slot& demand, Instant now);
// The same if the city went over to that configuration.
bool is_settled(const City& city, const Configuration& configuration, const Slot& demand, Instant now);

// The effect of the job on the demand; nothing where it is settled. Adds the facts that a new chain needs to the draft.
std::optional<Rerouted> rerouted(const Context& context, const Job& job, const Slot& demand);

// Whether a version of the city can leave a demand of the one before unsettled.
bool moves_demands(const Configuration& before, const Configuration& next);

// A grid that goes and that no other takes over; none where there is no such grid.
PlaceId without_successor(const Configuration& before, const Configuration& next);

}  // namespace wangge::rules
