#pragma once
// The escalation policies (督办策略) as data: which applies to a demand, and what its next step is.

#include "engine/model/event.h"
#include "engine/model/notice.h"
#include "engine/state/city.h"

namespace wangge::rules {

// The demand's policy, of the version under which the demand was routed, or to which it was migrated; the most specific
// one: by class and severity, then class, then severity, then any. Null where there is none.
const Policy* policy_for(const City& city, const Slot& demand);
// The same, where that version is known.
const Policy* policy_for(const Policies& policies, std::uint8_t class_number, std::uint8_t severity);

// The step after this one, counted from now: the same again, or the next; the last one comes again until the policy
// ends. No due where nothing comes any more.
Urge next_urge(const Calendar& calendar, const Policy& policy, std::uint8_t step, std::uint8_t round, Instant now);

// The step after the deadline, which is the first step itself. A demand that is being urged already goes on as it was.
Urge first_urge(const City& city, const Slot& demand, Instant now);

// When the demand is urged on next; 0: never, since it is not late, no step comes any more, or it is suspended.
Seconds urge_due(const City& city, const Slot& demand);

}  // namespace wangge::rules
