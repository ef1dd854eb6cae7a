#pragma once
// How a demand that left memory stands, worked out from its facts, which are all there is of it.

#include <span>

#include "engine/state/slots.h"
#include "engine/story/entry.h"

namespace wangge::story {

struct Standing {
  Slot demand;  // what its facts say of it, and nothing else: engine/state/slot_fold.h
  Party complained_of;
};

// The demand's standing after those of its facts that can be read.
Standing standing_after(std::span<const Entry> oldest_first);

}  // namespace wangge::story
