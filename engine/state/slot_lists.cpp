#include "engine/state/slot_lists.h"

namespace wangge {

void SlotLists::join(Key key, SlotIndex demand) {
  if (key == none) {
    if (links_[demand].key != none) forget(demand);
    return;
  }
  SlotIndex& newest = newest_.at(key);
  if (newest != no_slot) links_.at(newest).newer = demand;
  SlotLinks& links = links_.at(demand);  // field by field: otherwise they would be copied through memory
  links.older = newest;
  links.newer = no_slot;
  links.key = key;
  newest = demand;
}

void SlotLists::leave(SlotIndex demand) {
  const SlotLinks links = links_[demand];
  if (links.key == none) return;
  if (links.older != no_slot) links_.at(links.older).newer = links.newer;
  if (links.newer != no_slot) {
    links_.at(links.newer).older = links.older;
  } else {
    newest_.set(links.key, links.older);
  }
}

}  // namespace wangge
