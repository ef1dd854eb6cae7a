#include "engine/state/side_queues.h"

#include <utility>

namespace wangge {

void SideQueues::join(Party owner, SlotIndex demand, Side why) {
  const Place first = first_of_demand_[demand];
  for (Place at = first; at != none; at = nodes_[at].next_of_demand) {
    if (nodes_[at].owner != owner) continue;
    nodes_[at].why = nodes_[at].why | why;
    return;
  }
  const Place place = nodes_.take();
  nodes_[place] = {
      .demand = demand, .owner = owner, .next = none, .previous = none, .next_of_demand = first, .why = why};
  link(place);
  first_of_demand_.set(demand, place);
}

void SideQueues::leave(Party owner, SlotIndex demand, Side why) { leave(demand, why, owner, false); }
void SideQueues::leave(SlotIndex demand, Side why) { leave(demand, why, {}, true); }

void SideQueues::leave(SlotIndex demand, Side why, Party owner, bool is_any) {
  Place before = none;
  for (Place at = first_of_demand_[demand]; at != none;) {
    Node& node = nodes_[at];
    const Place after = node.next_of_demand;
    if (is_any || node.owner == owner) node.why = without(node.why, why);
    if (node.why != Side::none) {
      before = std::exchange(at, after);
      continue;
    }
    if (before == none) {
      first_of_demand_.set(demand, after);
    } else {
      nodes_[before].next_of_demand = after;
    }
    if (!node.is_resting) unlink(at);
    nodes_.give_back(std::exchange(at, after));
  }
}

Side SideQueues::why(Party owner, SlotIndex demand) const {
  Side why = Side::none;
  each_owner(demand, [&](Party one, Side its) {
    if (one == owner) why = its;
  });
  return why;
}

std::vector<SlotIndex> SideQueues::of(Party owner) const {
  std::vector<SlotIndex> demands;
  const std::size_t index = index_of(owner);
  if (index >= queues_.size()) return demands;
  for (Place at = queues_[index].first; at != none; at = nodes_[at].next) demands.push_back(nodes_[at].demand);
  return demands;
}

void SideQueues::rest(SlotIndex demand) {
  for (Place at = first_of_demand_[demand]; at != none; at = nodes_[at].next_of_demand) {
    if (!std::exchange(nodes_[at].is_resting, true)) unlink(at);
  }
}

void SideQueues::come_back(SlotIndex demand) {
  for (Place at = first_of_demand_[demand]; at != none; at = nodes_[at].next_of_demand) {
    if (std::exchange(nodes_[at].is_resting, false)) link(at);
  }
}

void SideQueues::link(Place place) {
  Node& node = nodes_[place];
  const std::size_t index = index_of(node.owner);
  if (index >= queues_.size()) queues_.resize(index + 1);
  Ends& queue = queues_[index];
  node.next = none;
  node.previous = std::exchange(queue.last, place);
  (node.previous == none ? queue.first : nodes_[node.previous].next) = place;
}

void SideQueues::unlink(Place place) {
  const Node& node = nodes_[place];
  Ends& queue = queues_[index_of(node.owner)];
  (node.previous == none ? queue.first : nodes_[node.previous].next) = node.next;
  (node.next == none ? queue.last : nodes_[node.next].previous) = node.previous;
}

}  // namespace wangge
