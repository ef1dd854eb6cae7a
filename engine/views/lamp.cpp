#include "engine/views/lamp.h"

namespace wangge::views {

Lamp lamp_of(const Status& demand, Instant now) {
  if (is_over(demand.state)) return Lamp::green;
  const Seconds due = soonest(demand.dues, demand.state).at;
  if (demand.is_late || (due != 0 && to_instant(due) <= now)) return Lamp::red;
  return demand.is_warned ? Lamp::yellow : Lamp::green;
}

}  // namespace wangge::views
