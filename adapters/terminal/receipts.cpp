#include "adapters/terminal/receipts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>

#include "engine/base/check.h"
#include "engine/model/blob.h"

namespace wangge::terminal {
namespace {

// Beyond the session's window a number is sought by reading the log on; so many events for one frame at the most, since
// the engine waits meanwhile (some 10 ms).
constexpr int events_searched_max = 65'536;

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
void tell(const auto&, const City&, LookUpCodes&, Acknowledgement&) {}

// Without the event nothing more than that it was received earlier.
Acknowledgement repeated(const std::optional<log::Stored>& stored, const City& city, LookUpCodes& codes) {
  Acknowledgement out;
  out.repeat = true;
  if (stored) {
    out.position = stored->position;
    std::visit([&](const auto& event) { tell(event, city, codes, out); }, stored->event);
  }
  return out;
}

bool carries(const Event& event, const Sender& sender) {
  return std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.sequence; }) {
          return fact.session == sender.session && fact.sequence == sender.sequence;
        }
        return false;
      },
      event);
}

// Finds one number after the other on one way through the log.
class Search {
 public:
  explicit Search(const log::EventLog& log) : log_(log) {}

  std::optional<log::Stored> find(const Sender& sender, Position from) {
    if (!from) return std::nullopt;
    next_ = std::max(next_, from);
    for (; searched_ < events_searched_max && next_ <= log_.durable(); ++next_.value, ++searched_) {
      std::optional<log::Stored> stored = log_.read(next_);
      if (stored && carries(stored->event, sender)) return stored;
    }
    return std::nullopt;
  }

 private:
  const log::EventLog& log_;
  Position next_;
  int searched_ = 0;
};

// The hash that the session knows says nothing of a contact but its length, so the contact itself is looked at. One that was destroyed is
// taken for the same.
bool leaves_another_contact(const log::Stored& stored, const loop::Frame& frame, std::size_t index, const log::EventLog& log) {
  const auto* const submit = std::get_if<Submit>(&frame.commands[index]);
  const auto* const submitted = std::get_if<Submitted>(&stored.event);
  if (submit == nullptr || submitted == nullptr || submitted->contact_length == 0) return false;
  const std::string before = log.read_contact(stored.position);
  return !before.empty() && before != frame.texts.substr(submit->contact.offset, submit->contact.length);
}

Position previous(const Event& event) {
  return std::visit(
      [](const auto& fact) {
        if constexpr (requires { fact.previous; }) return fact.previous;
        return Position{};
      },
      event);
}

}  // namespace

bool write_receipts(const loop::Frame& frame, const City& city, const log::EventLog& log, LookUpCodes& codes,
                    std::vector<Acknowledgement>& out) {
  out.clear();
  bool has_taken = false;
  Search search(log);
  Sender sender = frame.sender;
  for (std::size_t i = 0; i < frame.outcomes.size(); ++i, ++sender.sequence) {
    const loop::Outcome& outcome = frame.outcomes[i];
    if (!outcome.repeat) {
      has_taken |= outcome.refusal.reason == Reason::number_taken;
      out.push_back(receipt(outcome, frame.commands[i], codes));
      continue;
    }
    const auto stored = outcome.position ? log.read(outcome.position) : search.find(sender, outcome.search_from);
    CHECK(stored || !outcome.position);
    if (stored && leaves_another_contact(*stored, frame, i, log)) {
      has_taken = true;
      out.push_back({.refusal = {Reason::number_taken, sender.sequence}});
    } else {
      out.push_back(repeated(stored, city, codes));
    }
  }
  return has_taken;
}

