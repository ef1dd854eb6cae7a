#pragma once
// What a demand's facts say of it, one after the other: its category, its place, its route, who leads it, its state and
// what is due. This is said here and nowhere else. apply takes it from here, and itself sees to the queues, lists and
// clocks that hang on the demand (demands.cpp). Code that has the facts alone takes it from here too, for a demand that
// left memory or to tell a demand's story. A fact that is added to engine/model/event.h does not compile until it says
// here what it changes, or is listed among those that change nothing.
//
// A fact does not say everything by itself. The rest is left to apply: what was warned of and was late, what waits
// beside the demand (Aside), and the queues' own links.

#include "engine/model/event_groups.h"
#include "engine/state/slots.h"

namespace wangge {

// Brings the demand up to date with its next fact, after all those before it. Nothing is checked, since facts may be
// lacking where the log is damaged.
void follow(Slot& demand, const Fact& fact);

// Each of these does the same for one kind of fact. follow() adds what every fact says: that it is the demand's last
// one, and, of the first one, which demand it is and when it was received.
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
// Facts that change nothing of all this.
template <class Event>
  requires IsOfNoDemand<Event> ||
           IsOneOf<Event, Assisted, Recurred, Warned, Noticed, Delivered, Summoned, Attended, NotArrived, DescribedFact>
void fold(Slot&, const Event&) {}

}  // namespace wangge
