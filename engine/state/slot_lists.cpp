#include "engine/state/slot_lists.h"

namespace wangge {

void SlotLists::join(Key key, SlotIndex demand) {
  if (key == none) return links_.set(demand, {});
  SlotIndex& newest = newest_.try_emplace(key, no_slot).first->second;
  if (newest != no_slot) set_newer(newest, demand);
  links_.set(demand, {newest, no_slot, key});
  newest = demand;
}

void SlotLists::leave(SlotIndex demand) {
  const SlotLinks links = links_[demand];
  if (links.key == none) return;
  if (links.older != no_slot) set_newer(links.older, links.newer);
  if (links.newer != no_slot) {
    set_older(links.newer, links.older);
  } else if (links.older != no_slot) {
    newest_[links.key] = links.older;
  } else {
    newest_.erase(links.key);
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
