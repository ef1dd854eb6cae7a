#include "engine/views/lamp.h"

namespace wangge::views {

// Every limit counts from when the demand was received.
Lamp lamp_of(const Status& demand, bool was_escalated, Instant now) {
  if (is_over(demand.state)) return Lamp::green;
  if (was_escalated) return Lamp::red;
  Lamp lamp = Lamp::green;
  for (const Seconds due : demand.dues.of) {
    if (due == 0) continue;
    if (to_instant(due) <= now) return Lamp::red;
    const Duration last_quarter = Duration{due - demand.received} / 4;
    if (to_instant(due) - last_quarter <= now) lamp = Lamp::yellow;
  }
  return lamp;
}

}  // namespace wangge::views
