#pragma once
// Which demands stand in which posts' escalation queues, in the order of escalation. Joining costs the same however long the
// queues are; leaving costs by the number of queues that the demand stands in, at most as many as its chain has posts.

#include <cstdint>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/model/demand.h"
#include "engine/model/owner.h"

namespace wangge {

class EscalationQueues {
 public:
  // Puts the demand at the end of the post's queue; no effect where it stands there already.
  void join(PostId post, DemandId demand);
  // Takes the demand out of all queues that it stands in.
  void leave(DemandId demand);

  std::vector<DemandId> of(PostId post) const;

 private:
  using Place = std::uint32_t;  // index of a node
  static constexpr Place none = 0xFFFF'FFFF;

  struct Node {
    DemandId demand;
    PostId post;
    Place next = none, previous = none;  // in the post's queue
    Place next_of_demand = none;         // in another queue; of a free node: the next free one
  };
  struct Queue {
    Place first = none, last = none;
  };

  Place take_node();
  void unlink(const Node& node);

  std::vector<Node> nodes_;
  Place free_ = none;
  std::vector<Queue> queues_;  // by post
  boost::unordered_flat_map<DemandId, Place, std::hash<DemandId>> first_of_demand_;
};

}  // namespace wangge
