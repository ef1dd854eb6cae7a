#pragma once
// Leads that a demand was taken from because they did not accept it in time (逾期未签收改派), to whom it went and when.
// A lost lead may still read the demand, and is told of the loss where it wants to do something about it. A demand
// keeps the last few, each once; a party that leads again has not lost it. Replay rebuilds them from the facts that
// reassign. A demand is named by its slot, which must stay its own until forget(). One thread.

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
  // Beyond limits::lost_leads_max the demand's oldest entry makes way.
  void lose(SlotIndex demand, const LostLead& lost);
  void win_back(SlotIndex demand, Party who);
  void forget(SlotIndex demand);

  // Null where the demand was not taken from `who`.
  const LostLead* find(SlotIndex demand, Party who) const;
  // Calls visit(const LostLead&) for each, the newest first.
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