namespace {

// A history is read between two turns, and fits a frame: so many events and bytes of texts at the most, the submission beside them.
constexpr std::size_t history_bytes_max = limits::frame_bytes_max / 2;

std::vector<OrganisationId> organisations_of(const log::Stored& stored) {
  const auto list = [&](TextRef who) {
    return decode_organisations(std::string_view(stored.blob).substr(who.offset, who.length)).value_or(std::vector<OrganisationId>{});
  };
  if (const auto* summoned = std::get_if<Summoned>(&stored.event)) return list(summoned->who);
  if (const auto* missing = std::get_if<NotArrived>(&stored.event)) return list(missing->who);
  return {};
}

// The newest events of a demand, one after the other, and its submission where there were more than may be read.
template <class Read>
void read_back(const log::EventLog& log, DemandId demand, Position last, Read read) {
  std::size_t events = 0, bytes = 0;
  while (last) {
    const bool is_enough = ++events >= limits::question_rows_max || bytes >= history_bytes_max;
    std::optional<log::Stored> stored = log.read(is_enough ? position_of(demand) : last);
    CHECK(stored);
    last = is_enough ? Position{} : previous(stored->event);
    bytes += stored->text.size() + stored->attachments.size() + stored->answers.size();
    read(*stored);
  }
}

}  // namespace

std::vector<Step> history(const log::EventLog& log, DemandId demand, Position last) {
  std::vector<Step> steps;
  read_back(log, demand, last, [&](log::Stored& stored) {
    steps.push_back({stored.position, stored.at, stored.event, std::move(stored.text), std::move(stored.attachments), organisations_of(stored),
                     std::move(stored.answers)});
  });
  return steps;
}

namespace {

// Read from the newest event back: the first that says something counts.
class FinalReader {
 public:
  void read(const Submitted& event, Position position, Seconds at) {
    slot_.id = DemandId{position.value};
    slot_.received = at;
    complained_of_ = event.complained_of;
    say_category(event.category, event.severity_level());
    say_place(event.place);
    say_chain(event.chain);
    say_lead(event.lead, event.acting_step);
  }
  void read(const Acted& event, Position, Seconds) {
    say_state(event.state);
    say_lead(event.lead, event.acting_step);
  }
  void read(const Reassigned& event, Position, Seconds) { say_lead(event.lead, event.acting_step); }
  void read(const Moved& event, Position, Seconds) {
    say_place(event.place);
    say_chain(event.chain);
    say_lead(event.lead, event.acting_step);
  }
  void read(const Reclassified& event, Position, Seconds) {
    say_category(event.category, event.severity);
    say_chain(event.chain);
    say_lead(event.lead, event.acting_step);
  }
  void read(const Rerouted& event, Position, Seconds) {
    say_state(event.state);
    say_place(event.place);
    say_chain(event.chain);
    say_lead(event.lead, event.acting_step);
  }
  void read(const Closed&, Position, Seconds) { say_state(DemandState::closed); }
  void read(const auto&, Position, Seconds) {}

  const Slot& slot() const { return slot_; }
  Party complained_of() const { return complained_of_; }

 private:
  void say_lead(Party lead, std::uint8_t acting_step) {
    if (slot_.lead) return;
    slot_.lead = lead;
    slot_.acting_step = acting_step & 15u;
  }
  void say_place(PlaceId place) {
    if (!slot_.place) slot_.place = place;
  }
  void say_chain(ChainId chain) {
    if (!slot_.chain) slot_.chain = chain;
  }
  void say_category(CategoryId category, std::uint8_t severity) {
    if (slot_.category) return;
    slot_.category = category;
    slot_.severity = severity & 7u;
  }
  void say_state(DemandState state) {
    if (!has_state_) slot_.state = state;
    has_state_ = true;
  }

  Slot slot_;
  Party complained_of_;
  bool has_state_ = false;
};

}  // namespace

FinalDemand final_demand(const log::EventLog& log, const City& city, DemandId id, Position last) {
  FinalReader reader;
  read_back(log, id, last, [&](const log::Stored& stored) {
    std::visit([&](const auto& event) { reader.read(event, stored.position, stored.at); }, stored.event);
  });
  const Slot& slot = reader.slot();
  return {.status = {.demand = slot.id,
                     .known = true,
                     .state = slot.state,
                     .severity = static_cast<std::uint8_t>(slot.severity),
                     .category = slot.category,
                     .place = slot.place,
                     .lead = slot.lead,
                     .received = slot.received,
                     .last_event = last,
                     .is_restricted = is_restricted(city, slot),
                     .is_final = true},
          .slot = slot,
          .complained_of = reader.complained_of()};
}

}  // namespace wangge::terminal
