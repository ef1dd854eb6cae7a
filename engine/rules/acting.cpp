// What is done about a demand that is there, from its acceptance to its end.

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/utf8.h"
#include "engine/rules/handlers.h"
#include "engine/rules/life.h"
#include "engine/rules/routing.h"
#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};
// A hand-over between the same two in a row: the third goes up instead (推诿).
constexpr std::uint8_t hand_overs_to_and_fro_max = 2;
// A resident is called back on so many days at the most.
constexpr std::uint8_t calls_max = 3;

// --- who acts

// A person speaks for its own posts and organisation, a terminal for whoever acts on a demand in its grids (代录), or for the
// resident.
bool may_speak(const Context& context, const Slot& demand, const Act& command) {
  const AccountId id = context.sender().account;
  if (!context.city.accounts.contains(id)) return false;
  const Account& account = context.city.accounts[id];
  switch (account.kind) {
    case AccountKind::terminal:
      if (command.deed == Deed::rate && command.is_proved) return true;
      return account.covers_grid(enclosing(*context.city.configuration, demand.place, PlaceKind::grid));
    case AccountKind::person: return command.as && account.acts_as(command.as);
    case AccountKind::ops: return false;
  }
  return false;
}

Refusal check_actor(const Context& context, const Slot& demand, const Act& command, const Arrow& arrow) {
  const Party as = command.as;
  if (!may_speak(context, demand, command)) return {Reason::not_allowed, as.raw()};
  // By far the most: no look at the whole chain.
  if (as == demand.lead && (arrow.who & lead) != 0) return fine;
  const PostId follows_up = context.city.routes.chain(demand.chain).posts[demand.acting_step];
  if (as && as == Party(follows_up) && (arrow.who & follow_up) != 0) return fine;
  return (roles_of(context.city, demand, as) & arrow.who) != 0 ? fine : Refusal{Reason::not_owner, demand.lead.raw()};
}

// --- in which state

Reason why_not(DemandState state, Deed deed) {
  if (deed == Deed::rate || deed == Deed::call_back || deed == Deed::reopen) return Reason::not_closed;
  const bool is_of_the_end = deed == Deed::close || deed == Deed::verify || deed == Deed::rework;
  switch (state) {
    case DemandState::submitted: return Reason::not_accepted;
    case DemandState::accepted: return is_of_the_end ? Reason::not_finished : Reason::already_accepted;
    case DemandState::finished: return Reason::already_finished;
    case DemandState::verified: return Reason::already_verified;
    case DemandState::closed: return Reason::already_closed;
    case DemandState::withdrawn: return Reason::already_withdrawn;
  }
  return Reason::none;
}

Refusal check_note(std::string_view note, Note wanted) {
  if (note.empty()) return wanted == Note::required ? Refusal{Reason::note_missing} : fine;
  if (wanted == Note::none) return {Reason::note_too_long, static_cast<std::uint32_t>(note.size()), 0};
  const std::optional<std::uint32_t> length = count_code_points(note);
  if (!length) return {Reason::note_not_utf8};
  if (*length > limits::text_code_points_max) return {Reason::note_too_long, *length, limits::text_code_points_max};
  return fine;
}

// --- what follows

Refusal check_closing(const City& city, const Slot& demand, Party as) {
  const bool may = demand.state == DemandState::verified || !needs_verification(city, demand) ||
                   (roles_of(city, demand, as) & verifier) != 0;
  return may ? fine : Refusal{Reason::not_verified};
}

bool is_recorded(const Context& context) {
  return context.city.accounts[context.sender().account].kind == AccountKind::terminal;
}

// Of the frequent ones, which say nothing but who and when.
template <class Small>
Small small(const Context& context, const Slot& demand, const Act& command, std::string_view note = {}) {
  Small fact{.demand = demand.id,
             .previous = demand.last,
             .session = context.sender().session,
             .sequence = context.sender().sequence,
             .account = context.sender().account,
             .as = command.as,
             .recorded = is_recorded(context)};
  if constexpr (requires { fact.text_length; }) fact.text_length = static_cast<std::uint16_t>(note.size());
  return fact;
}

Finished finished(const Context& context, const Slot& demand, const Act& command, std::string_view note) {
  Finished fact = small<Finished>(context, demand, command, note);
  fact.verification_due = context.router.city_dues(context.now).verification;
  return fact;
}

// The verdict is waited for once.
Closed closed(const Context& context, const Slot& demand, const Act& command, std::string_view note) {
  Closed fact = small<Closed>(context, demand, command, note);
  const CityDues& dues = context.router.city_dues(context.now);
  fact.rating_due = context.city.demands.aside(demand.id).verdict == 0 ? dues.rating : 0;
  fact.reopening_due = dues.reopening;
  return fact;
}

