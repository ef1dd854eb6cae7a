#pragma once
// Open demands in memory: 64 bytes each in chunks that never move, and the index from id to slot.

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/prefetch.h"
#include "engine/model/demand.h"
#include "engine/model/event.h"
#include "engine/state/pool.h"

namespace wangge {

using SlotIndex = std::uint32_t;
inline constexpr SlotIndex no_slot = 0xFFFF'FFFF;

struct Slot {
  DemandId id;
  Position last;  // the demand's last event
  Seconds received = 0;
  Dues dues;
  ChainId chain;
  Party lead;
  PlaceId place;
  PlaceId road;
  CategoryId category;
  std::uint8_t condition = 0;
  unsigned severity : 3 = 0;
  unsigned waits : 1 = 0;    // resolution counts from the end of a situation that is in force
  unsigned warned : 3 = 0;   // the dues of which an early warning was given, in bits
  unsigned is_late : 1 = 0;  // a deadline has passed since it began
  DemandState state = DemandState::submitted;
  std::uint8_t acting_step : 4 = 0;     // on the chain: the post that leads or follows up
  std::uint8_t escalated_step : 4 = 0;  // on the chain: how far up it has been escalated
  bool has_aside : 1 = false;           // most demands have none: then it need not be looked for
  std::uint8_t origin = 0;              // Origin::packed
  SlotIndex next_in_queue = no_slot;    // of the lead's queue, in the order of arrival
  SlotIndex previous_in_queue = no_slot;
};
static_assert(sizeof(Slot) == 64 && chain_posts_max <= 16);

class Slots {
 public:
  // An empty slot, to be filled where it stands: a copy would wait until what has just been written can be read.
  SlotIndex take() { return slots_.take(); }
  // Frees the slot for another demand: its contents are gone, and its id is none.
  void free(SlotIndex index) {
    slots_.give_back(index);
    since_.set(index, 0);
  }

  // When the stage that due 0 is for began, where that is not when the demand was received; 0 otherwise. Beside the
  // slots, since most open demands never have another instant.
  Seconds since(SlotIndex index) const { return since_[index]; }
  void set_since(SlotIndex index, Seconds since) { since_.set(index, since); }

  Slot& operator[](SlotIndex index) { return slots_[index]; }
  const Slot& operator[](SlotIndex index) const { return slots_[index]; }
  // The number of slots, free ones too.
  std::size_t size() const { return slots_.size(); }
  std::size_t in_use() const { return slots_.in_use(); }

 private:
  Pool<Slot> slots_;
  SparseColumn<Seconds, 0> since_;
};

// Finds the slot of a demand's id. Ids are positions and arrive in order, so a page is filled while it is warm, and
// nothing is ever rehashed.
class SlotIndexByDemand {
 public:
  SlotIndex find(DemandId demand) const {
    const std::size_t page = demand.value / page_ids;
    if (page >= pages_.size() || !pages_[page]) return no_slot;
    return (*pages_[page])[demand.value % page_ids];
  }

  void prefetch(DemandId demand) const {
    const std::size_t page = demand.value / page_ids;
    if (page < pages_.size() && pages_[page]) prefetch_line(&(*pages_[page])[demand.value % page_ids]);
  }

  // Visits in the order of ids.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& page : pages_) {
      if (!page) continue;
      for (const SlotIndex slot : *page) {
        if (slot != no_slot) visit(slot);
      }
    }
  }

  void set(DemandId demand, SlotIndex slot) {
    const std::size_t page = demand.value / page_ids;
    if (page >= pages_.size()) pages_.resize(page + 1);
    if (!pages_[page]) {
      pages_[page] = std::make_unique<Page>();
      pages_[page]->fill(no_slot);
    }
    (*pages_[page])[demand.value % page_ids] = slot;
  }

 private:
  static constexpr std::size_t page_ids = 1'024;
  using Page = std::array<SlotIndex, page_ids>;

  std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace wangge
