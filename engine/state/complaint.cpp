#include "engine/state/complaint.h"

#include <algorithm>

#include "engine/state/roster.h"

namespace wangge {

bool may_come_to_act(const Configuration& city, PostId id, PersonId person, Instant now) {
  const Post& post = city.posts[id.value];
  return post.holder == person || post.deputy == person || (post.has_roster && is_on_roster(city, id, person, now));
}

Level highest_level_of(const Configuration& city, PersonId person, Instant now) {
  Level highest = Level::none;
  for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
    if (city.posts[id].level > highest && city.posts[id].present && may_come_to_act(city, PostId{id}, person, now))
      highest = city.posts[id].level;
  }
  return highest;
}

Complaint complaint_of(const Configuration& city, CategoryId category, Party complained_of,
                       std::span<const PostId> chain, Instant now) {
  Complaint complaint{.of = complained_of, .top = chain.empty() ? PostId{} : chain.back()};
  const bool reaches_down = complained_of.is_person() && city.categories[category.value].above_complained;
  if (reaches_down) complaint.up_to = highest_level_of(city, complained_of.person(), now);
  return complaint;
}

Complaint complaint_of(const City& city, const Slot& demand) {
  if (!demand.has_aside) return {};
  const Party complained_of = city.demands.aside(demand).complained_of;
  if (!complained_of) return {};
  return complaint_of(*city.configuration, demand.category, complained_of, city.routes.chain(demand.chain).span(),
                      to_instant(city.now));
}

bool is_below(const Configuration& city, const Complaint& complaint, PostId post) {
  return post != complaint.top && city.posts[post.value].level <= complaint.up_to;
}

bool is_kept_out(const Configuration& city, const Complaint& complaint, const Account& account, Instant now) {
  if (!complaint || account.kind != AccountKind::person) return false;
  const Rights& rights = account.rights;
  if (complaint.of.is_organisation()) return rights.organisation == complaint.of.organisation();
  const PersonId person = complaint.of.person();
  if (rights.person == person) return true;
  const auto is_theirs = [&](PostId post) { return !rights.person && may_come_to_act(city, post, person, now); };
  const auto is_beneath = [&](PostId post) { return is_below(city, complaint, post); };
  const bool has_one_above = std::ranges::any_of(rights.posts, [&](PostId post) { return !is_beneath(post); });
  return std::ranges::any_of(rights.posts, is_theirs) || (!rights.posts.empty() && !has_one_above);
}

}  // namespace wangge
