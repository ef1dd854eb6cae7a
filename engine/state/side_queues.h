#pragma once
// Which demands stand in which queues beside that of their lead, each queue of one post or organisation, in the order of joining:
// whom they were escalated to, who assists. Joining costs the same however long the queues are; leaving costs by the number of
// queues that the demand stands in, at most as many as its chain has posts. A demand is named by its slot, which must stay its own
// while it stands in a queue.

#include <cstdint>
#include <vector>

#include "engine/model/owner.h"
#include "engine/state/pool.h"
#include "engine/state/slots.h"

namespace wangge {

class SideQueues {
 public:
  // Puts the demand at the end of the owner's queue; no effect where it stands there already.
  void join(Party owner, SlotIndex demand);
  // Takes the demand out of this owner's queue, and out of all; no effect where it does not stand there.
  void leave(Party owner, SlotIndex demand);
  void leave(SlotIndex demand);

  std::vector<SlotIndex> of(Party owner) const;
  bool contains(SlotIndex demand) const { return first_of_demand_[demand] != none; }
  // All demands that stand in some queue, each once, in the order of slots.
  template <class Visit>
  void each_demand(Visit visit) const {
    first_of_demand_.each([&](std::size_t demand, Place) { visit(static_cast<SlotIndex>(demand)); });
  }

 private:
  using Place = std::uint32_t;  // index of a node
  static constexpr Place none = 0xFFFF'FFFF;

  struct Node {
    SlotIndex demand = no_slot;
    Party owner;
    Place next = none, previous = none;  // in the owner's queue
    Place next_of_demand = none;         // in another queue
  };
  struct Queue {
    Place first = none, last = none;
  };

  static std::size_t index_of(Party owner) {
    return owner.is_post() ? 2 * std::size_t{owner.post().value} : 2 * std::size_t{owner.organisation().value} + 1;
  }
  void free(Place place);

  Pool<Node> nodes_;
  std::vector<Queue> queues_;  // twice by id: a post's, an organisation's
  SparseColumn<Place, none> first_of_demand_;
};

}  // namespace wangge
