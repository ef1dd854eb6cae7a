#pragma once
// What a demand's facts say of it, one after the other: what it is of, where it lies, which way it goes, who leads it,
// its state and what is due. Said here and nowhere else: apply takes it from here, and sees to the queues, lists and
// clocks that hang on it (demands.cpp); so does whoever has the facts alone: of a demand that left memory, or to tell
// its story. A fact that is added to engine/model/event.h does not compile until it says here what it changes, or is
// listed among those that change nothing.
//
// Left to apply is what a fact does not say by itself: what was warned of and was late, what waits beside the demand
// (Aside), and the queues' own links.

#include "engine/model/event_groups.h"
#include "engine/state/slots.h"

namespace wangge {

// A fact of this demand, after all those before it. Nothing is checked: of a damaged log some may be lacking.
void follow(Slot& demand, const Fact& fact);

// The same of one kind of fact, but for what every fact says: that it is the demand's last one, and of the first one
// which demand that is and when it was received.
void fold(Slot& demand, const Submitted& event);
void fold(Slot& demand, const Accepted& event);
void fold(Slot& demand, const Finished& event);
void fold(Slot& demand, const Closed& event);
void fold(Slot& demand, const Acted& event);
void fold(Slot& demand, const Sought& event);
void fold(Slot& demand, const Moved& event);
void fold(Slot& demand, const Reclassified& event);
void fold(Slot& demand, const Joined& event);
void fold(Slot& demand, const Gathered& event);
void fold(Slot& demand, const Escalated& event);
void fold(Slot& demand, const Reassigned& event);
void fold(Slot& demand, const Urged& event);
void fold(Slot& demand, const Lapsed& event);
void fold(Slot& demand, const Rescheduled& event);
void fold(Slot& demand, const Rerouted& event);
// What changes nothing of all this.
template <class Event>
  requires IsOfNoDemand<Event> ||
           IsOneOf<Event, Assisted, Recurred, Warned, Noticed, Delivered, Summoned, Attended, NotArrived, DescribedFact>
void fold(Slot&, const Event&) {}

}  // namespace wangge
