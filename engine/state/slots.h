#pragma once
// Open demands in memory: 64 bytes each in chunks that never move, and the index from id to slot.

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/model/demand.h"
#include "engine/model/event.h"

namespace wangge {

using SlotIndex = std::uint32_t;
inline constexpr SlotIndex no_slot = 0xFFFF'FFFF;

struct Slot {
  DemandId id;
  Position last;  // event of this demand
  Seconds received = 0;
  Dues dues;
  ChainId chain;
  Party lead;
  PlaceId place;
  PlaceId road;
  CategoryId category;
  std::uint8_t condition = 0;
  std::uint8_t severity = 0;
  DemandState state = DemandState::submitted;
  std::uint8_t acting_step = 0;     // on the chain: who leads or follows up
  std::uint8_t escalated_step = 0;  // on the chain: how far up it has been escalated
  std::uint8_t origin = 0;          // Origin::packed
  SlotIndex next_in_queue = no_slot;  // of the lead's queue, in the order of arrival
  SlotIndex previous_in_queue = no_slot;
};
static_assert(sizeof(Slot) == 64);

// The soonest of the running deadlines, the earlier stage where two are equal; nothing where none runs.
struct Due {
  Seconds at = 0;
  Stage stage = Stage::acceptance;
};
inline Due soonest(const Dues& dues) {
  Due due;
  for (int stage = 0; stage < stages; ++stage) {
    if (dues.of[stage] != 0 && (due.at == 0 || dues.of[stage] < due.at)) due = {dues.of[stage], Stage(stage)};
  }
  return due;
}

class Slots {
 public:
  SlotIndex add(const Slot& slot) {
    if (size_ % chunk_slots == 0) chunks_.push_back(std::make_unique<Chunk>());
    const auto index = static_cast<SlotIndex>(size_++);
    (*this)[index] = slot;
    return index;
  }

  Slot& operator[](SlotIndex index) { return (*chunks_[index / chunk_slots])[index % chunk_slots]; }
  const Slot& operator[](SlotIndex index) const { return (*chunks_[index / chunk_slots])[index % chunk_slots]; }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t chunk_slots = 32'768;  // 2 MiB: one huge page where the system allows
  using Chunk = std::array<Slot, chunk_slots>;

  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::size_t size_ = 0;
};

// From a demand's id to its slot. Ids are positions and arrive in order, so a page is filled while it is warm, and nothing
// is ever rehashed.
class SlotIndexByDemand {
 public:
  SlotIndex find(DemandId demand) const {
    const std::size_t page = demand.value / page_ids;
    if (page >= pages_.size() || !pages_[page]) return no_slot;
    return (*pages_[page])[demand.value % page_ids];
  }

  void prefetch(DemandId demand) const {
    const std::size_t page = demand.value / page_ids;
    if (page < pages_.size() && pages_[page]) __builtin_prefetch(&(*pages_[page])[demand.value % page_ids]);
  }

  void add(DemandId demand, SlotIndex slot) {
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
