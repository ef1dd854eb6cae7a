#include "engine/rules/routing.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/rules/routing_parts.h"
#include "engine/rules/working_time.h"
#include "engine/state/complaint.h"
#include "engine/state/roster.h"

namespace wangge::rules {
namespace {

// --- the first responsible post

// The post of the finest place from `place` upwards whose level is `wanted` or above.
FirstPost first_on_territory(const Configuration& city, PlaceId place, Level wanted) {
  for (; place; place = at(city, place).parent) {
    const Level level = level_of(at(city, place).kind);
    if (level >= wanted && at(city, place).post) {
      return {at(city, place).post,
              level == wanted ? FirstPostReason::category_level : FirstPostReason::place_less_precise};
    }
  }
  return {};
}

}  // namespace

FirstPost first_on_road(const Configuration& city, const RoutingQuestion& question, Level wanted) {
  const Place& road = at(city, question.road);
  if (wanted == Level::street && road.kind == PlaceKind::lane) return {at(city, road.parent).post};
  if (wanted == Level::lane && road.kind == PlaceKind::street) return {road.post, FirstPostReason::no_lane};
  return {road.post};
}

FirstPost first_post(const Configuration& city, const RoutingQuestion& question) {
  const Level wanted = wanted_level(city.categories[question.category.value], question);
  if (!is_on_road(wanted)) return first_on_territory(city, question.place, wanted);
  if (question.road) return first_on_road(city, question, wanted);
  return {first_on_territory(city, question.place, Level::grid).post, FirstPostReason::no_road};
}

Chain chain_from(const Configuration& city, PostId post) {
  Chain chain;
  for (; post; post = at(city, post).superior) {
    CHECK(chain.count < chain_posts_max);  // city_check refuses cycles and longer ways up
    chain.posts[chain.count++] = post;
  }
  return chain;
}

namespace {

// The rest of a chain from the first post above that level on; its last post where there is none.
Chain above(const Configuration& city, const Chain& chain, Level level) {
  const auto posts = chain.span();
  auto first = std::ranges::find_if(posts, [&](PostId post) { return at(city, post).level > level; });
  if (first == posts.end()) --first;
  return chain_from(city, *first);
}

// --- who acts

bool on_leave(const Configuration& city, PersonId person, Instant now) {
  auto leave = std::ranges::lower_bound(city.leave, person, {}, &Leave::person);
  for (; leave != city.leave.end() && leave->person == person; ++leave) {
    if (leave->from <= now && now < leave->until) return true;
  }
  return false;
}

}  // namespace

Acting first_acting(const Configuration& city, const Chain& chain, PersonId complained_of, Instant now, Level least) {
  for (std::uint8_t step = 0; step < chain.count; ++step) {
    if (at(city, chain.posts[step]).level < least) continue;
    if (const PersonId holder = acting(city, chain.posts[step], complained_of, now)) return {step, holder};
  }
  return {static_cast<std::uint8_t>(chain.count - 1), {}};
}

namespace {

// --- who leads

bool answers_by_duty(const Organisation& organisation) {
  return organisation.present &&
         (organisation.kind == OrganisationKind::department || organisation.kind == OrganisationKind::utility);
}

// The duties or resources that name exactly this place and category.
template <class Row>
std::span<const Row> rows_at(const std::vector<Row>& rows, PlaceId place, CategoryId category) {
  const auto key = [](const Row& row) { return std::pair(row.place, row.category); };
  const auto first = std::ranges::lower_bound(rows, std::pair(place, category), {}, key);
  return {first, std::ranges::upper_bound(first, rows.end(), std::pair(place, category), {}, key)};
}

// Calls visit(PlaceId) for each place of a demand, from the finest to the widest: unit, building, compound, lane,
// street section, grid, community, subdistrict, city.
template <class Visit>
void each_upwards(const Configuration& city, const RoutingQuestion& question, Visit visit) {
  for (PlaceId place = question.place; place; place = at(city, place).parent) {
    if (at(city, place).kind == PlaceKind::grid) {
      for (PlaceId road = question.road; road && is_road(at(city, road).kind); road = at(city, road).parent)
        visit(road);
    }
    visit(place);
  }
}

// The organisations whose duty list covers category and place or road: the most precise one first, then by code.
std::vector<OrganisationId> covering(const Configuration& city, const RoutingQuestion& question) {
  std::vector<OrganisationId> organisations;
  each_upwards(city, question, [&](PlaceId place) {
    for (const Duty& duty : rows_at(city.duties, place, question.category)) {
      if (!answers_by_duty(city.organisations[duty.organisation.value])) continue;
      if (std::ranges::find(organisations, duty.organisation) == organisations.end()) {
        organisations.push_back(duty.organisation);
      }
    }
  });
  return organisations;
}

// The asset that is named; null where none is, or where the city has it no more.
const Asset* asset_of(const Configuration& city, const RoutingQuestion& question) {
  const AssetId id = question.subject.asset();
  return id && city.assets[id.value].present ? &city.assets[id.value] : nullptr;
}

// The reason that combines why nobody led so far with the fact that the next party is complained of: both are told.
LeadReason and_complained_of(LeadReason reason) {
  switch (reason) {
    case LeadReason::no_compound: return LeadReason::no_compound_complained_of;
    case LeadReason::community_manages: return LeadReason::community_manages_complained_of;
    case LeadReason::organisation_gone: return LeadReason::organisation_gone_complained_of;
    case LeadReason::category_names_post:
    case LeadReason::property_company:
    case LeadReason::duty_list:
    case LeadReason::no_duty_covers:
    case LeadReason::complained_of:
    case LeadReason::nobody_acting:
    case LeadReason::asset_owner:
    case LeadReason::owner_unknown:
    case LeadReason::no_compound_complained_of:
    case LeadReason::community_manages_complained_of:
    case LeadReason::organisation_gone_complained_of: return reason;
  }
  return reason;
}

// The party that was sought first stays in the reason; a complaint about a later one is added to it.
void miss(std::optional<LeadingOrganisation>& missed, const LeadingOrganisation& next) {
  if (!missed) {
    missed = next;
  } else if (next.reason == LeadReason::complained_of) {
    missed = {{}, and_complained_of(missed->reason), missed->sought ? missed->sought : next.sought};
  }
}

}  // namespace

LeadingOrganisation leading_organisation(const Configuration& city, const RoutingQuestion& question) {
  const Category& category = city.categories[question.category.value];
  if (wanted_lead(category, question) == Lead::post) return {};

  std::optional<LeadingOrganisation> missed;
  if (const Asset* const asset = asset_of(city, question)) {
    if (!asset->owner) return {{}, LeadReason::owner_unknown, {}};
    if (!city.organisations[asset->owner.value].present) {
      missed = {{}, LeadReason::organisation_gone, asset->owner};
    } else if (question.complained_of == Party(asset->owner)) {
      missed = {{}, LeadReason::complained_of, asset->owner};
    } else {
      return {asset->owner, LeadReason::asset_owner, {}};
    }
  }
  if (category.owner_kind == OwnerKind::property) {
    const PlaceId compound = city.enclosing(question.place, PlaceKind::compound);
    const OrganisationId manager = compound ? at(city, compound).manager : OrganisationId{};
    LeadingOrganisation company;
    if (!compound) {
      company = {{}, LeadReason::no_compound, {}};
    } else if (!manager) {
      company = {{}, LeadReason::community_manages, {}};
    } else if (!city.organisations[manager.value].present) {
      company = {{}, LeadReason::organisation_gone, manager};
    } else if (question.complained_of == Party(manager)) {
      company = {{}, LeadReason::complained_of, manager};
    } else {
      return {manager, LeadReason::property_company, {}};
    }
    miss(missed, company);
  }
  for (const OrganisationId organisation : covering(city, question)) {
    if (question.complained_of != Party(organisation)) return {organisation, LeadReason::duty_list, {}};
    miss(missed, {{}, LeadReason::complained_of, organisation});
  }
  return missed.value_or(LeadingOrganisation{{}, LeadReason::no_duty_covers, {}});
}

namespace {

// --- who owns or offers what is needed

bool is_present(const Configuration& city, Party who) {
  return who.is_person() ? city.people[who.person().value].present
                         : city.organisations[who.organisation().value].present;
}

// The parties that offer help with this category there: persons, or organisations; the most precise place first, then
// by code.
std::vector<Party> offering(const Configuration& city, const RoutingQuestion& question, bool persons) {
  std::vector<Party> parties;
  each_upwards(city, question, [&](PlaceId place) {
    for (const Resource& resource : rows_at(city.resources, place, question.category)) {
      if (resource.who.is_person() != persons || !is_present(city, resource.who)) continue;
      if (std::ranges::find(parties, resource.who) == parties.end()) parties.push_back(resource.who);
    }
  });
  return parties;
}

}  // namespace

std::vector<Offer> offers_for(const Configuration& city, const RoutingQuestion& question) {
  const Category& category = city.categories[question.category.value];
  std::vector<Offer> offers;
  const auto add = [&](Party who, OfferReason reason) {
    const bool is_listed = std::ranges::find(offers, who, &Offer::who) != offers.end();
    const bool fits = offers.size() < limits::offers_max && who != question.complained_of && !is_listed;
    if (fits) offers.push_back({who, reason});
    return fits;
  };

  if (const Asset* const asset = asset_of(city, question)) {
    const auto add_present = [&](OrganisationId who, OfferReason reason) {
      if (who && city.organisations[who.value].present) add(who, reason);
    };
    add_present(asset->owner, OfferReason::asset_owner);
    add_present(asset->keeper, OfferReason::asset_keeper);
  }
  if (category.owner_kind == OwnerKind::property) {
    const PlaceId compound = city.enclosing(question.place, PlaceKind::compound);
    const OrganisationId manager = compound ? at(city, compound).manager : OrganisationId{};
    if (manager && city.organisations[manager.value].present) add(manager, OfferReason::property_company);
  }
  for (const OrganisationId organisation : covering(city, question)) {
    add(organisation, OfferReason::duty_list);
  }
  if (category.restricted) return offers;
  for (const Party organisation : offering(city, question, false)) {
    add(organisation, OfferReason::alliance_resource);
  }
  std::size_t volunteers = 0;
  for (const Party person : offering(city, question, true)) {
    if (volunteers == limits::volunteers_offered_max) break;
    volunteers += add(person, OfferReason::volunteer_skill) ? 1 : 0;
  }
  return offers;
}

namespace {

// --- how severe

bool all_working(std::initializer_list<Limit> limits) {
  bool any = false;
  for (const Limit limit : limits) {
    if (limit && !is_working(limit.unit)) return false;
    any = any || limit;
  }
  return any;
}

}  // namespace

std::uint8_t effective_severity(const Category& category, const RoutingQuestion& question) {
  if (question.severity != 0) return question.severity;
  if (question.effect != nullptr && question.effect->severity != 0) return question.effect->severity;
  if (question.condition != 0) {
    const Condition& named = category.conditions[question.condition];
    if (all_working({named.contain, named.resolve})) return std::max<std::uint8_t>(category.severity, 3);
  }
  return category.severity;
}

namespace {

// A post leads where no organisation does; where nobody on the whole chain acts, the last post leads, by duty.
void set_lead(Route& result, const LeadingOrganisation& organisation, const Acting& post) {
  result.sought = organisation.sought;
  result.lead_reason = organisation.reason;
  if (organisation.organisation) {
    result.lead = organisation.organisation;
    return;
  }
  result.lead = result.chain.posts[post.step];
  if (!post.holder) result.lead_reason = LeadReason::nobody_acting;
}

}  // namespace

PersonId acting(const Configuration& city, PostId id, PersonId complained_of, Instant now) {
  const Post& post = at(city, id);
  if (post.has_roster) {
    const PersonId person = on_duty(city, id, now).person;
    if (person && may_act(city, person, complained_of, now)) return person;
  }
  for (const PersonId person : {post.holder, post.deputy}) {
    if (person && may_act(city, person, complained_of, now)) return person;
  }
  return {};
}

std::uint8_t first_acting_from(const Configuration& city, std::span<const PostId> chain, std::size_t step,
                               PersonId complained_of, Instant now) {
  while (step + 1 < chain.size() && !acting(city, chain[step], complained_of, now)) ++step;
  return static_cast<std::uint8_t>(step);
}

bool may_act(const Configuration& city, PersonId person, PersonId complained_of, Instant now) {
  return person != complained_of && !on_leave(city, person, now);
}

bool is_kept_out(const Configuration& city, const Complaint& complaint, Party who, Instant now) {
  if (!complaint || !who) return false;
  if (who == complaint.of) return true;
  if (!who.is_post() || !complaint.of.is_person()) return false;
  const PersonId person = complaint.of.person();
  return is_below(city, complaint, who.post()) ||
         (may_come_to_act(city, who.post(), person, now) && !acting(city, who.post(), person, now));
}

std::uint8_t first_free_from(const Configuration& city, const Complaint& complaint, std::span<const PostId> chain,
                             std::size_t step, Instant now) {
  while (step + 1 < chain.size() && is_kept_out(city, complaint, chain[step], now)) ++step;
  return static_cast<std::uint8_t>(std::min(step, chain.size() - 1));
}

Route route(const Configuration& city, const RoutingQuestion& question, Instant now) {
  const Category& category = city.categories[question.category.value];
  const PersonId complained_of = question.complained_of.person();

  Route result;
  const FirstPost first = first_post(city, question);
  CHECK(first.post);
  result.first_post_reason = first.reason;
  result.chain = chain_from(city, first.post);
  if (category.above_complained && complained_of) {
    if (const Level level = highest_level_of(city, complained_of, now); level != Level::none) {
      const Chain left = above(city, result.chain, level);
      if (left.posts[0] != first.post) result.first_post_reason = FirstPostReason::above_complained;
      result.chain = left;
    }
  }
  const LeadingOrganisation leading = leading_organisation(city, question);
  const Acting leads = first_acting(city, result.chain, complained_of, now, least_level(leading.reason));
  // A demand that is checked first is checked near by, whoever is to lead then.
  const Acting who = category.check_first ? first_acting(city, result.chain, complained_of, now) : leads;
  result.acting_step = who.step;
  result.holder = who.holder;
  set_lead(result, leading, leads);
  result.offers = offers_for(city, question);
  result.severity = effective_severity(category, question);
  result.tell_chain = tells_chain(category, result.severity);
  return result;
}

StageLimits stage_limits(const Category& category, std::uint8_t condition, std::uint8_t severity) {
  const Condition* named = condition == 0 ? nullptr : &category.conditions[condition];
  StageLimits limits{
      {category.accept, named ? named->contain : category.contain, named ? named->resolve : category.resolve}};
  // An emergency does not wait for opening hours: where all limits are on the working clock, all are moved to the
  // continuous one.
  if (severity <= 2 && all_working({limits.of[1], limits.of[2]})) {
    for (Limit& limit : limits.of) limit = on_continuous_clock(limit);
  }
  return limits;
}

Dues dues(const Calendar& calendar, const StageLimits& limits, Instant received) {
  Dues result;
  for (int stage = 0; stage < category_stages; ++stage) {
    if (limits.of[stage]) result.of[stage] = to_seconds(deadline(calendar, received, limits.of[stage]));
  }
  return result;
}

LimitUnit clock_of(const City& city, const Slot& demand, Stage stage) {
  const Configuration& configuration = *city.configuration;
  switch (stage) {
    case Stage::verification: return configuration.limits.verification.unit;
    case Stage::rating: return configuration.limits.rating.unit;
    case Stage::reopening: return configuration.limits.reopening.unit;
    case Stage::check: break;
    case Stage::approval:
      if (city.demands.aside(demand).pending != Pending::hand_over) return configuration.limits.approval.unit;
      stage = Stage::acceptance;
      break;
    case Stage::review: return configuration.limits.approval.unit;
    case Stage::suspension: return LimitUnit::calendar_day;
    case Stage::acceptance:
    case Stage::containment:
    case Stage::resolution: break;
  }
  const Category& category = configuration.categories[demand.category.value];
  const std::uint8_t condition = demand.condition < category.conditions.size() ? demand.condition : std::uint8_t{0};
  if (stage == Stage::check) return check_limit(configuration.limits, category, condition, demand.severity).unit;
  return stage_limits(category, condition, demand.severity).of[static_cast<int>(stage)].unit;
}

Duration used_before(const City& city, const Slot& demand, Stage stage, LimitUnit clock) {
  if (!demand.has_aside || is_over(demand.state) || (stage != Stage::containment && stage != Stage::resolution))
    return {};
  const PastPause& pause = city.demands.aside(demand).pause;
  if (!pause || (stage == Stage::resolution && pause.has_waited)) return {};
  return elapsed(city.configuration->calendars.of(demand.place), clock, to_instant(pause.began),
                 to_instant(pause.from));
}

Limit check_limit(const CityLimits& limits, const Category& category, std::uint8_t condition, std::uint8_t severity) {
  const StageLimits all = stage_limits(category, condition, severity);
  const Limit& contain = all.of[due_index(Stage::containment)];
  const Limit& resolve = all.of[due_index(Stage::resolution)];
  const bool is_continuous = (contain || resolve) && !is_working(contain.unit) && !is_working(resolve.unit);
  return severity <= 2 || is_continuous ? on_continuous_clock(limits.check) : limits.check;
}

CityDues city_dues(const CityLimits& limits, const Calendar& calendar, Instant from) {
  const auto due = [&](Limit limit) { return limit ? to_seconds(deadline(calendar, from, limit)) : Seconds{0}; };
  return {.check = due(limits.check),
          .verification = due(limits.verification),
          .rating = due(limits.rating),
          .approval = due(limits.approval),
          .reopening = std::max(due(limits.reopening), due(limits.appeal))};
}

}  // namespace wangge::rules
