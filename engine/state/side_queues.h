#pragma once
// Which demands stand in which queues beside that of their lead, each queue of one post or organisation, in the order of joining:
// whom they were escalated to, who assists. Joining costs the same however long the queues are; leaving costs by the number of
// queues that the demand stands in, at most as many as its chain has posts.

#include <cstdint>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/model/demand.h"
#include "engine/model/owner.h"

namespace wangge {

class SideQueues {
 public:
  // Puts the demand at the end of the owner's queue; no effect where it stands there already.
  void join(Party owner, DemandId demand);
  // Takes the demand out of this owner's queue, and out of all; no effect where it does not stand there.
  void leave(Party owner, DemandId demand);
  void leave(DemandId demand);

  std::vector<DemandId> of(Party owner) const;
  bool contains(DemandId demand) const { return first_of_demand_.contains(demand); }
  // All demands that stand in some queue, each once, in no particular order.
  template <class Visit>
  void each_demand(Visit visit) const {
    for (const auto& [demand, first] : first_of_demand_) visit(demand);
  }

 private:
  using Place = std::uint32_t;  // index of a node
  static constexpr Place none = 0xFFFF'FFFF;

  struct Node {
    DemandId demand;
    Party owner;
    Place next = none, previous = none;  // in the owner's queue
    Place next_of_demand = none;         // in another queue; of a free node: the next free one
  };
  struct Queue {
    Place first = none, last = none;
  };

  static std::size_t index_of(Party owner) {
    return owner.is_post() ? 2 * std::size_t{owner.post().value} : 2 * std::size_t{owner.organisation().value} + 1;
  }
  Place take_node();
  void free(Place place);
  void unlink(const Node& node);

  std::vector<Node> nodes_;
  Place free_ = none;
  std::vector<Queue> queues_;  // twice by id: a post's, an organisation's
  boost::unordered_flat_map<DemandId, Place, std::hash<DemandId>> first_of_demand_;
};

}  // namespace wangge
