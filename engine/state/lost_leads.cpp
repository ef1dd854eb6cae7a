#include "engine/state/lost_leads.h"

#include "engine/base/limits.h"

namespace wangge {

void LostLeads::lose(SlotIndex demand, const LostLead& lost) {
  win_back(demand, lost.from);
  const Place place = nodes_.take();
  nodes_[place] = {lost, first_of_demand_[demand]};
  first_of_demand_.set(demand, place);
  Place last = place;
  for (std::size_t kept = 1; kept < limits::lost_leads_max && nodes_[last].next != none; ++kept)
    last = nodes_[last].next;
  const Place beyond = nodes_[last].next;
  if (beyond == none) return;
  nodes_[last].next = none;
  nodes_.give_back(beyond);
}

void LostLeads::win_back(SlotIndex demand, Party who) {
  Place before = none;
  for (Place at = first_of_demand_[demand]; at != none; before = at, at = nodes_[at].next) {
    if (nodes_[at].lost.from != who) continue;
    const Place next = nodes_[at].next;
    before == none ? first_of_demand_.set(demand, next) : void(nodes_[before].next = next);
    return nodes_.give_back(at);
  }
}

void LostLeads::forget(SlotIndex demand) {
  for (Place at = first_of_demand_[demand]; at != none;) {
    const Place next = nodes_[at].next;
    nodes_.give_back(at);
    at = next;
  }
  first_of_demand_.set(demand, none);
}

const LostLead* LostLeads::find(SlotIndex demand, Party who) const {
  for (Place at = first_of_demand_[demand]; at != none; at = nodes_[at].next) {
    if (nodes_[at].lost.from == who) return &nodes_[at].lost;
  }
  return nullptr;
}

}  // namespace wangge
