// How a demand stands after each deed.

#include <algorithm>

#include "engine/rules/doing.h"
#include "engine/rules/working_time.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};
// How often two parties may hand a demand to and fro in a row: one hand-over more goes up instead (推诿).
constexpr std::uint8_t hand_overs_to_and_fro_max = 2;
// On how many days a resident is called back at the most.
constexpr std::uint8_t calls_max = 3;

void hand_to(const Doing& doing, Party to, Acted& fact) {
  const auto& between = doing.aside.between;
  const Party from = doing.demand.lead;
  const bool is_again = (between[0] == from && between[1] == to) || (between[1] == from && between[0] == to);
  const int above = std::max(fact.acting_step, doing.demand.acting_step) + 1;
  if (is_again && doing.aside.times >= hand_overs_to_and_fro_max && above < doing.chain.count) {
    fact.upward = true;
    fact.acting_step = doing.first_acting_from(above);
    to = doing.chain.posts[fact.acting_step];
  }
  fact.lead = to;
  fact.escalated_step = std::max(fact.escalated_step, fact.acting_step);
  fact.dues[Stage::acceptance] = doing.acceptance_anew();
}

Refusal contain(const Doing& doing, Acted& fact) {
  if (doing.aside.is_contained) return {Reason::already_contained};
  fact.dues[Stage::containment] = 0;
  return fine;
}

// The demand goes back to the post that follows up; from that one to the next above.
Refusal send_back(const Doing& doing, Acted& fact) {
  if (doing.aside.returned_to == doing.demand.lead) return {Reason::returned_already};
  const bool is_first = doing.demand.lead == Party(doing.chain.posts[doing.demand.acting_step]);
  const int from = doing.demand.acting_step + (is_first ? 1 : 0);
  if (from >= doing.chain.count) return {Reason::nobody_above};
  fact.acting_step = doing.first_acting_from(from);
  hand_to(doing, doing.chain.posts[fact.acting_step], fact);
  return fine;
}

Refusal transfer(const Doing& doing, Acted& fact) {
  const Party to = doing.command.to;
  if (to == doing.demand.lead) return {Reason::same_owner, to.raw()};
  if (const Refusal refusal = doing.check_owner(to)) return refusal;
  const auto posts = doing.chain.span();
  const auto step = std::ranges::find(posts, to.post());
  if (to.is_post() && step != posts.end()) fact.acting_step = static_cast<std::uint8_t>(step - posts.begin());
  hand_to(doing, to, fact);
  return fine;
}

Refusal rework(const Doing& doing, Acted& fact) {
  doing.begin_at(doing.context.now, fact);
  fact.dues[Stage::acceptance] = fact.dues[Stage::containment] = 0;
  return fine;
}

Refusal escalate(const Doing& doing, Acted& fact) {
  if (doing.demand.escalated_step + 1 >= doing.chain.count) return {Reason::nobody_above};
  fact.escalated_step = first_free_from(doing.city(), doing.complaint(), doing.chain.span(),
                                        doing.demand.escalated_step + 1u, doing.context.now);
  fact.to = doing.chain.posts[fact.escalated_step];
  return fine;
}

Refusal withdraw(const Doing&, Acted& fact) {
  fact.dues = {};
  fact.is_final = true;
  return fine;
}

// The demand is dismissed or diverted; a post above may reopen it for as long as a closed one may be reopened.
Refusal turn_away(const Doing& doing, Acted& fact, int choices) {
  const std::uint8_t choice = doing.command.choice;
  if (choice == 0 || choice >= choices) return {Reason::bad_choice, choice, static_cast<std::uint32_t>(choices - 1)};
  fact.choice = choice;
  fact.dues = {};
  fact.dues[Stage::reopening] = doing.city_dues().reopening;
  fact.is_final = fact.dues == Dues{};
  return fine;
}

void begin_again(const Doing& doing, Acted& fact) {
  fact.state = DemandState::submitted;
  fact.acting_step = doing.first_acting_from(std::min<int>(doing.demand.acting_step + 1, doing.chain.count - 1));
  fact.escalated_step = std::max(fact.escalated_step, fact.acting_step);
  fact.to = doing.chain.posts[fact.acting_step];
  fact.lead = fact.to;
  doing.begin_at(doing.context.now, fact);
}

// A satisfied verdict ends the demand; with any other it begins again one level up.
Refusal take_verdict(const Doing& doing, Verdict verdict, Acted& fact) {
  for (const std::uint8_t grade : {verdict.result, verdict.service}) {
    if (grade > grades) return {Reason::bad_grade, grade, grades};
  }
  fact.verdict = verdict.packed();
  fact.dues[Stage::rating] = 0;
  if (verdict.is_dissatisfied()) {
    begin_again(doing, fact);
  } else {
    // The demands joined to it have closed, and no appeal is under way.
    fact.is_final = fact.dues == Dues{} && doing.aside.members == 0 && !is_under_review(doing.aside.appeal);
  }
  return fine;
}

