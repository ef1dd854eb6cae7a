#include "engine/rules/jobs.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/rules/handlers.h"
#include "engine/rules/situations.h"
#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

bool is_engine_itself(const Context& context) { return !context.sender().session; }

// Whether the demand's resolution still runs, or waits to run.
bool is_in_hand(DemandState state) { return state == DemandState::submitted || state == DemandState::accepted; }

Rescheduled unchanged(const Job& job, const Slot& demand) {
  return {.demand = demand.id,
          .previous = demand.last,
          .job = job.id,
          .dues = demand.dues,
          .why = job.kind,
          .waits = demand.waits != 0};
}

// A demand that came in while a situation is in force waits for its end; when it has ended, the clocks begin.
std::optional<Rescheduled> by_situation(const City& city, const Job& job, const Slot& demand) {
  const SituationEffect* const effect = effect_on(city, demand.place, demand.category, demand.condition);
  const bool waits = effect != nullptr && effect->from_its_end;
  if (waits == (demand.waits != 0)) return std::nullopt;
  Rescheduled fact = unchanged(job, demand);
  fact.waits = waits;
  if (waits) {
    const SituationInForce* const situation = in_force(city, effect->situation, demand.place);
    const bool is_from_now = situation == nullptr || situation->since == job.begun;  // the demand came before it
    const bool came_before = is_from_now || demand.received < situation->since;
    if (came_before || demand.dues[Stage::resolution] == 0) return std::nullopt;
    fact.dues[Stage::resolution] = 0;
  } else {
    fact.dues[Stage::resolution] = begin(city, demand, to_instant(job.begun)).dues[Stage::resolution];
    fact.since = job.begun;
  }
  return fact;
}

// Time that was granted keeps its length on the working clock, from where it began. No deadline is moved into the past.
std::optional<Rescheduled> by_calendar(const City& city, const Calendars& calendars, const Job& job, const Slot& demand,
                                       Instant now) {
  const Calendar& calendar = calendars.of(demand.place);
  Rescheduled fact = unchanged(job, demand);
  for (int due = 0; due < dues_max; ++due) {
    const Instant at = to_instant(demand.dues.of[due]);
    const LimitUnit clock = clock_of(city, demand, stage_of(demand.state, due));
    if (at <= now || !is_working(clock)) continue;
    const Seconds since = city.demands.since(demand, due);
    const Calendar& behind = calendars_behind(city, demand, since, job.round).of(demand.place);
    if (behind == calendar) continue;
    const Duration length = elapsed(behind, clock, to_instant(since), at);
    fact.dues.of[due] = to_seconds(std::max(run_out(calendar, clock, to_instant(since), length), now));
  }
  if (fact.dues == demand.dues) return std::nullopt;
  return fact;
}

}  // namespace

bool is_ahead(const City& city, Position job, DemandId demand) {
  const Job* const under_way = city.find_job(job);
  const SlotIndex slot = city.demands.find_slot(demand);
  return under_way != nullptr && slot != no_slot && slot >= under_way->next;
}

Rescheduled unchanged(const City& city, Position job, DemandId demand) {
  const Job* const under_way = city.find_job(job);
  const Slot* const slot = city.demands.find(demand);
  CHECK(under_way != nullptr && slot != nullptr);
  return unchanged(*under_way, *slot);
}

Refusal check_job_room(const City& city) {
  constexpr auto most = static_cast<std::uint32_t>(limits::jobs_max);
  return city.jobs.size() < most ? fine : Refusal{Reason::jobs_under_way, most};
}

bool concerns(const City& city, const Job& job, const Slot& demand) {
  if ((job.kind != JobKind::situation && job.kind != JobKind::calendar) || !demand.id || demand.id.value > job.id.value)
    return false;
  if (job.kind == JobKind::calendar) return demand.dues != Dues{} && demand.state != DemandState::suspended;
  if (!is_in_hand(demand.state)) return false;
  return demand.waits != 0 || !city.configuration->categories[demand.category.value].effects.empty();
}

std::optional<Rescheduled> rescheduled(const City& city, const Job& job, const Slot& demand, Instant now) {
  if (!concerns(city, job, demand)) return std::nullopt;
  return job.kind == JobKind::calendar ? by_calendar(city, city.configuration->calendars, job, demand, now)
                                       : by_situation(city, job, demand);
}

bool is_rescheduled_by(const City& city, const Calendars& next, const Slot& demand, Instant now) {
  const Job job{.id = Position{city.last.value + 1},
                .kind = JobKind::calendar,
                .round = static_cast<std::uint32_t>(city.recomputed.size())};
  return concerns(city, job, demand) && by_calendar(city, next, job, demand, now);
}

bool lists_more_years(const Calendar& before, const Calendar& after) {
  return !std::ranges::includes(before.listed_years, after.listed_years);
}

// Each recomputation moved the deadlines that ran then to the version of its time.
const Calendars& calendars_behind(const City& city, const Slot& demand, Seconds since, std::size_t rounds) {
  std::uint16_t number = city.versions.front().number;
  const bool is_from_the_first = since == demand.received;
  for (const Version& version : city.versions) {
    const bool was_there = is_from_the_first ? version.adopted < position_of(demand.id) : version.at <= since;
    if (was_there) number = version.number;
  }
  for (std::size_t round = 0; round < rounds; ++round) number = std::max(number, city.recomputed[round].version);
  return *std::ranges::find(city.versions, number, &Version::number)->calendars;
}

Refusal on(const Context& context, const RecomputeDeadlines&) {
  const City& city = context.city;
  const Sender& sender = context.sender();
  if (sender.session && city.accounts[sender.account].kind != AccountKind::ops) return {Reason::not_allowed};
  if (!city.configuration) return {Reason::no_city};
  const bool is_under_way = std::ranges::find(city.jobs, JobKind::calendar, &Job::kind) != city.jobs.end();
  if (is_under_way) return {Reason::jobs_under_way, static_cast<std::uint32_t>(limits::jobs_max)};
  if (const Refusal refusal = check_job_room(city)) return refusal;
  context.draft.events.push_back(RecomputationBegun{sender.session, sender.sequence, city.version()});
  return fine;
}

Refusal on(const Context& context, const Reschedule& command) {
  if (!is_engine_itself(context)) return {Reason::not_allowed};
  const Job* const job = context.city.find_job(command.job);
  const Slot* const demand = context.city.demands.find(command.demand);
  if (job == nullptr || demand == nullptr) return {Reason::nothing_due};
  if (const auto fact = rescheduled(context.city, *job, *demand, context.now)) context.draft.events.push_back(*fact);
  return fine;
}

bool still_waits(const City& city, const Reschedule& wish) { return is_ahead(city, wish.job, wish.demand); }

void park(const City& city, const Reschedule& wish, Draft& draft) {
  draft.events.push_back(unchanged(city, wish.job, wish.demand));
}

Refusal on(const Context& context, const EndJob& command) {
  if (!is_engine_itself(context)) return {Reason::not_allowed};
  if (!still_waits(context.city, command)) return {Reason::nothing_due};
  context.draft.events.push_back(JobEnded{command.job});
  return fine;
}

bool still_waits(const City& city, const EndJob& wish) { return city.find_job(wish.job) != nullptr; }

void park(const City&, const EndJob& wish, Draft& draft) { draft.events.push_back(JobEnded{wish.job}); }

}  // namespace wangge::rules
