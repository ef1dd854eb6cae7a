#include "adapters/terminal/receipts.h"

#include <optional>
#include <string_view>
#include <variant>

#include "engine/base/check.h"

namespace wangge::terminal {
namespace {

Receipt receipt(const loop::Outcome& outcome, LookUpCodes& codes) {
  Receipt out{.position = outcome.position,
              .repeat = outcome.repeat,
              .clock_ahead = outcome.clock_ahead,
              .check_first = outcome.check_first,
              .waits = outcome.waits,
              .refusal = outcome.refusal,
              .lead = outcome.lead,
              .follow_up = outcome.follow_up,
              .holder = outcome.holder,
              .dues = outcome.dues,
              .look_up_code = 0,
              .account = outcome.account};
  if (outcome.is_new_demand) out.look_up_code = codes.of(DemandId{outcome.position.value});
  return out;
}

// The receipt as it was given the first time. Without the event it only says that the command was received earlier.
Receipt repeated(const std::optional<RepeatsReading::Found>& found, const loop::Engine& engine, LookUpCodes& codes) {
  loop::Outcome outcome{.repeat = true};
  if (found) {
    outcome.position = found->position;
    const auto* const submitted = std::get_if<Submitted>(&found->event);
    loop::tell(found->event, submitted != nullptr ? engine.follow_up(*submitted) : PostId{}, outcome);
  }
  return receipt(outcome, codes);
}

// Whether a repeat comes with another contact. The content hash that the session knows covers only the length of a
// contact, so the contact itself is compared. One that was destroyed, or cannot be read, is taken for the same.
bool leaves_another_contact(const std::optional<RepeatsReading::Found>& found, const loop::Frame& frame,
                            std::size_t index) {
  const auto* const submit = std::get_if<Submit>(&frame.commands[index]);
  if (submit == nullptr || !found || found->contact.empty()) return false;
  return found->contact != frame.texts.substr(submit->contact.offset, submit->contact.length);
}

}  // namespace

bool write_receipts(const loop::Frame& frame, const loop::Engine& engine,
                    std::span<const std::optional<RepeatsReading::Found>> repeats, LookUpCodes& codes,
                    std::vector<Receipt>& out) {
  out.clear();
  bool has_taken = false;
  auto next = repeats.begin();
  std::uint32_t sequence = frame.sender.sequence;
  for (std::size_t i = 0; i < frame.outcomes.size(); ++i, ++sequence) {
    const loop::Outcome& outcome = frame.outcomes[i];
    if (!outcome.repeat) {
      has_taken |= outcome.refusal.reason == Reason::number_taken;
      out.push_back(receipt(outcome, codes));
      continue;
    }
    CHECK(next != repeats.end());
    const std::optional<RepeatsReading::Found>& found = *next++;
    if (leaves_another_contact(found, frame, i)) {
      has_taken = true;
      out.push_back({.refusal = {Reason::number_taken, sequence}});
    } else {
      out.push_back(repeated(found, engine, codes));
    }
  }
  return has_taken;
}

}  // namespace wangge::terminal