// A verdict after the limit for rating still counts while the demand may be reopened, but is marked as late.
Refusal check_in_time(const Doing& doing, Acted& fact) {
  const Limit limit = doing.city().limits.rating;
  const Instant closed = to_instant(doing.context.city.demands.since(doing.demand, due_index(Stage::reopening)));
  fact.is_late =
      limit && doing.demand.dues[Stage::rating] == 0 && doing.context.now >= deadline(doing.calendar(), closed, limit);
  return fact.is_late && doing.demand.dues[Stage::reopening] == 0 ? Refusal{Reason::reopening_over} : fine;
}

Refusal rate(const Doing& doing, Acted& fact) {
  Verdict verdict = Verdict::from_packed(doing.command.verdict);
  verdict.reached = verdict.in_time = false;
  if (doing.aside.verdict != 0) return {Reason::already_rated};
  if (!verdict.is_verdict()) return {Reason::verdict_missing};
  if (const Refusal refusal = check_in_time(doing, fact)) return refusal;
  return take_verdict(doing, verdict, fact);
}

Refusal call_back(const Doing& doing, Acted& fact) {
  const Aside& aside = doing.aside;
  Verdict verdict = Verdict::from_packed(doing.command.verdict);
  if (aside.verdict != 0) return {Reason::already_rated};
  if (aside.calls >= calls_max) return {Reason::calls_used_up, aside.calls, calls_max};
  const Calendar& calendar = doing.calendar();
  const bool is_today = local_day(calendar, to_instant(aside.last_call)) == local_day(calendar, doing.context.now);
  if (aside.calls > 0 && is_today) return {Reason::called_today};
  if (!verdict.is_verdict()) return verdict.reached ? Refusal{Reason::verdict_missing} : fine;
  verdict.reached = true;
  if (const Refusal refusal = check_in_time(doing, fact)) return refusal;
  return take_verdict(doing, verdict, fact);
}

Refusal make_restricted(const Doing& doing) {
  return is_restricted(doing.context.city, doing.demand) ? Refusal{Reason::already_restricted} : fine;
}

Refusal lift_restriction(const Doing& doing) {
  if (doing.city().categories[doing.demand.category.value].restricted) return {Reason::category_restricted};
  return doing.aside.is_restricted ? fine : Refusal{Reason::not_restricted};
}

Refusal reopen(const Doing& doing, Acted& fact) {
  const Verdict verdict = Verdict::from_packed(doing.aside.verdict);
  const bool is_satisfied = verdict.is_verdict() && !verdict.is_dissatisfied();
  if (is_satisfied || doing.demand.dues[Stage::reopening] == 0) return {Reason::reopening_over};
  begin_again(doing, fact);
  return fine;
}

}  // namespace

Refusal change(const Doing& doing, Acted& fact) {
  switch (doing.command.deed) {
    case Deed::contain: return contain(doing, fact);
    case Deed::send_back: return send_back(doing, fact);
    case Deed::transfer: return transfer(doing, fact);
    case Deed::rework: return rework(doing, fact);
    case Deed::escalate: return escalate(doing, fact);
    case Deed::withdraw: return withdraw(doing, fact);
    case Deed::rate: return rate(doing, fact);
    case Deed::call_back: return call_back(doing, fact);
    case Deed::reopen: return reopen(doing, fact);
    case Deed::file: return file(doing, fact);
    case Deed::dismiss: return turn_away(doing, fact, dismissals);
    case Deed::divert: return turn_away(doing, fact, elsewheres);
    case Deed::split: return split(doing, fact);
    case Deed::part: return part(doing, fact);
    case Deed::appeal: return appeal(doing, fact);
    case Deed::grant:
    case Deed::reject: return review(doing, fact);
    case Deed::gather: return gather(doing);
    case Deed::restrict: return make_restricted(doing);
    case Deed::unrestrict: return lift_restriction(doing);
    case Deed::approve:
    case Deed::refuse:
    case Deed::resume:
    case Deed::take_over: return answer(doing, fact);
    case Deed::note:
    case Deed::verify: return fine;
    case Deed::accept:  // deeds with facts of their own
    case Deed::finish:
    case Deed::close:
    case Deed::call_in:
    case Deed::assist:
    case Deed::extend:
    case Deed::suspend:
    case Deed::move:
    case Deed::reclassify:
    case Deed::join:
    case Deed::offer: break;
  }
  return fine;
}

}  // namespace wangge::rules
