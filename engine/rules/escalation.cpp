// What an expired deadline leads to.

#include <algorithm>

#include "engine/rules/handlers.h"

namespace wangge::rules {

// One post up the chain from where it was escalated last; the city's post stays the city's. The lead stays, and the deadline
// is cleared by the fact.
Refusal on(const Context& context, const Expire& command) {
  const Slot* demand = context.city.demands.find(command.demand);
  if (demand == nullptr) return {Reason::unknown_demand};
  const Seconds due = demand->dues[command.stage];
  if (due == 0 || due != command.due || to_instant(due) > context.now) return {Reason::nothing_due};

  const Chain& chain = context.city.routes.chain(demand->chain);
  const auto step = std::min<std::uint8_t>(demand->escalated_step + 1, chain.count - 1);
  const PostId to = chain.posts[step];
  const PersonId complained_of = context.city.demands.aside(demand->id).complained_of.person();
  context.draft.events.push_back(Escalated{
      .demand = demand->id,
      .previous = demand->last,
      .due = due,
      .to = to,
      .holder = acting(*context.city.configuration, to, complained_of, context.now),
      .stage = command.stage,
      .to_step = step,
  });
  return {};
}

}  // namespace wangge::rules
