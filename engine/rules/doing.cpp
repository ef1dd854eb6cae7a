#include "engine/rules/doing.h"

namespace wangge::rules {

PersonId Doing::acting_for(PostId post) const {
  return acting(city(), post, aside.complained_of.person(), context.now);
}

std::uint8_t Doing::first_acting_from(int step) const {
  return rules::first_acting_from(city(), chain.span(), static_cast<std::size_t>(step), aside.complained_of.person(),
                                  context.now);
}

Seconds Doing::acceptance_anew() const {
  const StageLimits limits = stage_limits(city().categories[demand.category.value], demand.condition, demand.severity);
  return dues(calendar(), limits, context.now)[Stage::acceptance];
}

Refusal Doing::check_owner(Party owner) const {
  const Refusal unknown{Reason::unknown_owner, owner.raw()};
  const bool is_known_post = owner.is_post() && owner.post().value < city().posts.size();
  if ((is_known_post || owner.is_organisation()) && is_kept_out(city(), complaint(), owner, context.now))
    return {Reason::owner_complained_of, owner.raw()};
  if (owner.is_organisation()) {
    const std::uint32_t id = owner.organisation().value;
    return id < city().organisations.size() && city().organisations[id].present ? Refusal{} : unknown;
  }
  const std::uint32_t id = owner.post().value;
  const bool may = owner.is_post() && id < city().posts.size() && city().posts[id].present && acting_for(owner.post());
  return may ? Refusal{} : unknown;
}

}  // namespace wangge::rules
