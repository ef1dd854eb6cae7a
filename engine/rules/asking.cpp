// Requests of the lead and their answers: more time, a pause, somebody else to lead.

#include <algorithm>
#include <chrono>

#include "engine/base/check.h"
#include "engine/rules/doing.h"
#include "engine/rules/jobs.h"
#include "engine/rules/life.h"
#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};
constexpr std::uint8_t extensions_max = 2, suspensions_max = 1;
constexpr Duration year = std::chrono::hours{24 * 366};

// The same time of the same day, a year on; the last of February stays the last of February.
Instant year_after(const Calendar& calendar, Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant + calendar.utc_offset);
  auto next = std::chrono::year_month_day{day} + std::chrono::years{1};
  if (!next.ok()) next = next.year() / next.month() / std::chrono::last;
  return instant + (std::chrono::sys_days{next} - day);
}

// The limit that an extension moves: the one that runs, or that ran when the extension was asked for.
Seconds moved_limit(const Doing& doing) {
  const Seconds running = doing.demand.dues[Stage::resolution];
  return running != 0 ? running : doing.aside.extends;
}

// An overdue demand is not extended: nothing is left to extend. Where the lead asked in time, it is not too late to
// grant it.
Refusal check_extension(const Doing& doing) {
  if (doing.demand.waits) return {Reason::waits_for_situation};
  if (moved_limit(doing) == 0) return {Reason::overdue};
  if (doing.aside.extensions >= extensions_max)
    return {Reason::extensions_used_up, doing.aside.extensions, extensions_max};
  return fine;
}

Seconds extended(const Doing& doing, Limit by) {
  return to_seconds(deadline(doing.calendar(), to_instant(moved_limit(doing)), by));
}

bool is_limit(Limit limit) {
  return limit.amount != 0 && limit.unit != LimitUnit::none && static_cast<int>(limit.unit) < limit_units;
}

// The nearest superior with somebody acting; nobody where the lead has none.
Party superior_of(const Doing& doing) {
  const bool leads = doing.demand.lead == Party(doing.chain.posts[doing.demand.acting_step]);
  const int step = doing.demand.acting_step + (leads ? 1 : 0);
  return step < doing.chain.count ? Party(doing.chain.posts[doing.first_acting_from(step)]) : Party{};
}

Refusal extend(const Doing& doing, Sought& fact) {
  if (const Refusal refusal = check_extension(doing)) return refusal;
  fact.what = Pending::extension;
  fact.whom = superior_of(doing);
  fact.by = doing.command.limit;
  fact.extends = doing.demand.dues[Stage::resolution];
  const bool is_sound = is_limit(fact.by) && length_of(doing.calendar(), fact.by) <= year &&
                        to_instant(extended(doing, fact.by)) <= year_after(doing.calendar(), doing.context.now);
  return is_sound ? fine : Refusal{Reason::bad_limit};
}

Refusal suspend(const Doing& doing, Sought& fact) {
  if (doing.aside.suspensions >= suspensions_max) return {Reason::suspended_before};
  fact.what = Pending::suspension;
  fact.whom = superior_of(doing);
  fact.until = doing.command.until;
  const Instant until = to_instant(fact.until);
  return until > doing.context.now && until <= year_after(doing.calendar(), doing.context.now)
             ? fine
             : Refusal{Reason::bad_date};
}

// Until another has accepted, whoever has it leads (首接负责).
Refusal offer(const Doing& doing, Sought& fact) {
  const Party to = doing.command.to;
  if (to == doing.demand.lead) return {Reason::same_owner, to.raw()};
  fact.what = Pending::hand_over;
  fact.whom = to;
  fact.answer_due = doing.acceptance_anew();
  return doing.check_owner(to);
}

