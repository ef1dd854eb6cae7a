#include "engine/story/standing.h"

#include "engine/state/slot_fold.h"

namespace wangge::story {

Standing standing_after(std::span<const Entry> oldest_first) {
  Standing standing;
  for (const Entry& entry : oldest_first) {
    if (entry.damage == Damage::fact) continue;
    follow(standing.demand, {.position = entry.position, .at = entry.at, .event = entry.event, .blob = {}});
    // Only the submission says of whom the demand complains; no later fact changes that.
    if (const auto* submitted = std::get_if<Submitted>(&entry.event)) standing.complained_of = submitted->complained_of;
  }
  return standing;
}

}  // namespace wangge::story
