// Everything that can be done about an existing demand, from its acceptance to its end.

#include <optional>
#include <vector>

#include "engine/base/limits.h"
#include "engine/rules/doing.h"
#include "engine/rules/jobs.h"
#include "engine/rules/life.h"
#include "engine/rules/texts.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

// --- who acts

// A person speaks for its own posts and organisation, a terminal for whoever acts on a demand in its grids (代录), or
// for the resident.
Reason why_not_speak(const Context& context, const Slot& demand, const Act& command) {
  const AccountId id = context.sender().account;
  if (!context.city.accounts.contains(id)) return Reason::not_allowed;
  const Account& account = context.city.accounts[id];
  switch (account.kind) {
    case AccountKind::terminal:
      if (command.deed == Deed::rate && command.is_proved) return Reason::none;
      if (account.covers_grid(context.city.configuration->enclosing(demand.place, PlaceKind::grid)))
        return Reason::none;
      return command.deed == Deed::rate ? Reason::code_needed : Reason::grid_not_yours;
    case AccountKind::person: return command.as && account.acts_as(command.as) ? Reason::none : Reason::not_acting_as;
    case AccountKind::ops: return Reason::not_allowed;
  }
  return Reason::not_allowed;
}

// For an account from which a demand is hidden there is no such demand, whatever the account wishes; the code of the
// receipt proves that it may know of the demand.
bool is_unseen(const Context& context, const Slot& demand, const Act& command) {
  const AccountId account = context.sender().account;
  return !command.is_proved && context.city.accounts.contains(account) && is_hidden(context.city, account, demand);
}

// Nobody speaks for the party that the demand complains of, nor through a terminal. The last post of the chain is
// excepted: it leads where nobody else is left.
bool is_theirs(const Context& context, const Slot& demand, Party as) {
  const Complaint complaint = complaint_of(context.city, demand);
  return complaint && as != Party(complaint.top) &&
         is_kept_out(*context.city.configuration, complaint, as, context.now);
}

Refusal check_actor(const Context& context, const Slot& demand, const Act& command, const Arrow& arrow) {
  const Party as = command.as;
  if (demand.has_aside && is_theirs(context, demand, as)) return {Reason::owner_complained_of, as.raw()};
  if (const Reason reason = why_not_speak(context, demand, command); reason != Reason::none) return {reason, as.raw()};
  // By far the most frequent case: the chain need not be looked through.
  if (as == demand.lead && (arrow.who & lead) != 0) return fine;
  const PostId follows_up = context.city.routes.chain(demand.chain).posts[demand.acting_step];
  if (as && as == Party(follows_up) && (arrow.who & follow_up) != 0) return fine;
  if ((roles_of(context.city, demand, as) & arrow.who) != 0) return fine;
  if (const LostLead* const lost = context.city.demands.lost_lead(demand, as))
    return {Reason::reassigned, lost->to.raw(), lost->at};
  return {Reason::wrong_role, demand.lead.raw(), arrow.who};
}

// --- in which state

Reason why_not(DemandState state, Deed deed) {
  const bool is_for_the_closed =
      deed == Deed::rate || deed == Deed::call_back || deed == Deed::reopen || deed == Deed::appeal;
  if (is_for_the_closed && !is_over(state)) return Reason::not_closed;
  if (deed == Deed::resume) return Reason::not_suspended;
  if (deed == Deed::part) return Reason::not_joined;
  if (deed == Deed::file && !is_over(state)) return Reason::already_filed;
  const bool is_of_the_end = deed == Deed::close || deed == Deed::verify || deed == Deed::rework;
  switch (state) {
    case DemandState::filing: return Reason::filing_first;
    case DemandState::submitted: return Reason::not_accepted;
    case DemandState::accepted: return is_of_the_end ? Reason::not_finished : Reason::already_accepted;
    case DemandState::suspended: return Reason::suspended;
    case DemandState::finished: return Reason::already_finished;
    case DemandState::verified: return Reason::already_verified;
    case DemandState::closed: return Reason::already_closed;
    case DemandState::withdrawn: return Reason::already_withdrawn;
    case DemandState::dismissed: return Reason::already_dismissed;
    case DemandState::diverted: return Reason::already_diverted;
    case DemandState::joined: return Reason::joined;
  }
  return Reason::none;
}

// --- what follows

Refusal check_closing(const Doing& doing) {
  const City& city = doing.context.city;
  const bool may = doing.demand.state == DemandState::verified || !needs_verification(city, doing.demand) ||
                   (roles_of(city, doing.demand, doing.command.as) & verifier) != 0;
  if (!may) return {Reason::not_verified};
  return doing.aside.members == 0 ? fine : check_job_room(city);  // a job closes the demands joined to it
}

Refusal check_attachments(std::string_view attachments, const Arrow& arrow) {
  if (attachments.empty()) return fine;
  if (!arrow.takes_attachments)
    return {Reason::attachments_too_long, static_cast<std::uint32_t>(attachments.size()), 0};
  if (attachments.size() > limits::attachments_bytes_max) {
    return {Reason::attachments_too_long, static_cast<std::uint32_t>(attachments.size()),
            limits::attachments_bytes_max};
  }
  return check_characters(attachments, Lines::many, attachments_reasons);
}

// The facts of the most frequent deeds say only who did it and when.
Finished finished(const Doing& doing) {
  auto fact = doing.fact<Finished>();
  fact.verification_due = doing.city_dues().verification;
  fact.verifier = verifier_of(doing.context.city, doing.demand);
  return fact;
}

