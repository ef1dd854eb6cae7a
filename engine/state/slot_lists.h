#pragma once
// Lists of demands, the newest first, each under a key: the open demands of a class at a place, or the demands joined
// to another. Joining and leaving cost the same however long the lists are. A demand is named by its slot, which must
// stay its own while it is in a list. Keys are small numbers close together: a list's head is found by its key without
// searching.

#include <cstdint>

#include "engine/state/pool.h"
#include "engine/state/slots.h"

namespace wangge {

// The links of a demand in a list, together, so that joining writes one line of memory.
struct SlotLinks {
  SlotIndex older = no_slot, newer = no_slot;
  std::uint32_t key = 0;
  friend constexpr bool operator==(const SlotLinks&, const SlotLinks&) = default;
};

class SlotLists {
 public:
  using Key = std::uint32_t;
  static constexpr Key none = 0;

  // The demand must be in no list, and stays so where the key is none.
  void join(Key key, SlotIndex demand);
  // The demand must be in the list that it joined last, unless its key was none. It may come back, until its slot holds
  // another demand.
  void leave(SlotIndex demand);
  void come_back(SlotIndex demand) { join(key_of(demand), demand); }
  // The demand must be in no list; come_back() will put it into this one.
  void set_aside(Key key, SlotIndex demand) { links_.set(demand, {no_slot, no_slot, key}); }
  void forget(SlotIndex demand) { links_.set(demand, {}); }

  // The key of the list that the demand joined last.
  Key key_of(SlotIndex demand) const { return links_[demand].key; }
  // The newest demand of a list; no_slot where it is empty.
  SlotIndex newest(Key key) const { return newest_[key]; }
  // Fetch into the cache the memory that join() is going to write, in two steps; no effect otherwise.
  void prefetch_first(Key key) const { newest_.prefetch(key); }
  void prefetch_second(Key key) const {
    if (const SlotIndex at = newest(key); at != no_slot) links_.prefetch(at);
  }
  // Calls visit(SlotIndex) for each demand of the list, until it returns false.
  template <class Visit>
  void each(Key key, Visit visit) const {
    for (SlotIndex at = newest(key); at != no_slot && visit(at);) at = links_[at].older;
  }

 private:
  SparseColumn<SlotIndex, no_slot> newest_;  // by key
  SparseColumn<SlotLinks, SlotLinks{}> links_;
};

}  // namespace wangge
