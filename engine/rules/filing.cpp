// Before a demand is in somebody's hands, and who else has a hand in it: filing, assistants, another place.

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/rules/doing.h"
#include "engine/rules/routing_parts.h"
#include "engine/rules/subjects.h"

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

// Nothing is everywhere.
bool is_there(const Configuration& city, Subject subject, PlaceId place, PlaceId road) {
  PlaceId grid;
  return !settle(city, subject, place, road) && !check_place(city, place, road, grid);
}

}  // namespace

// Looked at, and found to be one: it goes where it would have gone, with the limits counted from when it was received.
Refusal file(const Doing& doing, Acted& fact) {
  const Slot& demand = doing.demand;
  const LeadingOrganisation leading = leading_organisation(doing.city(), question_of(doing));
  fact.acting_step = first_acting(doing.city(), doing.chain, doing.aside.complained_of.person(), doing.context.now, least_level(leading.reason)).step;
  fact.lead = leading.organisation ? Party(leading.organisation) : Party(doing.chain.posts[fact.acting_step]);
  fact.escalated_step = std::max(fact.escalated_step, fact.acting_step);
  doing.begin_at(to_instant(demand.received), fact);
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
  const Router::Answer route = doing.context.router.answer(question, doing.context.now, draft.events, draft.blob);
  fact.chain = route.chain;
  fact.offers = route.offers;
  fact.acting_step = route.acting_step;
  fact.holder = route.holder;
  fact.dues = demand.dues;
  fact.waits = demand.waits && question.effect != nullptr && question.effect->from_its_end;
  if (demand.waits && !fact.waits) {  // it waited for what is not there
    const StageLimits limits = stage_limits(doing.city().categories[demand.category.value], demand.condition, demand.severity);
    fact.dues[Stage::resolution] = begin(doing.context.city, fact.place, limits, question.effect, doing.context.now).dues[Stage::resolution];
  }
  if (demand.state == DemandState::filing) {
    fact.lead = route.acting_post;
  } else {
    fact.lead = route.lead;
    fact.dues[Stage::acceptance] = doing.acceptance_anew();
  }
  return fine;
}

}  // namespace wangge::rules
