#pragma once
// From whom a demand was taken because it was not accepted in time (逾期未签收改派), to whom it went and when: who led
// it may still read it, and is told so where it wants to do something about it. Of a demand the last few, each once;
// who leads again has not lost it. Replay has it from the facts that reassign.
// A demand is named by its slot, which must stay its own until it is forgotten. One thread.

#include <cstdint>

#include "engine/base/time.h"
#include "engine/model/owner.h"
#include "engine/state/pool.h"
#include "engine/state/slots.h"

namespace wangge {

struct LostLead {
  Party from, to;
  Seconds at = 0;
};

class LostLeads {
 public:
  // Beyond limits::lost_leads_max the oldest of the demand makes way.
  void lose(SlotIndex demand, const LostLead& lost);
  void win_back(SlotIndex demand, Party who);
  void forget(SlotIndex demand);

  // Null where it was not taken from that one.
  const LostLead* find(SlotIndex demand, Party who) const;
  // visit(const LostLead&), the newest first.
  template <class Visit>
  void each(SlotIndex demand, Visit visit) const {
    for (Place at = first_of_demand_[demand]; at != none; at = nodes_[at].next) visit(nodes_[at].lost);
  }
  std::size_t size() const { return nodes_.in_use(); }

 private:
  using Place = std::uint32_t;  // index of a node
  static constexpr Place none = 0xFFFF'FFFF;

  struct Node {
    LostLead lost;
    Place next = none;
  };

  Pool<Node> nodes_;
  SparseColumn<Place, none> first_of_demand_;
};

}  // namespace wangge