// The others: how the demand stands afterwards.
class Change {
 public:
  Change(const Context& context, const Slot& demand, const Act& command, std::string_view note)
      : context_(context),
        demand_(demand),
        aside_(context.city.demands.aside(demand.id)),
        chain_(context.city.routes.chain(demand.chain)),
        command_(command) {
    const Arrow& arrow = arrow_of(command.deed);
    fact_ = {.demand = demand.id,
             .previous = demand.last,
             .session = context.sender().session,
             .sequence = context.sender().sequence,
             .account = context.sender().account,
             .as = command.as,
             .lead = demand.lead,
             .dues = demand.dues,
             .text_length = static_cast<std::uint16_t>(note.size()),
             .deed = command.deed,
             .state = arrow.stays ? demand.state : arrow.to,
             .acting_step = demand.acting_step,
             .escalated_step = demand.escalated_step,
             .recorded = is_recorded(context)};
  }

  Refusal work_out() {
    switch (command_.deed) {
      case Deed::accept:
      case Deed::finish:
      case Deed::close:  // have facts of their own
      case Deed::note:
      case Deed::verify: return fine;
      case Deed::contain: return contain();
      case Deed::send_back: return send_back();
      case Deed::transfer: return transfer();
      case Deed::rework: return rework();
      case Deed::escalate: return escalate();
      case Deed::withdraw: return withdraw();
      case Deed::rate: return rate();
      case Deed::call_back: return call_back();
      case Deed::reopen: return reopen();
    }
    return fine;
  }

  Acted fact() const {
    Acted fact = fact_;
    if (fact.lead.is_post()) fact.holder = acting_for(fact.lead.post());
    return fact;
  }

 private:
  Refusal contain() {
    if (aside_.is_contained) return {Reason::already_contained};
    fact_.dues[Stage::containment] = 0;
    return fine;
  }

  // To the post that follows up; from that one to the next above.
  Refusal send_back() {
    if (aside_.returned_to == demand_.lead) return {Reason::returned_already};
    const bool is_first = demand_.lead == Party(chain_.posts[demand_.acting_step]);
    const int from = demand_.acting_step + (is_first ? 1 : 0);
    if (from >= chain_.count) return {Reason::nobody_above};
    hand_to_post(from);
    return fine;
  }

  Refusal transfer() {
    const Party to = command_.to;
    if (to == demand_.lead) return {Reason::same_owner, to.raw()};
    if (to.is_organisation() && to == aside_.complained_of) return {Reason::owner_complained_of, to.raw()};
    if (!can_lead(to)) return {Reason::unknown_owner, to.raw()};
    const auto posts = chain_.span();
    const auto step = std::ranges::find(posts, to.post());
    if (to.is_post() && step != posts.end()) {
      fact_.acting_step = static_cast<std::uint8_t>(step - posts.begin());
    }
    hand_to(to);
    return fine;
  }

  bool can_lead(Party to) const {
    const Configuration& city = *context_.city.configuration;
    if (to.is_organisation()) {
      const std::uint32_t id = to.organisation().value;
      return id < city.organisations.size() && city.organisations[id].present;
    }
    const std::uint32_t id = to.post().value;
    return to.is_post() && id < city.posts.size() && city.posts[id].present && acting_for(to.post());
  }

  void hand_to_post(int step) {
    fact_.acting_step = first_acting_from(step);
    hand_to(chain_.posts[fact_.acting_step]);
  }

  // The first with somebody acting, from that step of the chain on; the last where nobody does.
  std::uint8_t first_acting_from(int step) const {
    while (step + 1 < chain_.count && !acting_for(chain_.posts[step])) ++step;
    return static_cast<std::uint8_t>(step);
  }

  void hand_to(Party to) {
    const bool is_again = (aside_.between[0] == demand_.lead && aside_.between[1] == to) ||
                          (aside_.between[1] == demand_.lead && aside_.between[0] == to);
    const int above = std::max(fact_.acting_step, demand_.acting_step) + 1;
    if (is_again && aside_.times >= hand_overs_to_and_fro_max && !fact_.upward && above < chain_.count) {
      fact_.upward = true;
      return hand_to_post(above);
    }
    fact_.lead = to;
    fact_.escalated_step = std::max(fact_.escalated_step, fact_.acting_step);
    fact_.dues[Stage::acceptance] = anew(Stage::acceptance);
  }

  Refusal rework() {
    fact_.dues = {};
    fact_.dues[Stage::resolution] = anew(Stage::resolution);
    return fine;
  }

