#include "engine/loop/outcome.h"

#include "engine/model/event_groups.h"

namespace wangge::loop {
namespace {

void fill(const Submitted& event, Outcome& outcome) {
  outcome.is_new_demand = true;
  outcome.lead = event.lead;
  outcome.holder = event.holder;
  outcome.dues = event.dues;
  outcome.check_first = event.check_first();
  outcome.waits = event.waits();
  outcome.clock_ahead = Origin::from_packed(event.origin).clock_ahead;
}
// A demand that was filed has a lead, like one that was submitted.
void fill(const Acted& event, Outcome& outcome) {
  if (event.deed != Deed::file) return;
  outcome.waits = event.waits;
  outcome.lead = event.lead;
  outcome.holder = event.holder;
  outcome.dues = event.dues;
}
// The due is the time by which the summoned are to be there.
void fill(const Summoned& event, Outcome& outcome) { outcome.dues.of[0] = event.due; }
void fill(const AccountAdded& event, Outcome& outcome) { outcome.account = event.account; }
void fill(const Declined& event, Outcome& outcome) { outcome.refusal = event.refusal; }
// Such a fact tells nothing beyond that it was done.
template <class Fact>
  requires(IsOfNoDemand<Fact> && !IsOneOf<Fact, AccountAdded, Declined>) ||
          IsOneOf<Fact, Accepted, Finished, Closed, Sought, Assisted, Moved, Reclassified, Joined, Attended,
                  DescribedFact>
void fill(const Fact&, Outcome&) {}
// Such a fact never carries a command's number.
template <class Fact>
  requires IsOneOf<Fact, Gathered, Recurred, Escalated, Reassigned, Warned, Lapsed, Urged, Noticed, Delivered,
                   NotArrived, Rescheduled, Rerouted>
void fill(const Fact&, Outcome&) {}

}  // namespace

void tell(const Event& event, PostId follow_up, Outcome& outcome) {
  see(event, [&](const auto& fact) { fill(fact, outcome); });
  if (outcome.is_new_demand) outcome.follow_up = follow_up;
}

}  // namespace wangge::loop
