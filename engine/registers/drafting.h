#pragma once
// Adds a register's fact to the draft of the command that is being decided.

#include <string>
#include <variant>

#include "engine/model/described_bytes.h"
#include "engine/rules/handlers.h"

namespace wangge::registers {

// Adds the fact as the command's own: with the sender's number, in the history of the demand that the command is about,
// and with the text and attachments that came with it, which the rules have checked.
template <class Fact>
void add(const rules::Context& context, const Fact& fact) {
  const auto& command = std::get<DescribedCommand>(context.wish.command);
  rules::Draft& draft = context.draft;
  draft.text = context.wish.bytes(command.text);
  draft.attachments = context.wish.bytes(command.attachments);
  const auto offset = static_cast<std::uint32_t>(draft.blob.size());
  encode_fields(fact, draft.blob);
  draft.events.push_back(
      DescribedFact{.kind = Fact::kind,
                    .session = context.sender().session,
                    .sequence = context.sender().sequence,
                    .demand = command.demand,
                    .previous = command.demand ? context.city.demands.last_of(command.demand) : Position{},
                    .fields = {offset, static_cast<std::uint32_t>(draft.blob.size()) - offset},
                    .text_length = static_cast<std::uint16_t>(draft.text.size()),
                    .attachments_length = static_cast<std::uint16_t>(draft.attachments.size())});
}

}  // namespace wangge::registers