  Refusal escalate() {
    if (demand_.escalated_step + 1 >= chain_.count) return {Reason::nobody_above};
    ++fact_.escalated_step;
    fact_.to = chain_.posts[fact_.escalated_step];
    return fine;
  }

  Refusal withdraw() {
    fact_.dues = {};
    fact_.is_final = true;
    return fine;
  }

  Refusal rate() {
    Verdict verdict = Verdict::from_packed(command_.verdict);
    verdict.reached = verdict.in_time = false;
    if (aside_.verdict != 0) return {Reason::already_rated};
    if (!verdict.is_verdict()) return {Reason::verdict_missing};
    return take_verdict(verdict);
  }

  Refusal call_back() {
    Verdict verdict = Verdict::from_packed(command_.verdict);
    if (aside_.verdict != 0) return {Reason::already_rated};
    if (aside_.calls >= calls_max) return {Reason::calls_used_up, aside_.calls, calls_max};
    const Calendar& calendar = context_.city.configuration->calendar;
    if (aside_.calls > 0 && local_day(calendar, to_instant(aside_.last_call)) == local_day(calendar, context_.now)) {
      return {Reason::called_today};
    }
    if (!verdict.is_verdict()) return verdict.reached ? Refusal{Reason::verdict_missing} : fine;
    verdict.reached = true;
    return take_verdict(verdict);
  }

  // Satisfied, it is over; not satisfied, it begins again one level up.
  Refusal take_verdict(Verdict verdict) {
    for (const std::uint8_t grade : {verdict.result, verdict.service}) {
      if (grade > grades) return {Reason::bad_grade, grade, grades};
    }
    fact_.verdict = verdict.packed();
    fact_.dues[Stage::rating] = 0;
    if (verdict.is_dissatisfied()) {
      begin_again();
    } else {
      fact_.is_final = fact_.dues == Dues{};
    }
    return fine;
  }

  Refusal reopen() {
    const Verdict verdict = Verdict::from_packed(aside_.verdict);
    const bool is_satisfied = verdict.is_verdict() && !verdict.is_dissatisfied();
    if (is_satisfied || demand_.dues[Stage::reopening] == 0) return {Reason::reopening_over};
    begin_again();
    return fine;
  }

  void begin_again() {
    fact_.state = DemandState::submitted;
    fact_.acting_step = first_acting_from(std::min<int>(demand_.acting_step + 1, chain_.count - 1));
    fact_.escalated_step = std::max(fact_.escalated_step, fact_.acting_step);
    fact_.to = chain_.posts[fact_.acting_step];
    fact_.lead = fact_.to;
    fact_.dues = dues(*context_.city.configuration, limits(), context_.now);
  }

  // The stage's limit, counted from now.
  Seconds anew(Stage stage) const { return dues(*context_.city.configuration, limits(), context_.now)[stage]; }

  StageLimits limits() const {
    const Category& category = context_.city.configuration->categories[demand_.category.value];
    return stage_limits(category, demand_.condition, demand_.severity);
  }

  PersonId acting_for(PostId post) const {
    return acting(*context_.city.configuration, post, aside_.complained_of.person(), context_.now);
  }

  const Context& context_;
  const Slot& demand_;
  const Aside& aside_;
  const Chain& chain_;
  const Act& command_;
  Acted fact_;
};

}  // namespace

Refusal on(const Context& context, const Act& command) {
  const Slot* demand = context.city.demands.find(command.demand);
  if (demand == nullptr) {
    return {context.city.demands.last_of_final(command.demand) ? Reason::demand_final : Reason::unknown_demand};
  }
  const Arrow& arrow = arrow_of(command.deed);
  if (const Refusal refusal = check_actor(context, *demand, command, arrow)) return refusal;
  if (!arrow.starts_from(demand->state)) return {why_not(demand->state, command.deed)};
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, arrow.note)) return refusal;
  std::vector<Event>& events = context.draft.events;
  if (command.deed == Deed::accept) {
    events.push_back(small<Accepted>(context, *demand, command));
  } else if (command.deed == Deed::finish) {
    events.push_back(finished(context, *demand, command, note));
  } else if (command.deed == Deed::close) {
    if (const Refusal refusal = check_closing(context.city, *demand, command.as)) return refusal;
    events.push_back(closed(context, *demand, command, note));
  } else {
    Change change(context, *demand, command, note);
    if (const Refusal refusal = change.work_out()) return refusal;
    events.push_back(change.fact());
  }
  context.draft.text = note;
  return fine;
}

}  // namespace wangge::rules
