#include "engine/rules/jobs.h"
#include "engine/rules/situations.h"

#include <algorithm>
#include <chrono>

#include "engine/base/limits.h"
#include "engine/rules/handlers.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};
// How long after its beginning a situation may be declared: a snowfall of the night is declared in the morning.
constexpr Duration declared_late_max = std::chrono::hours{24};

Refusal check(const Context& context, SituationId situation, PlaceId place, Party as) {
  if (!context.city.configuration) return {Reason::no_city};
  const Configuration& city = *context.city.configuration;
  const bool is_known =
      situation && situation.value < city.situations.size() && city.situations[situation.value].present;
  if (!is_known) return {Reason::unknown_situation, situation.value};
  if (!place || place.value >= city.places.size() || !city.places[place.value].present)
    return {Reason::unknown_place, place.value};
  if (city.places[place.value].kind > PlaceKind::grid) return {Reason::scope_too_small, place.value};
  const bool is_post = as.is_post() && as.post().value < city.posts.size() && city.posts[as.post().value].present;
  if (!is_post || !may_speak(context, as)) return {Reason::not_allowed, as.raw()};
  const Post& post = city.posts[as.post().value];
  const Level least = city.situations[situation.value].declared_by;
  if (post.level < least || !city.lies_in(place, post.place))
    return {Reason::not_declared_by, static_cast<std::uint32_t>(least)};
  return fine;
}

}  // namespace

const SituationInForce* in_force(const City& city, SituationId situation, PlaceId place) {
  for (const SituationInForce& one : city.situations) {
    if (one.situation == situation && city.configuration->lies_in(place, one.place)) return &one;
  }
  return nullptr;
}

const SituationEffect* find_effect(const City& city, PlaceId place, const Category& category, std::uint8_t condition) {
  return first_effect(category, condition,
                      [&](SituationId situation) { return in_force(city, situation, place) != nullptr; });
}

Begun begin(const City& city, PlaceId place, const StageLimits& limits, const SituationEffect* effect, Instant from) {
  Begun begun{dues(city.configuration->calendars.of(place), limits, from), false};
  if (effect != nullptr && effect->from_its_end) {
    begun.dues[Stage::resolution] = 0;
    begun.waits = true;
  }
  return begun;
}

Begun begin(const City& city, const Slot& demand, Instant from) {
  const StageLimits limits =
      stage_limits(city.configuration->categories[demand.category.value], demand.condition, demand.severity);
  return begin(city, demand.place, limits, effect_on(city, demand.place, demand.category, demand.condition), from);
}

Refusal on(const Context& context, const DeclareSituation& command) {
  if (const Refusal refusal = check(context, command.situation, command.place, command.as)) return refusal;
  if (in_force(context.city, command.situation, command.place) != nullptr) return {Reason::situation_in_force};
  const Instant since = command.since == 0 ? context.now : to_instant(command.since);
  if (since > context.now || since < context.now - declared_late_max) return {Reason::bad_since};
  constexpr auto most = static_cast<std::uint32_t>(limits::situations_in_force_max);
  if (context.city.situations.size() >= most) return {Reason::too_many_situations, most, most};
  if (const Refusal refusal = check_job_room(context.city)) return refusal;
  const Sender& sender = context.sender();
  context.draft.events.push_back(SituationDeclared{.session = sender.session,
                                                   .sequence = sender.sequence,
                                                   .account = sender.account,
                                                   .as = command.as,
                                                   .place = command.place,
                                                   .since = to_seconds(since),
                                                   .situation = command.situation,
                                                   .recorded = is_recorded(context)});
  return fine;
}

Refusal on(const Context& context, const EndSituation& command) {
  if (const Refusal refusal = check(context, command.situation, command.place, command.as)) return refusal;
  const SituationInForce* const found = in_force(context.city, command.situation, command.place);
  if (found == nullptr || found->place != command.place) return {Reason::situation_not_in_force};
  if (const Refusal refusal = check_job_room(context.city)) return refusal;
  const Sender& sender = context.sender();
  context.draft.events.push_back(SituationEnded{.session = sender.session,
                                                .sequence = sender.sequence,
                                                .account = sender.account,
                                                .as = command.as,
                                                .place = command.place,
                                                .situation = command.situation,
                                                .recorded = is_recorded(context)});
  return fine;
}

}  // namespace wangge::rules
