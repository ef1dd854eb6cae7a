#include "engine/state/side_queues.h"

#include <utility>

namespace wangge {

void SideQueues::join(Party owner, SlotIndex demand) {
  const Place first = first_of_demand_[demand];
  for (Place at = first; at != none; at = nodes_[at].next_of_demand) {
    if (nodes_[at].owner == owner) return;
  }
  const std::size_t index = index_of(owner);
  if (index >= queues_.size()) queues_.resize(index + 1);
  Queue& queue = queues_[index];
  const Place place = nodes_.take();
  const Place before = std::exchange(queue.last, place);
  nodes_[place] = {.demand = demand, .owner = owner, .next = none, .previous = before, .next_of_demand = first};
  (before == none ? queue.first : nodes_[before].next) = place;
  first_of_demand_.set(demand, place);
}

void SideQueues::leave(Party owner, SlotIndex demand) {
  Place before = none;
  for (Place at = first_of_demand_[demand]; at != none; before = std::exchange(at, nodes_[at].next_of_demand)) {
    if (nodes_[at].owner != owner) continue;
    const Place after = nodes_[at].next_of_demand;
    if (before == none) {
      first_of_demand_.set(demand, after);
    } else {
      nodes_[before].next_of_demand = after;
    }
    return free(at);
  }
}

void SideQueues::leave(SlotIndex demand) {
  for (Place at = first_of_demand_[demand]; at != none;) free(std::exchange(at, nodes_[at].next_of_demand));
  first_of_demand_.set(demand, none);
}

std::vector<SlotIndex> SideQueues::of(Party owner) const {
  std::vector<SlotIndex> demands;
  const std::size_t index = index_of(owner);
  if (index >= queues_.size()) return demands;
  for (Place at = queues_[index].first; at != none; at = nodes_[at].next) demands.push_back(nodes_[at].demand);
  return demands;
}

void SideQueues::free(Place place) {
  const Node& node = nodes_[place];
  Queue& queue = queues_[index_of(node.owner)];
  (node.previous == none ? queue.first : nodes_[node.previous].next) = node.next;
  (node.next == none ? queue.last : nodes_[node.next].previous) = node.previous;
  nodes_.give_back(place);
}

}  // namespace wangge
