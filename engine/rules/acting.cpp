// What is done about a demand that is there, from its acceptance to its end.

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/utf8.h"
#include "engine/rules/handlers.h"
#include "engine/rules/life.h"
#include "engine/rules/routing.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};
// A hand-over between the same two in a row: the third goes up instead (推诿).
constexpr std::uint8_t hand_overs_to_and_fro_max = 2;

// --- who acts

// A person speaks for its own posts and organisation, a terminal for whoever acts on a demand in its grids (代录), or for the
// resident.
bool may_speak(const Context& context, const Slot& demand, Party as) {
  const AccountId id = context.sender().account;
  if (!context.city.accounts.contains(id)) return false;
  const Account& account = context.city.accounts[id];
  switch (account.kind) {
    case AccountKind::terminal:
      return account.covers_grid(enclosing(*context.city.configuration, demand.place, PlaceKind::grid));
    case AccountKind::person: return as && account.acts_as(as);
    case AccountKind::ops: return false;
  }
  return false;
}

Refusal check_actor(const Context& context, const Slot& demand, Party as, const Arrow& arrow) {
  if (!may_speak(context, demand, as)) return {Reason::not_allowed, as.raw()};
  // By far the most: no look at the whole chain.
  if (as == demand.lead && (arrow.who & lead) != 0) return fine;
  const PostId follows_up = context.city.routes.chain(demand.chain).posts[demand.acting_step];
  if (as && as == Party(follows_up) && (arrow.who & follow_up) != 0) return fine;
  return (roles_of(context.city, demand, as) & arrow.who) != 0 ? fine : Refusal{Reason::not_owner, demand.lead.raw()};
}

// --- in which state

Reason why_not(DemandState state, Deed deed) {
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
Small small(const Context& context, const Slot& demand, const Act& command, std::string_view note) {
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

  // The first with somebody acting, from that step of the chain on; the last where nobody does.
  void hand_to_post(int step) {
    while (step + 1 < chain_.count && !acting_for(chain_.posts[step])) ++step;
    fact_.acting_step = static_cast<std::uint8_t>(step);
    hand_to(chain_.posts[step]);
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
    return fine;
  }

  // The stage's limit, counted from now.
  Seconds anew(Stage stage) const {
    const Configuration& city = *context_.city.configuration;
    const StageLimits limits = stage_limits(city.categories[demand_.category.value], demand_.condition, demand_.severity);
    return dues(city, limits, context_.now)[stage];
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
  if (demand == nullptr) return {Reason::unknown_demand};
  const Arrow& arrow = arrow_of(command.deed);
  if (const Refusal refusal = check_actor(context, *demand, command.as, arrow)) return refusal;
  if (!arrow.starts_from(demand->state)) return {why_not(demand->state, command.deed)};
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, arrow.note)) return refusal;
  std::vector<Event>& events = context.draft.events;
  if (command.deed == Deed::accept) {
    events.push_back(small<Accepted>(context, *demand, command, note));
  } else if (command.deed == Deed::finish) {
    events.push_back(small<Finished>(context, *demand, command, note));
  } else if (command.deed == Deed::close) {
    if (const Refusal refusal = check_closing(context.city, *demand, command.as)) return refusal;
    events.push_back(small<Closed>(context, *demand, command, note));
  } else {
    Change change(context, *demand, command, note);
    if (const Refusal refusal = change.work_out()) return refusal;
    events.push_back(change.fact());
  }
  context.draft.text = note;
  return fine;
}

}  // namespace wangge::rules
