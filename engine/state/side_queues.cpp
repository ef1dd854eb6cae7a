#include "engine/state/side_queues.h"

#include <utility>

namespace wangge {

void SideQueues::join(Party owner, DemandId demand) {
  Place& first = first_of_demand_.try_emplace(demand, none).first->second;
  for (Place at = first; at != none; at = nodes_[at].next_of_demand) {
    if (nodes_[at].owner == owner) return;
  }
  const std::size_t index = index_of(owner);
  if (index >= queues_.size()) queues_.resize(index + 1);
  Queue& queue = queues_[index];
  const Place place = take_node();
  nodes_[place] = {.demand = demand,
                   .owner = owner,
                   .next = none,
                   .previous = std::exchange(queue.last, place),
                   .next_of_demand = std::exchange(first, place)};
  const Place before = nodes_[place].previous;
  (before == none ? queue.first : nodes_[before].next) = place;
}

void SideQueues::leave(Party owner, DemandId demand) {
  const auto found = first_of_demand_.find(demand);
  if (found == first_of_demand_.end()) return;
  for (Place* at = &found->second; *at != none; at = &nodes_[*at].next_of_demand) {
    if (nodes_[*at].owner != owner) continue;
    const Place left = std::exchange(*at, nodes_[*at].next_of_demand);
    free(left);
    break;
  }
  if (found->second == none) first_of_demand_.erase(found);
}

void SideQueues::leave(DemandId demand) {
  const auto found = first_of_demand_.find(demand);
  if (found == first_of_demand_.end()) return;
  for (Place at = found->second; at != none;) free(std::exchange(at, nodes_[at].next_of_demand));
  first_of_demand_.erase(found);
}

std::vector<DemandId> SideQueues::of(Party owner) const {
  std::vector<DemandId> demands;
  const std::size_t index = index_of(owner);
  if (index >= queues_.size()) return demands;
  for (Place at = queues_[index].first; at != none; at = nodes_[at].next) demands.push_back(nodes_[at].demand);
  return demands;
}

SideQueues::Place SideQueues::take_node() {
  if (free_ != none) return std::exchange(free_, nodes_[free_].next_of_demand);
  nodes_.emplace_back();
  return static_cast<Place>(nodes_.size() - 1);
}

void SideQueues::free(Place place) {
  unlink(nodes_[place]);
  nodes_[place].next_of_demand = std::exchange(free_, place);
}

void SideQueues::unlink(const Node& node) {
  Queue& queue = queues_[index_of(node.owner)];
  (node.previous == none ? queue.first : nodes_[node.previous].next) = node.next;
  (node.next == none ? queue.last : nodes_[node.next].previous) = node.previous;
}

}  // namespace wangge
