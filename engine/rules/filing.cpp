// Filing, assistants, another place, another category: the deeds that put a demand into other hands, or add some.

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/rules/doing.h"
#include "engine/rules/joining.h"
#include "engine/rules/noticing.h"
#include "engine/rules/routing_parts.h"
#include "engine/rules/subjects.h"
#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

RoutingQuestion question_of(const Doing& doing) {
  const Slot& demand = doing.demand;
  return {.place = demand.place,
          .road = demand.road,
          .category = demand.category,
          .condition = demand.condition,
          .severity = static_cast<std::uint8_t>(demand.severity),
          .complained_of = doing.aside.complained_of,
          .subject = doing.context.city.demands.subject(demand.id),
          .effect = effect_on(doing.context.city, demand.place, demand.category, demand.condition)};
}

// Whether the subject stands at that place or road; true for a demand that names no subject.
bool is_there(const Configuration& city, Subject subject, PlaceId place, PlaceId road) {
  PlaceId grid;
  return !settle(city, subject, place, road) && !check_place(city, place, road, grid);
}

// The highest post of the new chain to which it was escalated; the acting one where that is higher.
std::uint8_t escalated_step(const Doing& doing, const Chain& chain, std::uint8_t acting_step) {
  const auto posts = chain.span();
  std::ptrdiff_t highest = acting_step;
  doing.context.city.demands.each_escalated_to(doing.demand.id, [&](Party to) {
    const auto found = std::ranges::find(posts, to.post());
    if (found != posts.end()) highest = std::max(highest, found - posts.begin());
  });
  return static_cast<std::uint8_t>(highest);
}

// Whether containment is no longer required: it was done, or the demand was finished once and is being done again.
bool is_past_containment(const Doing& doing) {
  return doing.aside.is_contained || (doing.aside.reworks != 0 && doing.demand.dues[Stage::containment] == 0);
}

// Whether the stage's deadline has passed and was escalated for already.
bool has_run_out(const Doing& doing, Stage stage) {
  const Slot& demand = doing.demand;
  const StageLimits limits =
      stage_limits(doing.city().categories[demand.category.value], demand.condition, demand.severity);
  const bool waits = stage == Stage::resolution && demand.waits != 0;
  return limits.of[static_cast<int>(stage)] && demand.dues[stage] == 0 && !waits;
}

// The effect of the situation on demands that came in while it was in force.
const SituationEffect* effect_since(const City& city, const SituationEffect* effect, const Slot& demand,
                                    Seconds since) {
  if (effect == nullptr || demand.waits != 0) return effect;
  const SituationInForce* const situation = in_force(city, effect->situation, demand.place);
  return situation != nullptr && since < situation->since ? nullptr : effect;
}

// Takes the time used before a pause off the limits after it.
void put_used(const Doing& doing, const StageLimits& limits, Instant since, Dues& dues) {
  const Calendar& calendar = doing.calendar();
  for (const Stage stage : {Stage::containment, Stage::resolution}) {
    if (dues[stage] == 0) continue;
    const Limit limit = limits.of[static_cast<int>(stage)];
    const Duration left = length_of(calendar, limit) - used_before(doing.context.city, doing.demand, stage, limit.unit);
    dues[stage] = to_seconds(run_out(calendar, limit.unit, since, left));
  }
}

// Containment and resolution by the new limits, from where the present ones began.
void put_time_left(const Doing& doing, const StageLimits& limits, const SituationEffect* effect, Reclassified& fact) {
  const City& city = doing.context.city;
  const Slot& demand = doing.demand;
  const Seconds now = to_seconds(doing.context.now), since = city.demands.since(demand, due_index(Stage::resolution));
  const PastPause& pause = doing.aside.pause;
  const Seconds began = pause ? pause.began : since;
  Begun begun = begin(city, demand.place, limits, effect_since(city, effect, demand, began), to_instant(since));
  if (pause) put_used(doing, limits, to_instant(since), begun.dues);
  fact.waits = begun.waits;
  fact.begins = demand.waits != 0 && !begun.waits;
  for (const Stage stage : {Stage::containment, Stage::resolution}) {
    const Seconds due = begun.dues[stage];
    const bool is_past = due != 0 && due <= now;
    fact.dues[stage] = !is_past ? due : has_run_out(doing, stage) ? 0 : now;
  }
  if (fact.begins) fact.dues[Stage::resolution] = dues(doing.calendar(), limits, doing.context.now)[Stage::resolution];
  if (is_past_containment(doing)) fact.dues[Stage::containment] = 0;
}

}  // namespace

