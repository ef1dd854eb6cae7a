#include "engine/rules/explain.h"

#include <algorithm>

#include "engine/rules/working_time.h"
#include "engine/state/roster.h"

namespace wangge::rules {
namespace {

Candidate candidate(const Configuration& city, PersonId person, PersonId complained_of, Instant now) {
  if (!person) return {};
  if (person == complained_of) return {person, Standing::complained_of};
  for (const Leave& leave : city.leave) {
    if (leave.person == person && leave.from <= now && now < leave.until)
      return {person, Standing::on_leave, leave.until};
  }
  return {person, Standing::acts};
}

ChainPost chain_post(const Configuration& city, PostId id, PersonId complained_of, Instant now) {
  const Post& post = city.posts[id.value];
  const Stint stint = on_duty(city, id, now);
  return {.post = id,
          .on_duty = candidate(city, stint.person, complained_of, now),
          .handed_over = stint.until,
          .holder = candidate(city, post.holder, complained_of, now),
          .deputy = candidate(city, post.deputy, complained_of, now),
          .acting = acting(city, id, complained_of, now)};
}

SeverityReason severity_reason(const Category& category, const RoutingQuestion& question, std::uint8_t severity) {
  if (question.severity != 0) return SeverityReason::given;
  if (question.effect != nullptr && question.effect->severity != 0) return SeverityReason::situation;
  return severity == category.severity ? SeverityReason::category : SeverityReason::condition_can_wait;
}

StageDue stage_due(const Configuration& city, PlaceId place, Stage stage, Limit limit, Instant received, Instant due) {
  const bool is_provisional =
      is_working(limit.unit) && touches_provisional_year(city.calendars.of(place), received, due);
  return {stage, limit, due, is_provisional, false};
}

StageDue check_due(const Configuration& city, PlaceId place, Limit limit, Instant received) {
  return stage_due(city, place, Stage::check, limit, received, deadline(city.calendars.of(place), received, limit));
}

}  // namespace

Explanation explain(const Configuration& city, const RoutingQuestion& question, Instant received) {
  Explanation result;
  result.route = route(city, question, received);
  for (const PostId post : result.route.chain.span()) {
    result.chain.push_back(chain_post(city, post, question.complained_of.person(), received));
  }

  const Category& category = city.categories[question.category.value];
  result.severity_reason = severity_reason(category, question, result.route.severity);
  const StageLimits limits = stage_limits(category, question.condition, result.route.severity);
  if (category.check_first) {
    result.checks = result.route.chain.posts[result.route.acting_step];
    const Limit limit = check_limit(city.limits, category, question.condition, result.route.severity);
    if (limit) result.stages.push_back(check_due(city, question.place, limit, received));
  }
  const Dues instants = dues(city.calendars.of(question.place), limits, received);
  for (int stage = 0; stage < category_stages; ++stage) {
    if (!limits.of[stage]) continue;
    if (question.effect != nullptr && question.effect->from_its_end && Stage(stage) == Stage::resolution) {
      result.stages.push_back({Stage(stage), limits.of[stage], {}, false, true});
      continue;
    }
    if (category.check_first && Stage(stage) == Stage::acceptance) {
      result.stages.push_back({.stage = Stage(stage), .limit = limits.of[stage], .from_filing = true});
      continue;
    }
    const Instant due = to_instant(instants.of[stage]);
    result.stages.push_back(stage_due(city, question.place, Stage(stage), limits.of[stage], received, due));
  }
  // The limits of severity 4 are never moved to another clock.
  const StageLimits unhurried = stage_limits(category, question.condition, 4);
  result.made_continuous = !std::ranges::equal(limits.of, unhurried.of);
  return result;
}

}  // namespace wangge::rules
