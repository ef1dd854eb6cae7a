#include "engine/state/slot_lists.h"

namespace wangge {

void SlotLists::join(Key key, SlotIndex demand) {
  if (key == none) {
    if (links_[demand].key != none) forget(demand);
    return;
  }
  const SlotIndex before = newest_[key];
  if (before != no_slot) set_newer(before, demand);
  links_.set(demand, {before, no_slot, key});
  newest_.set(key, demand);
}

void SlotLists::leave(SlotIndex demand) {
  const SlotLinks links = links_[demand];
  if (links.key == none) return;
  if (links.older != no_slot) set_newer(links.older, links.newer);
  if (links.newer != no_slot) {
    set_older(links.newer, links.older);
  } else {
    newest_.set(links.key, links.older);
  }
}

void SlotLists::set_newer(SlotIndex demand, SlotIndex newer) {
  const SlotLinks links = links_[demand];
  links_.set(demand, {links.older, newer, links.key});
}

void SlotLists::set_older(SlotIndex demand, SlotIndex older) {
  const SlotLinks links = links_[demand];
  links_.set(demand, {older, links.newer, links.key});
}

}  // namespace wangge
