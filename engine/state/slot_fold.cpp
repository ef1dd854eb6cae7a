#include "engine/state/slot_fold.h"

namespace wangge {

void fold(Slot& demand, const Submitted& event) {
  demand.dues = event.dues;
  demand.chain = event.chain;
  demand.lead = event.lead;
  demand.place = event.place;
  demand.road = event.road;
  demand.category = event.category;
  demand.condition = event.condition;
  demand.severity = event.severity_level() & 7u;
  demand.waits = event.waits();
  demand.state = event.check_first() ? DemandState::filing : DemandState::submitted;
  demand.acting_step = demand.escalated_step = event.acting_step & 15u;
  demand.origin = event.origin;
}

void fold(Slot& demand, const Accepted&) {
  demand.state = DemandState::accepted;
  demand.dues[Stage::acceptance] = 0;
}

void fold(Slot& demand, const Finished& event) {
  demand.state = DemandState::finished;
  demand.waits = 0;
  demand.dues = {};
  demand.dues[Stage::verification] = event.verification_due;
}

void fold(Slot& demand, const Closed& event) {
  demand.state = DemandState::closed;
  demand.dues = {};
  demand.dues[Stage::rating] = event.rating_due;
  demand.dues[Stage::reopening] = event.reopening_due;
}

// Restricting, lifting a restriction and appealing leave the demand as it stood, and the fact repeats that. `waits` is
// kept then, so that a joined demand goes on waiting once it is parted.
void fold(Slot& demand, const Acted& event) {
  const bool stays_as_it_is =
      event.deed == Deed::restrict || event.deed == Deed::unrestrict || is_of_appeal(event.deed);
  if (!stays_as_it_is) demand.waits = event.waits && !is_over(event.state);
  demand.dues = event.dues;
  demand.lead = event.lead;
  demand.state = event.state;
  demand.acting_step = event.acting_step & 15u;
  demand.escalated_step = event.escalated_step & 15u;
}

void fold(Slot& demand, const Sought& event) { demand.dues[Stage::approval] = event.answer_due; }

void fold(Slot& demand, const Moved& event) {
  demand.dues = event.dues;
  demand.chain = event.chain;
  demand.lead = event.lead;
  demand.place = event.place;
  demand.road = event.road;
  demand.waits = event.waits;
  demand.acting_step = demand.escalated_step = event.acting_step & 15u;
}

void fold(Slot& demand, const Reclassified& event) {
  demand.dues = event.dues;
  demand.chain = event.chain;
  demand.lead = event.lead;
  demand.category = event.category;
  demand.condition = event.condition;
  demand.severity = event.severity & 7u;
  demand.waits = event.waits;
  demand.state = event.state;
  demand.acting_step = event.acting_step & 15u;
  demand.escalated_step = event.escalated_step & 15u;
}

// The clocks of a joined demand stand still, since it is handled with another.
void fold(Slot& demand, const Joined&) {
  demand.state = DemandState::joined;
  demand.dues = {};
}

void fold(Slot& demand, const Gathered& event) { demand.severity = event.severity & 7u; }

void fold(Slot& demand, const Escalated& event) {
  demand.dues[event.stage] = 0;
  demand.escalated_step = event.to_step & 15u;
}

void fold(Slot& demand, const Reassigned& event) {
  demand.dues[Stage::acceptance] = event.acceptance_due;
  demand.lead = event.lead;
  demand.acting_step = event.acting_step & 15u;
  demand.escalated_step = event.escalated_step & 15u;
}

void fold(Slot& demand, const Urged& event) { demand.escalated_step = event.to_step & 15u; }

void fold(Slot& demand, const Lapsed& event) { demand.dues[event.stage] = 0; }

void fold(Slot& demand, const Rescheduled& event) {
  demand.dues = event.dues;
  demand.waits = event.waits;
}

void fold(Slot& demand, const Rerouted& event) {
  demand.dues = event.dues;
  demand.chain = event.chain;
  demand.lead = event.lead;
  demand.place = event.place;
  demand.road = event.road;
  demand.state = event.state;
  demand.acting_step = event.acting_step & 15u;
  demand.escalated_step = event.escalated_step & 15u;
}

void follow(Slot& demand, const Fact& fact) {
  if (std::holds_alternative<Submitted>(fact.event)) {
    demand.id = DemandId{fact.position.value};
    demand.received = fact.at;
  }
  see(fact.event, [&](const auto& event) { fold(demand, event); });
  demand.last = fact.position;
}

}  // namespace wangge
