// Decides the commands of the registers.

#include <variant>

#include "engine/registers/kinds.h"
#include "engine/registers/notes/rules.h"
#include "engine/rules/handlers.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

Refusal check_demand(const Context& context, DemandId demand) {
  if (!demand) return {};
  const City& city = context.city;
  const bool is_there = city.demands.find(demand) != nullptr && !is_hidden(city, context.sender().account, demand);
  return is_there ? Refusal{} : Refusal{Reason::unknown_demand};
}

}  // namespace

// Checks that this engine knows the command, and its fields; then follows the register's rules.h. A text or attachment
// that the command does not take may not come along; a demand that it is about must be there, for this sender.
Refusal on(const Context& context, const DescribedCommand& command) {
  Refusal refusal{Reason::unknown_command, command.kind.value};
  read(registers::Commands{}, command.kind, context.wish.bytes(command.fields), [&]<class Wish>(const Wish& wish) {
    const bool is_more = (!Wish::takes_demand && command.demand) || (!Wish::takes_text && command.text.length > 0) ||
                         (!Wish::takes_attachments && command.attachments.length > 0);
    if (is_more) return;
    refusal = check_demand(context, command.demand);
    if (!refusal) refusal = on(context, wish);
  });
  return refusal;
}

}  // namespace wangge::rules