// A demand is closed for the first time: only then is the verdict waited for.
Closed closed(const Doing& doing) {
  auto fact = doing.fact<Closed>();
  const CityDues& dues = doing.city_dues();
  fact.rating_due = doing.aside.verdict == 0 ? dues.rating : 0;
  fact.reopening_due = dues.reopening;
  return fact;
}

// The facts of the other deeds tell how the demand stands afterwards.
Acted begun(const Doing& doing, const Arrow& arrow) {
  auto fact = doing.fact<Acted>();
  fact.lead = doing.demand.lead;
  fact.dues = doing.demand.dues;
  fact.waits = doing.demand.waits != 0;
  fact.deed = arrow.deed;
  fact.state = arrow.stays ? doing.demand.state : arrow.to;
  fact.acting_step = doing.demand.acting_step;
  fact.escalated_step = doing.demand.escalated_step;
  return fact;
}

template <class Fact>
Refusal add(const Doing& doing, Refusal (*work_out)(const Doing&, Fact&)) {
  auto fact = doing.fact<Fact>();
  if (const Refusal refusal = work_out(doing, fact)) return refusal;
  doing.context.draft.events.push_back(fact);
  return fine;
}

Refusal add_changed(const Doing& doing, const Arrow& arrow) {
  std::vector<Event>& events = doing.context.draft.events;
  Acted fact = begun(doing, arrow);
  if (const Refusal refusal = change(doing, fact)) return refusal;
  if (fact.deed == Deed::split) return fine;  // the fact and the part's are in the draft already
  if (fact.lead.is_post()) fact.holder = doing.acting_for(fact.lead.post());
  events.push_back(fact);
  return fine;
}

// A deed without a fact of its own becomes an Acted: change() names every deed.
Refusal add_fact(const Doing& doing, const Arrow& arrow) {
  std::vector<Event>& events = doing.context.draft.events;
  const Deed deed = arrow.deed;
  if (deed == Deed::accept) {
    events.push_back(doing.fact<Accepted>());
    return fine;
  }
  if (deed == Deed::finish) {
    events.push_back(finished(doing));
    return fine;
  }
  if (deed == Deed::close) {
    if (const Refusal refusal = check_closing(doing)) return refusal;
    events.push_back(closed(doing));
    return fine;
  }
  if (deed == Deed::extend || deed == Deed::suspend || deed == Deed::offer) return add<Sought>(doing, ask);
  if (deed == Deed::call_in || deed == Deed::assist) return add<Assisted>(doing, assist);
  if (deed == Deed::move) return add<Moved>(doing, move);
  if (deed == Deed::reclassify) return add<Reclassified>(doing, reclassify);
  if (deed == Deed::join) return add<Joined>(doing, join);
  return add_changed(doing, arrow);
}

Refusal act(const Context& context, const Act& command, DemandId head, Bond bond) {
  const Slot* demand = context.city.demands.find(command.demand);
  if (demand == nullptr) {
    const Demands& demands = context.city.demands;
    const bool is_told = command.is_proved || !is_hidden(context.city, context.sender().account, command.demand);
    return {demands.last_of_final(command.demand) && is_told ? Reason::demand_final : Reason::unknown_demand};
  }
  if (is_unseen(context, *demand, command)) return {Reason::unknown_demand};
  const Arrow& arrow = arrow_of(command.deed);
  if (const Refusal refusal = check_actor(context, *demand, command, arrow)) return refusal;
  if (!arrow.starts_from(demand->state)) return {why_not(demand->state, command.deed)};
  const std::string_view note = context.wish.bytes(command.note);
  if (const Refusal refusal = check_note(note, arrow.note)) return refusal;
  const std::string_view attachments = context.wish.bytes(command.attachments);
  if (const Refusal refusal = check_attachments(attachments, arrow)) return refusal;
  const Doing doing{context,
                    *demand,
                    context.city.demands.aside(*demand),
                    context.city.routes.chain(demand->chain),
                    command,
                    note,
                    attachments,
                    head,
                    bond};
  if (const Refusal refusal = check_members(doing)) return refusal;
  if (const Refusal refusal = add_fact(doing, arrow)) return refusal;
  context.draft.text = note;
  context.draft.attachments = attachments;
  return fine;
}

}  // namespace

Refusal check_note(std::string_view note, Note wanted) {
  if (wanted == Note::required && is_blank(note)) return {Reason::note_missing};
  if (note.empty()) return fine;
  if (wanted == Note::none) return {Reason::note_too_long, static_cast<std::uint32_t>(note.size()), 0};
  const CheckedText checked = wangge::check_characters(note, Lines::many);
  if (const Refusal refusal = refusal_of(checked, note_reasons)) return refusal;
  if (checked.code_points > limits::text_code_points_max)
    return {Reason::note_too_long, checked.code_points, limits::text_code_points_max};
  return fine;
}

Refusal on(const Context& context, const Act& command) { return act(context, command, {}, Bond::none); }

Refusal on(const Context& context, const Join& command) {
  const Act act_of_it{.demand = command.demand,
                      .as = command.as,
                      .note = command.note,
                      .deed = Deed::join,
                      .is_proved = command.is_proved,
                      .group = command.group};
  return act(context, act_of_it, command.head, command.bond);
}

}  // namespace wangge::rules
