#include "tests/naive_router.h"

#include <algorithm>
#include <set>
#include <string>

#include "engine/base/limits.h"
#include "engine/rules/working_time.h"

namespace wangge::tests {

using rules::RoutingQuestion;

NaiveRouter::NaiveRouter(const Configuration& configuration) : city_(configuration) {
  for (const Duty& duty : city_.duties) duties_[{duty.category, duty.place}].push_back(duty.organisation);
  for (const Resource& resource : city_.resources) {
    const std::pair key{resource.category, resource.place};
    if (resource.who.is_organisation()) organisation_resources_[key].push_back(resource.who.organisation());
    if (resource.who.is_person()) person_resources_[key].push_back(resource.who.person());
  }
  for (std::uint32_t i = 1; i < city_.posts.size(); ++i) {
    const Post& post = city_.posts[i];
    if (!post.present) continue;
    if (post.holder) posts_of_[post.holder].push_back(PostId{i});
    if (post.deputy) posts_of_[post.deputy].push_back(PostId{i});
  }
  for (const Leave& leave : city_.leave) leave_[leave.person].push_back(leave);
  for (const Rotation& rotation : city_.rotations) rotations_[rotation.post].push_back(rotation);
  for (const Shift& shift : city_.shifts) shifts_[shift.post].push_back(shift);
}

NaiveAnswer NaiveRouter::answer(const RoutingQuestion& question, Instant now) const {
  NaiveAnswer answer;
  const FirstPost first = first_post(question);
  answer.first_post_reason = first.reason;
  for (PostId post = first.post; post; post = city_.posts[post.value].superior) answer.chain.push_back(post);
  if (city_.categories[question.category.value].above_complained && question.complained_of.is_person()) {
    start_above_complained(question.complained_of.person(), now, answer);
  }
  find_who_acts(question, now, answer);
  find_lead(question, now, answer);
  find_offers(question, answer);
  find_dues(question, now, answer);
  return answer;
}

NaiveRouter::FirstPost NaiveRouter::first_post(const RoutingQuestion& question) const {
  const Level wanted = city_.categories[question.category.value].first_level;
  if (wanted == Level::lane || wanted == Level::street) {
    return first_post_on_road(question.place, question.road, wanted);
  }
  return first_post_on_territory(question.place, wanted);
}

NaiveRouter::FirstPost NaiveRouter::first_post_on_territory(PlaceId place, Level wanted) const {
  for (const PlaceId above : upwards(place)) {
    const PostId post = city_.places[above.value].post;
    if (!post) continue;
    const Level level = city_.posts[post.value].level;
    if (level == wanted) return {post, FirstPostReason::category_level};
    if (level > wanted) return {post, FirstPostReason::place_less_precise};
  }
  return {};
}

NaiveRouter::FirstPost NaiveRouter::first_post_on_road(PlaceId place, PlaceId road, Level wanted) const {
  if (!road) return {first_post_on_territory(place, Level::grid).post, FirstPostReason::no_road};
  const Place& given = city_.places[road.value];
  if (wanted == Level::lane) {
    const bool is_lane = given.kind == PlaceKind::lane;
    return {given.post, is_lane ? FirstPostReason::category_level : FirstPostReason::no_lane};
  }
  const Place& street = given.kind == PlaceKind::lane ? city_.places[given.parent.value] : given;
  return {street.post, FirstPostReason::category_level};
}

void NaiveRouter::start_above_complained(PersonId person, Instant now, NaiveAnswer& answer) const {
  std::set<PostId> posts;
  if (const auto held = posts_of_.find(person); held != posts_of_.end())
    posts.insert(held->second.begin(), held->second.end());
  for (const auto& [post, rotations] : rotations_) {
    if (has_turns_left(post, person, now)) posts.insert(post);
  }
  for (const auto& [post, shifts] : shifts_) {
    if (has_turns_left(post, person, now)) posts.insert(post);
  }
  if (posts.empty()) return;
  Level highest = Level::none;
  for (const PostId post : posts) highest = std::max(highest, city_.posts[post.value].level);
  while (answer.chain.size() > 1 && city_.posts[answer.chain.front().value].level <= highest) {
    answer.chain.erase(answer.chain.begin());
    answer.first_post_reason = FirstPostReason::above_complained;
  }
}

// Where nobody knows who owns the asset, those below the subdistrict are passed over, but for a look before filing.
void NaiveRouter::find_who_acts(const RoutingQuestion& question, Instant now, NaiveAnswer& answer) const {
  const bool looks_first = city_.categories[question.category.value].check_first;
  const Level least = owner_is_sought(question) && !looks_first ? Level::subdistrict : Level::unit;
  const auto [step, person] = first_who_acts(answer.chain, least, question.complained_of.person(), now);
  answer.acting_step = step;
  answer.holder = person;
}

std::pair<int, PersonId> NaiveRouter::first_who_acts(const std::vector<PostId>& chain, Level least,
                                                     PersonId complained_of, Instant now) const {
  for (std::size_t step = 0; step < chain.size(); ++step) {
    const Post& post = city_.posts[chain[step].value];
    if (post.level < least) continue;
    for (const PersonId person : {on_duty(chain[step], now), post.holder, post.deputy}) {
      if (can_act(person, complained_of, now)) return {static_cast<int>(step), person};
    }
  }
  return {static_cast<int>(chain.size()) - 1, PersonId{}};
}

const Asset* NaiveRouter::asset_of(const RoutingQuestion& question) const {
  if (question.subject.raw() == 0 || question.subject.is_door()) return nullptr;
  const Asset& asset = city_.assets.at(question.subject.asset().value);
  return asset.present ? &asset : nullptr;
}

bool NaiveRouter::owner_is_sought(const RoutingQuestion& question) const {
  if (city_.categories[question.category.value].lead == Lead::post) return false;
  const Asset* const asset = asset_of(question);
  return asset != nullptr && asset->owner == OrganisationId{};
}

PersonId NaiveRouter::on_duty(PostId post, Instant now) const {
  if (const auto found = shifts_.find(post); found != shifts_.end()) {
    for (const Shift& shift : found->second) {
      if (shift.from <= now && now < shift.until) return shift.person;
    }
  }
  const Rotation* latest = nullptr;
  if (const auto found = rotations_.find(post); found != rotations_.end()) {
    for (const Rotation& rotation : found->second) {
      if (rotation.from <= now && (latest == nullptr || latest->from < rotation.from)) latest = &rotation;
    }
  }
  if (latest == nullptr) return {};
  std::size_t whose = 0;
  for (Instant handed_over = latest->from + latest->length; handed_over <= now; handed_over += latest->length) {
    whose = whose + 1 == latest->people.size() ? 0 : whose + 1;
  }
  return latest->people[whose];
}

// A rotation is over when a later one has begun.
bool NaiveRouter::has_turns_left(PostId post, PersonId person, Instant now) const {
  if (const auto found = shifts_.find(post); found != shifts_.end()) {
    for (const Shift& shift : found->second) {
      if (shift.person == person && shift.until > now) return true;
    }
  }
  const auto found = rotations_.find(post);
  if (found == rotations_.end()) return false;
  return std::ranges::any_of(found->second, [&](const Rotation& one) {
    const bool is_over = std::ranges::any_of(
        found->second, [&](const Rotation& other) { return other.from > one.from && other.from <= now; });
    return !is_over && std::ranges::find(one.people, person) != one.people.end();
  });
}

bool NaiveRouter::can_act(PersonId person, PersonId complained_of, Instant now) const {
  if (!person || person == complained_of) return false;
  const auto found = leave_.find(person);
  if (found == leave_.end()) return true;
  return std::ranges::none_of(found->second, [&](const Leave& l) { return l.from <= now && now < l.until; });
}

LeadReason NaiveRouter::with_complained_of(LeadReason first) {
  if (first == LeadReason::no_compound) return LeadReason::no_compound_complained_of;
  if (first == LeadReason::community_manages) return LeadReason::community_manages_complained_of;
  return first == LeadReason::organisation_gone ? LeadReason::organisation_gone_complained_of : first;
}

void NaiveRouter::find_lead(const RoutingQuestion& question, Instant now, NaiveAnswer& answer) const {
  const Category& category = city_.categories[question.category.value];
  const Party post = answer.chain[static_cast<std::size_t>(answer.acting_step)];
  const OrganisationId complained_of = question.complained_of.organisation();

  if (category.lead == Lead::post) {
    answer.lead = post;
    answer.lead_reason = answer.holder ? LeadReason::category_names_post : LeadReason::nobody_acting;
    return;
  }

  if (owner_is_sought(question)) {
    const auto [step, person] = first_who_acts(answer.chain, Level::subdistrict, question.complained_of.person(), now);
    answer.lead = answer.chain[static_cast<std::size_t>(step)];
    answer.lead_reason = person ? LeadReason::owner_unknown : LeadReason::nobody_acting;
    return;
  }

  std::optional<LeadReason> why_not_owner;
  if (const Asset* const asset = asset_of(question)) {
    if (!city_.organisations[asset->owner.value].present) {
      why_not_owner = LeadReason::organisation_gone;
    } else if (asset->owner == complained_of) {
      why_not_owner = LeadReason::complained_of;
    } else {
      answer.lead = asset->owner;
      answer.lead_reason = LeadReason::asset_owner;
      return;
    }
  }

  std::optional<LeadReason> why_no_company;
  if (category.owner_kind == OwnerKind::property) {
    const auto compound = compound_of(question.place);
    const OrganisationId manager = compound ? city_.places[compound->value].manager : OrganisationId{};
    if (!compound) {
      why_no_company = LeadReason::no_compound;
    } else if (!manager) {
      why_no_company = LeadReason::community_manages;
    } else if (manager == complained_of) {
      why_no_company = LeadReason::complained_of;
    } else if (!city_.organisations[manager.value].present) {
      why_no_company = LeadReason::organisation_gone;
    } else {
      answer.lead = manager;
      answer.lead_reason = LeadReason::property_company;
      return;
    }
  }

  bool complained_of_is_on_duty = false;
  for (const OrganisationId organisation : on_duty(question.category, question.place, question.road)) {
    if (organisation == complained_of) {
      complained_of_is_on_duty = true;
      continue;
    }
    answer.lead = organisation;
    answer.lead_reason = LeadReason::duty_list;
    return;
  }

  answer.lead = post;
  if (!answer.holder) {
    answer.lead_reason = LeadReason::nobody_acting;
  } else if (why_not_owner || why_no_company) {
    const LeadReason first = why_not_owner ? *why_not_owner : *why_no_company;
    const bool is_complained_of_next =
        complained_of_is_on_duty || (why_not_owner && why_no_company == LeadReason::complained_of);
    answer.lead_reason = is_complained_of_next ? with_complained_of(first) : first;
  } else {
    answer.lead_reason = complained_of_is_on_duty ? LeadReason::complained_of : LeadReason::no_duty_covers;
  }
}

void NaiveRouter::find_offers(const RoutingQuestion& question, NaiveAnswer& answer) const {
  const Category& category = city_.categories[question.category.value];
  std::set<std::uint32_t> seen;
  const auto offer = [&](Party who, OfferReason reason) {
    const bool full = answer.offers.size() == limits::offers_max;
    if (full || who == question.complained_of || !seen.insert(who.raw()).second) return false;
    answer.offers.emplace_back(who, reason);
    return true;
  };

  if (const Asset* const asset = asset_of(question)) {
    for (const auto& [who, reason] :
         {std::pair{asset->owner, OfferReason::asset_owner}, std::pair{asset->keeper, OfferReason::asset_keeper}}) {
      if (who && city_.organisations[who.value].present) offer(who, reason);
    }
  }
  const auto compound = compound_of(question.place);
  if (category.owner_kind == OwnerKind::property && compound) {
    const OrganisationId manager = city_.places[compound->value].manager;
    if (manager && city_.organisations[manager.value].present) offer(manager, OfferReason::property_company);
  }
  for (const OrganisationId who : on_duty(question.category, question.place, question.road))
    offer(who, OfferReason::duty_list);
  if (category.restricted) return;

  for (const OrganisationId who : organisations_offering(question.category, question.place, question.road)) {
    offer(who, OfferReason::alliance_resource);
  }
  std::size_t volunteers = 0;
  for (const PersonId who : people_offering(question.category, question.place, question.road)) {
    if (volunteers < limits::volunteers_offered_max && offer(who, OfferReason::volunteer_skill)) ++volunteers;
  }
}

void NaiveRouter::find_dues(const RoutingQuestion& question, Instant now, NaiveAnswer& answer) const {
  const Category& category = city_.categories[question.category.value];
  std::vector<Limit> stage_limits{category.accept, category.contain, category.resolve};
  answer.severity = question.severity == 0 ? category.severity : question.severity;

  if (question.condition != 0) {
    const Condition& condition = category.conditions[question.condition];
    stage_limits[1] = condition.contain;
    stage_limits[2] = condition.resolve;
  }
  bool any_continuous = false;  // of containment and resolution
  for (const Limit limit : {stage_limits[1], stage_limits[2]}) {
    if (limit && !is_working(limit.unit)) any_continuous = true;
  }
  if (question.condition != 0 && question.severity == 0 && !any_continuous) {
    answer.severity = std::max(answer.severity, 3);
  }
  if (answer.severity <= 2 && !any_continuous) {
    for (Limit& limit : stage_limits) limit = on_continuous_clock(limit);
  }
  for (const Limit limit : stage_limits) {
    answer.dues.push_back(limit ? to_seconds(rules::deadline(city_.calendars.of(question.place), now, limit)) : 0);
  }
  answer.tell_chain = answer.severity == 1 || category.tell_chain;
}

std::vector<PlaceId> NaiveRouter::upwards(PlaceId place) const {
  std::vector<PlaceId> places;
  for (; place; place = city_.places[place.value].parent) places.push_back(place);
  return places;
}

std::vector<PlaceId> NaiveRouter::upwards_by_road(PlaceId place, PlaceId road) const {
  std::vector<PlaceId> places = upwards(place);
  if (!road) return places;
  const auto grid =
      std::ranges::find_if(places, [&](PlaceId one) { return city_.places[one.value].kind == PlaceKind::grid; });
  const bool is_lane = city_.places[road.value].kind == PlaceKind::lane;
  const auto before = places.insert(grid, is_lane ? city_.places[road.value].parent : road);
  if (is_lane) places.insert(before, road);
  return places;
}

std::optional<PlaceId> NaiveRouter::compound_of(PlaceId place) const {
  for (const PlaceId above : upwards(place)) {
    if (city_.places[above.value].kind == PlaceKind::compound) return above;
  }
  return std::nullopt;
}

std::vector<OrganisationId> NaiveRouter::on_duty(CategoryId category, PlaceId place, PlaceId road) const {
  std::vector<OrganisationId> all;
  for (const PlaceId above : upwards_by_road(place, road)) {
    const auto found = duties_.find({category, above});
    if (found == duties_.end()) continue;
    std::map<std::string, OrganisationId> by_code;
    for (const OrganisationId organisation : found->second) {
      const auto& [present, kind, seat] = city_.organisations[organisation.value];
      if (present && (kind == OrganisationKind::department || kind == OrganisationKind::utility)) {
        by_code[city_.organisation_names[organisation.value].code] = organisation;
      }
    }
    for (const auto& [code, organisation] : by_code) all.push_back(organisation);
  }
  return all;
}

std::vector<OrganisationId> NaiveRouter::organisations_offering(CategoryId category, PlaceId place,
                                                                PlaceId road) const {
  std::vector<OrganisationId> all;
  for (const PlaceId above : upwards_by_road(place, road)) {
    const auto found = organisation_resources_.find({category, above});
    if (found == organisation_resources_.end()) continue;
    std::map<std::string, OrganisationId> by_code;
    for (const OrganisationId organisation : found->second) {
      if (city_.organisations[organisation.value].present) {
        by_code[city_.organisation_names[organisation.value].code] = organisation;
      }
    }
    for (const auto& [code, organisation] : by_code) all.push_back(organisation);
  }
  return all;
}

std::vector<PersonId> NaiveRouter::people_offering(CategoryId category, PlaceId place, PlaceId road) const {
  std::vector<PersonId> all;
  for (const PlaceId above : upwards_by_road(place, road)) {
    const auto found = person_resources_.find({category, above});
    if (found == person_resources_.end()) continue;
    std::map<std::string, PersonId> by_code;
    for (const PersonId person : found->second) {
      if (city_.people[person.value].present) by_code[city_.person_names[person.value].code] = person;
    }
    for (const auto& [code, person] : by_code) all.push_back(person);
  }
  return all;
}

}  // namespace wangge::tests
