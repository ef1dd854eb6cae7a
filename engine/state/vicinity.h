#pragma once
// Which open demands of a class there are at a place, the newest first: among them what may be the same trouble is looked for. Joining
// and leaving cost the same however many there are. A demand is named by its slot, which must stay its own while it stands here.

#include <cstdint>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/base/limits.h"
#include "engine/model/place.h"
#include "engine/state/pool.h"
#include "engine/state/slots.h"

namespace wangge {

class Vicinity {
 public:
  // It stands nowhere. No effect where the place is none.
  void join(PlaceId place, std::uint8_t class_number, SlotIndex demand);
  // It stands where it joined last, or its place was none. May come back, until its slot is another's.
  void leave(SlotIndex demand);
  void come_back(SlotIndex demand);
  void forget(SlotIndex demand) { key_.set(demand, 0); }

  // visit(SlotIndex) for each, until it returns false.
  template <class Visit>
  void each(PlaceId place, std::uint8_t class_number, Visit visit) const {
    const auto newest = newest_.find(key_of(place, class_number));
    SlotIndex at = newest == newest_.end() ? no_slot : newest->second;
    while (at != no_slot && visit(at)) at = older_[at];
  }

 private:
  using Key = std::uint32_t;  // 0: none
  static_assert(limits::configuration_rows_max <= 1u << 25);
  static Key key_of(PlaceId place, std::uint8_t class_number) { return place ? place.value << 7 | class_number : 0; }
  void join(Key key, SlotIndex demand);

  boost::unordered_flat_map<Key, SlotIndex> newest_;
  SparseColumn<SlotIndex, no_slot> older_, newer_;
  SparseColumn<Key, 0> key_;
};

}  // namespace wangge
