#include "engine/state/slot_lists.h"

namespace wangge {

void SlotLists::join(Key key, SlotIndex demand) {
  key_.set(demand, key);
  if (key == none) return;
  const SlotIndex before = newest(key);
  if (before != no_slot) newer_.set(before, demand);
  older_.set(demand, before);
  newer_.set(demand, no_slot);
  newest_[key] = demand;
}

void SlotLists::leave(SlotIndex demand) {
  const Key key = key_[demand];
  if (key == none) return;
  const SlotIndex older = older_[demand], newer = newer_[demand];
  if (older != no_slot) newer_.set(older, newer);
  if (newer != no_slot) {
    older_.set(newer, older);
  } else if (older != no_slot) {
    newest_[key] = older;
  } else {
    newest_.erase(key);
  }
}

}  // namespace wangge
