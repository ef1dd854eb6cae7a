#pragma once
// How a demand stands after its facts, where those are all there is of it: it left memory.

#include <span>

#include "engine/state/slots.h"
#include "engine/story/entry.h"

namespace wangge::story {

struct Standing {
  Slot demand;  // what its facts say of it, and nothing else: engine/state/slot_fold.h
  Party complained_of;
};

// Of those facts that can be read.
Standing standing_after(std::span<const Entry> oldest_first);

}  // namespace wangge::story