Refusal approve(const Doing& doing, Acted& fact) {
  switch (doing.aside.pending) {
    case Pending::none:
    case Pending::hand_over: return {Reason::nothing_asked};
    case Pending::extension:
      if (const Refusal refusal = check_extension(doing)) return refusal;
      fact.dues[Stage::resolution] = extended(doing, doing.aside.extension);
      fact.dues[Stage::approval] = 0;
      fact.undoes_late = doing.aside.late_meanwhile;
      if (doing.aside.raised_meanwhile) fact.escalated_step = fact.acting_step;
      return fine;
    case Pending::suspension:
      if (to_instant(doing.aside.suspended_until) <= doing.context.now) return {Reason::bad_date};
      fact.state = DemandState::suspended;
      fact.dues = {};
      fact.dues[Stage::suspension] = doing.aside.suspended_until;
      return fine;
  }
  return fine;
}

Refusal refuse(const Doing& doing, Acted& fact) {
  if (doing.aside.pending == Pending::none) return {Reason::nothing_asked};
  const bool is_offered = doing.aside.pending == Pending::hand_over;
  const bool may = is_offered ? doing.command.as == doing.aside.asked_of
                              : (roles_of(doing.context.city, doing.demand, doing.command.as) & superior) != 0;
  if (!may) return {Reason::wrong_role, doing.demand.lead.raw(), is_offered ? asked : superior};
  fact.dues[Stage::approval] = 0;
  return fine;
}

Refusal take_over(const Doing& doing, Acted& fact) {
  fact.lead = doing.command.as;
  fact.dues[Stage::approval] = 0;
  const auto posts = doing.chain.span();
  const auto step = std::ranges::find(posts, fact.lead.post());
  if (fact.lead.is_post() && step != posts.end()) fact.acting_step = static_cast<std::uint8_t>(step - posts.begin());
  fact.escalated_step = std::max(fact.escalated_step, fact.acting_step);
  return fine;
}

}  // namespace

// A resolution that waited for the end of a situation that is over by now begins with the resumption.
Begun resumed(const City& city, const Slot& demand, Instant now) {
  const Configuration& configuration = *city.configuration;
  const Aside& aside = city.demands.aside(demand);
  const StageLimits limits =
      stage_limits(configuration.categories[demand.category.value], demand.condition, demand.severity);
  Begun result;
  if (demand.waits) {
    const Begun begun = begin(city, demand, now);
    result.waits = begun.waits;
    result.dues[Stage::resolution] = begun.dues[Stage::resolution];
  }
  const Calendar& calendar = configuration.calendars.of(demand.place);
  const auto later = std::ranges::upper_bound(city.recomputed, aside.suspended_at, {}, &Recomputation::at);
  const auto rounds = static_cast<std::size_t>(later - city.recomputed.begin());
  for (const Stage stage : {Stage::containment, Stage::resolution}) {
    if (aside.held[stage] == 0) continue;
    const Seconds since = aside.resolution_since != 0 ? aside.resolution_since : demand.received;
    const Calendar& behind = calendars_behind(city, demand, since, rounds).of(demand.place);
    const LimitUnit clock = limits.of[static_cast<int>(stage)].unit;
    const Instant paused = to_instant(aside.suspended_at);
    const Duration left = elapsed(behind, clock, paused, to_instant(aside.held[stage]));
    result.dues[stage] = to_seconds(run_out(calendar, clock, now, left));
  }
  return result;
}

Refusal ask(const Doing& doing, Sought& fact) {
  if (doing.aside.pending != Pending::none) return {Reason::already_asked};
  fact.answer_due = doing.city_dues().approval;
  if (doing.command.deed == Deed::extend) return extend(doing, fact);
  if (doing.command.deed == Deed::suspend) return suspend(doing, fact);
  CHECK(doing.command.deed == Deed::offer);
  return offer(doing, fact);
}

Refusal answer(const Doing& doing, Acted& fact) {
  if (doing.command.deed == Deed::approve) return approve(doing, fact);
  if (doing.command.deed == Deed::refuse) return refuse(doing, fact);
  if (doing.command.deed == Deed::take_over) return take_over(doing, fact);
  CHECK(doing.command.deed == Deed::resume);
  const Begun begun = resumed(doing.context.city, doing.demand, doing.context.now);
  fact.dues = begun.dues;
  fact.waits = begun.waits;
  fact.keeps_used = true;
  return fine;
}

}  // namespace wangge::rules
