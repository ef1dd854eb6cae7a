#pragma once
// Tells the story of a demand from its facts.

#include <span>
#include <vector>

#include "engine/story/entry.h"
#include "engine/story/step.h"

namespace wangge::story {

// The steps of one demand, the oldest first, as many as there are entries. An entry that is no fact of a demand is told
// as damaged.
std::vector<Step> tell(std::span<const Entry> oldest_first);

}  // namespace wangge::story