// The demand was checked and is to be filed: it goes to the lead that it would have had at once. Containment and
// resolution count from when it was received; acceptance counts from now, since the lead has it only now.
Refusal file(const Doing& doing, Acted& fact) {
  const Slot& demand = doing.demand;
  const LeadingOrganisation leading = leading_organisation(doing.city(), question_of(doing));
  fact.acting_step = first_acting(doing.city(), doing.chain, doing.aside.complained_of.person(), doing.context.now,
                                  least_level(leading.reason))
                         .step;
  fact.lead = leading.organisation ? Party(leading.organisation) : Party(doing.chain.posts[fact.acting_step]);
  fact.escalated_step = std::max(fact.escalated_step, fact.acting_step);
  doing.begin_at(to_instant(demand.received), fact);
  fact.dues[Stage::acceptance] = doing.acceptance_anew();
  return fine;
}

Refusal assist(const Doing& doing, Assisted& fact) {
  const auto& assistants = doing.aside.assistants;
  if (doing.command.deed == Deed::assist) {
    fact.who = doing.command.as;
    fact.is_done = true;
    return fine;
  }
  fact.who = doing.command.to;
  if (fact.who == doing.demand.lead) return {Reason::same_owner, fact.who.raw()};
  if (const Refusal refusal = doing.check_owner(fact.who)) return refusal;
  if (std::ranges::find(assistants, fact.who) != assistants.end()) return {Reason::already_assisting, fact.who.raw()};
  constexpr auto most = static_cast<std::uint32_t>(limits::assistants_max);
  if (assistants.back()) return {Reason::assistants_full, most, most};
  return fine;
}

Refusal move(const Doing& doing, Moved& fact) {
  const Slot& demand = doing.demand;
  fact.place = doing.command.place;
  fact.road = doing.command.road;
  if (fact.place == demand.place && fact.road == demand.road) return {Reason::same_place};
  PlaceId grid;
  if (const Refusal refusal = check_place(doing.city(), fact.place, fact.road, grid)) return refusal;
  RoutingQuestion question = question_of(doing);
  question.place = fact.place;
  question.road = fact.road;
  fact.forgets_subject = !is_there(doing.city(), question.subject, fact.place, fact.road);
  if (fact.forgets_subject) question.subject = {};
  question.effect = effect_on(doing.context.city, fact.place, demand.category, demand.condition);
  Draft& draft = doing.context.draft;
  const Router::InternedRoute route = doing.context.router.route(question, doing.context.now, draft.events, draft.blob);
  fact.chain = route.chain;
  fact.offers = route.offers;
  fact.acting_step = route.acting_step;
  fact.holder = route.holder;
  fact.dues = demand.dues;
  fact.waits = demand.waits && question.effect != nullptr && question.effect->from_its_end;
  if (demand.waits && !fact.waits) {  // it waited for a situation that the new place does not have
    const StageLimits limits =
        stage_limits(doing.city().categories[demand.category.value], demand.condition, demand.severity);
    fact.dues[Stage::resolution] =
        begin(doing.context.city, fact.place, limits, question.effect, doing.context.now).dues[Stage::resolution];
  }
  if (demand.state == DemandState::filing) {
    fact.lead = route.acting_post;
  } else {
    fact.lead = route.lead;
    fact.dues[Stage::acceptance] = doing.acceptance_anew();
  }
  return fine;
}

// The demand keeps its history and the time that has gone by; a new lead has to accept it.
Refusal reclassify(const Doing& doing, Reclassified& fact) {
  const Slot& demand = doing.demand;
  fact.category = doing.command.category;
  fact.condition = doing.command.condition;
  if (fact.category == demand.category && fact.condition == demand.condition) return {Reason::same_category};
  if (const Refusal refusal = check_category(doing.city(), fact.category, fact.condition)) return refusal;
  const Category& category = doing.city().categories[fact.category.value];
  RoutingQuestion question = question_of(doing);
  question.category = fact.category;
  question.condition = fact.condition;
  question.severity = 0;
  question.effect = effect_on(doing.context.city, demand.place, fact.category, fact.condition);
  Draft& draft = doing.context.draft;
  const Router::InternedRoute route = doing.context.router.route(question, doing.context.now, draft.events, draft.blob);
  fact.chain = route.chain;
  fact.offers = route.offers;
  fact.acting_step = route.acting_step;
  fact.escalated_step = escalated_step(doing, chain_of(doing.context, route.chain), route.acting_step);
  fact.holder = route.holder;
  fact.severity = route.severity;
  if (doing.aside.severity_alone != 0) {
    fact.severity_alone = route.severity;
    fact.severity = severity_of(doing.city(), route.severity, doing.aside.voices);
  }
  fact.is_restricted = doing.city().categories[demand.category.value].restricted && !category.restricted;
  fact.state = demand.state;
  fact.dues = demand.dues;
  if (demand.state == DemandState::filing) {
    fact.lead = route.acting_post;
    return fine;
  }
  fact.lead = route.lead;
  if (fact.lead != demand.lead) {
    fact.state = DemandState::submitted;
    fact.dues[Stage::acceptance] = route.dues[Stage::acceptance];
  }
  put_time_left(doing, stage_limits(category, fact.condition, route.severity), question.effect, fact);
  return fine;
}

}  // namespace wangge::rules
