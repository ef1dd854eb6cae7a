#include "adapters/terminal/receipts.h"

#include <optional>
#include <string_view>
#include <variant>

#include "engine/base/check.h"
#include "engine/model/event_groups.h"

namespace wangge::terminal {
namespace {

Acknowledgement receipt(const loop::Outcome& outcome, const Command& command, LookUpCodes& codes) {
  Acknowledgement out{.position = outcome.position,
                      .repeat = false,
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
  const Act* const act = std::get_if<Act>(&command);
  const bool is_demand = !outcome.refusal && (std::holds_alternative<Submit>(command) || (act && act->deed == Deed::split));
  if (is_demand) out.look_up_code = codes.of(DemandId{outcome.position.value});
  return out;
}

// What the event says, as it was answered the first time.
void tell(const Submitted& event, const City& city, LookUpCodes& codes, Acknowledgement& out) {
  out.check_first = event.check_first();
  out.waits = event.waits();
  out.clock_ahead = Origin::from_packed(event.origin).clock_ahead;
  out.lead = event.lead;
  out.follow_up = city.routes.follow_up(event);
  out.holder = event.holder;
  out.dues = event.dues;
  out.look_up_code = codes.of(DemandId{out.position.value});
}
void tell(const Acted& event, const City&, LookUpCodes&, Acknowledgement& out) {
  if (event.deed != Deed::file) return;
  out.waits = event.waits;
  out.lead = event.lead;
  out.holder = event.holder;
  out.dues = event.dues;
}
void tell(const Summoned& event, const City&, LookUpCodes&, Acknowledgement& out) { out.dues.of[0] = event.due; }
void tell(const Declined& event, const City&, LookUpCodes&, Acknowledgement& out) { out.refusal = event.refusal; }
void tell(const AccountAdded& event, const City&, LookUpCodes&, Acknowledgement& out) { out.account = event.account; }
template <class Fact>
  requires(IsOfNoDemand<Fact> && !IsOneOf<Fact, Declined, AccountAdded>) ||
          IsOneOf<Fact, Accepted, Finished, Closed, Sought, Assisted, Moved, Reclassified, Joined, Gathered, Recurred, Escalated, Reassigned, Warned, Lapsed,
                  Urged, Noticed, Delivered, Attended, NotArrived, Rescheduled, Rerouted>
void tell(const Fact&, const City&, LookUpCodes&, Acknowledgement&) {}

// Without the event nothing more than that it was received earlier.
Acknowledgement repeated(const std::optional<RepeatsReading::Found>& found, const City& city, LookUpCodes& codes) {
  Acknowledgement out;
  out.repeat = true;
  if (found) {
    out.position = found->position;
    std::visit([&](const auto& event) { tell(event, city, codes, out); }, found->event);
  }
  return out;
}

// The hash that the session knows says nothing of a contact but its length, so the contact itself is looked at. One that was destroyed, or
// cannot be read, is taken for the same.
bool leaves_another_contact(const std::optional<RepeatsReading::Found>& found, const loop::Frame& frame, std::size_t index) {
  const auto* const submit = std::get_if<Submit>(&frame.commands[index]);
  if (submit == nullptr || !found || found->contact.empty()) return false;
  return found->contact != frame.texts.substr(submit->contact.offset, submit->contact.length);
}

}  // namespace

bool write_receipts(const loop::Frame& frame, const City& city, std::span<const std::optional<RepeatsReading::Found>> repeats, LookUpCodes& codes,
                    std::vector<Acknowledgement>& out) {
  out.clear();
  bool has_taken = false;
  auto next = repeats.begin();
  std::uint32_t sequence = frame.sender.sequence;
  for (std::size_t i = 0; i < frame.outcomes.size(); ++i, ++sequence) {
    const loop::Outcome& outcome = frame.outcomes[i];
    if (!outcome.repeat) {
      has_taken |= outcome.refusal.reason == Reason::number_taken;
      out.push_back(receipt(outcome, frame.commands[i], codes));
      continue;
    }
    CHECK(next != repeats.end());
    const std::optional<RepeatsReading::Found>& found = *next++;
    if (leaves_another_contact(found, frame, i)) {
      has_taken = true;
      out.push_back({.refusal = {Reason::number_taken, sequence}});
    } else {
      out.push_back(repeated(found, city, codes));
    }
  }
  return has_taken;
}

}  // namespace wangge::terminal
