#include "engine/state/vicinity.h"

namespace wangge {

void Vicinity::join(PlaceId place, std::uint8_t class_number, SlotIndex demand) { join(key_of(place, class_number), demand); }
void Vicinity::come_back(SlotIndex demand) { join(key_[demand], demand); }

void Vicinity::join(Key key, SlotIndex demand) {
  key_.set(demand, key);
  if (key == 0) return;
  const SlotIndex before = newest_.try_emplace(key, no_slot).first->second;
  if (before != no_slot) newer_.set(before, demand);
  older_.set(demand, before);
  newer_.set(demand, no_slot);
  newest_[key] = demand;
}

void Vicinity::leave(SlotIndex demand) {
  const Key key = key_[demand];
  if (key == 0) return;
  const SlotIndex older = older_[demand], newer = newer_[demand];
  if (newer == no_slot) {
    newest_[key] = older;
  } else {
    older_.set(newer, older);
  }
  if (older != no_slot) newer_.set(older, newer);
}

}  // namespace wangge
