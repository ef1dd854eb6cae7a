#pragma once
// Jobs: a change to all demands that are under way, one demand after the other. The effect of a job on a demand is
// worked out from the present state, so that it may be asked again.

#include <cstddef>
#include <optional>

#include "engine/model/event.h"
#include "engine/model/refusal.h"
#include "engine/state/city.h"

namespace wangge::rules {

// Whether there is room for one more job.
Refusal check_job_room(const City& city);

// Whether the job may have something to do here: a fast look, for all demands.
bool concerns(const City& city, const Job& job, const Slot& demand);

// The effect of the job on the demand now; nothing where the demand stays as it is.
std::optional<Rescheduled> rescheduled(const City& city, const Job& job, const Slot& demand, Instant now);

// Whether a recomputation would move a deadline of the demand if these calendars were in force.
bool is_rescheduled_by(const City& city, const Calendars& next, const Slot& demand, Instant now);

// Whether the list of a further year has come: then deadlines worked out without it are worked out again without being
// asked for.
bool lists_more_years(const Calendar& before, const Calendar& after);

// Whether the job is under way, and has not come to the demand, which is there. For jobs that look through all demands.
bool is_ahead(const City& city, Position job, DemandId demand);

// The fact of a job under way that leaves the demand, which is there, as it is.
Rescheduled unchanged(const City& city, Position job, DemandId demand);

// The calendars by which a due of the demand was worked out; the due began to run at `since`, after the first `rounds`
// of all recomputations had been made.
const Calendars& calendars_behind(const City& city, const Slot& demand, Seconds since, std::size_t rounds);

}  // namespace wangge::rules
