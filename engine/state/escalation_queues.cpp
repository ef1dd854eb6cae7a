#include "engine/state/escalation_queues.h"

#include <utility>

namespace wangge {

void EscalationQueues::join(PostId post, DemandId demand) {
  Place& first = first_of_demand_.try_emplace(demand, none).first->second;
  for (Place at = first; at != none; at = nodes_[at].next_of_demand) {
    if (nodes_[at].post == post) return;
  }
  if (post.value >= queues_.size()) queues_.resize(post.value + 1);
  Queue& queue = queues_[post.value];
  const Place place = take_node();
  nodes_[place] = {.demand = demand,
                   .post = post,
                   .next = none,
                   .previous = std::exchange(queue.last, place),
                   .next_of_demand = std::exchange(first, place)};
  const Place before = nodes_[place].previous;
  (before == none ? queue.first : nodes_[before].next) = place;
}

void EscalationQueues::leave(DemandId demand) {
  const auto found = first_of_demand_.find(demand);
  if (found == first_of_demand_.end()) return;
  for (Place at = found->second; at != none;) {
    Node& node = nodes_[at];
    unlink(node);
    const Place next = std::exchange(node.next_of_demand, free_);
    free_ = std::exchange(at, next);
  }
  first_of_demand_.erase(found);
}

std::vector<DemandId> EscalationQueues::of(PostId post) const {
  std::vector<DemandId> demands;
  if (post.value >= queues_.size()) return demands;
  for (Place at = queues_[post.value].first; at != none; at = nodes_[at].next) demands.push_back(nodes_[at].demand);
  return demands;
}

EscalationQueues::Place EscalationQueues::take_node() {
  if (free_ != none) return std::exchange(free_, nodes_[free_].next_of_demand);
  nodes_.emplace_back();
  return static_cast<Place>(nodes_.size() - 1);
}

void EscalationQueues::unlink(const Node& node) {
  Queue& queue = queues_[node.post.value];
  (node.previous == none ? queue.first : nodes_[node.previous].next) = node.next;
  (node.next == none ? queue.last : nodes_[node.next].previous) = node.previous;
}

}  // namespace wangge
