#pragma once
// The queues beside that of the lead: demands that were escalated to a post or organisation, that it assists in, or is
// to answer, to verify or to review an appeal of; each queue in the order of joining. A demand may stand in one for
// several reasons, and stays as long as one holds. Joining costs the same however long the queues are; leaving costs by
// the number of queues that the demand stands in, at most as many as its chain has posts. A demand is named by its
// slot, which must stay its own while it stands in a queue.

#include <cstdint>
#include <vector>

#include "engine/model/owner.h"
#include "engine/state/pool.h"
#include "engine/state/slots.h"

namespace wangge {

// The reasons for standing in a queue, in bits.
enum class Side : std::uint8_t {
  none = 0,
  escalated = 1,
  assists = 2,
  asked = 4,
  verifies = 8,
  reviews = 16,
  all = 31
};
constexpr Side operator|(Side a, Side b) { return Side(static_cast<int>(a) | static_cast<int>(b)); }
constexpr Side without(Side sides, Side gone) { return Side(static_cast<int>(sides) & ~static_cast<int>(gone)); }
constexpr bool has(Side sides, Side one) { return (static_cast<int>(sides) & static_cast<int>(one)) != 0; }

class SideQueues {
 public:
  // Puts the demand at the end of the owner's queue, where it does not stand there already.
  void join(Party owner, SlotIndex demand, Side why);
  // Takes that reason away, with this owner or with all; without a reason left the demand leaves the queue.
  void leave(Party owner, SlotIndex demand, Side why);
  void leave(SlotIndex demand, Side why = Side::all);
  // Takes the demand out of all queues for a while; come_back() puts it at the end of those where it stood.
  void rest(SlotIndex demand);
  void come_back(SlotIndex demand);

  // The reasons for which the demand stands in the owner's queue; none where it does not.
  Side why(Party owner, SlotIndex demand) const;
  std::vector<SlotIndex> of(Party owner) const;
  // Calls visit(owner, why) for each queue in which the demand stands.
  template <class Visit>
  void each_owner(SlotIndex demand, Visit visit) const {
    for (Place at = first_of_demand_[demand]; at != none; at = nodes_[at].next_of_demand)
      visit(nodes_[at].owner, nodes_[at].why);
  }
  bool contains(SlotIndex demand) const { return first_of_demand_[demand] != none; }
  // Visits all demands that stand in some queue, each once, in the order of slots.
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
    Place next_of_demand = none;         // its node in another queue
    Side why = Side::none;
    bool is_resting = false;
  };
  struct Ends {
    Place first = none, last = none;
  };

  static std::size_t index_of(Party owner) {
    return owner.is_post() ? 2 * std::size_t{owner.post().value} : 2 * std::size_t{owner.organisation().value} + 1;
  }
  void leave(SlotIndex demand, Side why, Party owner, bool is_any);
  void link(Place place);
  void unlink(Place place);

  Pool<Node> nodes_;
  std::vector<Ends> queues_;  // two by id: of the post, of the organisation
  SparseColumn<Place, none> first_of_demand_;
};

}  // namespace wangge
