// The registers' commands decided.

#include <variant>

#include "engine/registers/kinds.h"
#include "engine/registers/notes/rules.h"
#include "engine/rules/handlers.h"

namespace wangge::rules {

// Known to this engine; its fields; then as the register's rules.h says. What it does not take may not come along.
Refusal on(const Context& context, const DescribedCommand& command) {
  Refusal refusal{Reason::unknown_command, command.kind.value};
  registers::read(registers::Commands{}, command.kind, context.wish.bytes(command.fields),
                  [&]<class Wish>(const Wish& wish) {
                    const bool is_more = (!Wish::takes_text && command.text.length > 0) ||
                                         (!Wish::takes_attachments && command.attachments.length > 0);
                    if (!is_more) refusal = on(context, wish);
                  });
  return refusal;
}

}  // namespace wangge::rules
