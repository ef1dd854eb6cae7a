#include "engine/rules/routing.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

const Place& at(const Configuration& city, PlaceId place) { return city.places[place.value]; }
const Post& at(const Configuration& city, PostId post) { return city.posts[post.value]; }

// --- the first responsible post

struct FirstPost {
  PostId post;
  FirstPostReason reason = FirstPostReason::category_level;
};

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

bool is_on_road(Level wanted) { return wanted == Level::lane || wanted == Level::street; }

FirstPost first_on_road(const Configuration& city, const RoutingQuestion& question, Level wanted) {
  const Place& road = at(city, question.road);
  if (wanted == Level::street && road.kind == PlaceKind::lane) return {at(city, road.parent).post};
  if (wanted == Level::lane && road.kind == PlaceKind::street) return {road.post, FirstPostReason::no_lane};
  return {road.post};
}

FirstPost first_post(const Configuration& city, const RoutingQuestion& question) {
  const Level wanted = city.categories[question.category.value].first_level;
  if (!is_on_road(wanted)) return first_on_territory(city, question.place, wanted);
  if (question.road) return first_on_road(city, question, wanted);
  return {first_on_territory(city, question.place, Level::grid).post, FirstPostReason::no_road};
}

// The levels of places that lie one in the other, upwards; roads have others.
constexpr std::array territory_wanted{Level::unit,      Level::building,    Level::grid,
                                      Level::community, Level::subdistrict, Level::city};
constexpr std::size_t territory_levels = territory_wanted.size();
constexpr std::size_t territory_level(Level level) {
  return static_cast<std::size_t>(std::ranges::find(territory_wanted, level) - territory_wanted.begin());
}

Chain chain_from(const Configuration& city, PostId post) {
  Chain chain;
  for (; post; post = at(city, post).superior) {
    CHECK(chain.count < chain_posts_max);  // city_check refuses cycles and longer ways up
    chain.posts[chain.count++] = post;
  }
  return chain;
}

Level highest_level_of(const Configuration& city, PersonId person) {
  Level highest = Level::none;
  for (const Post& post : city.posts) {
    if (post.present && (post.holder == person || post.deputy == person)) highest = std::max(highest, post.level);
  }
  return highest;
}

// What is left of a chain above everybody of a level; its last post where nobody is.
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

struct Acting {
  std::uint8_t step = 0;
  PersonId holder;
};

Acting first_acting(const Configuration& city, const Chain& chain, PersonId complained_of, Instant now) {
  for (std::uint8_t step = 0; step < chain.count; ++step) {
    if (const PersonId holder = acting(city, chain.posts[step], complained_of, now)) return {step, holder};
  }
  return {static_cast<std::uint8_t>(chain.count - 1), {}};
}

// --- who leads

PlaceId compound_of(const Configuration& city, PlaceId place) {
  while (place && at(city, place).kind != PlaceKind::compound) place = at(city, place).parent;
  return place;
}

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

// The organisations whose duty list covers category and place: the most precise place first, then by code.
std::vector<OrganisationId> covering(const Configuration& city, PlaceId place, CategoryId category) {
  std::vector<OrganisationId> organisations;
  for (; place; place = at(city, place).parent) {
    for (const Duty& duty : rows_at(city.duties, place, category)) {
      if (!answers_by_duty(city.organisations[duty.organisation.value])) continue;
      if (std::ranges::find(organisations, duty.organisation) == organisations.end()) {
        organisations.push_back(duty.organisation);
      }
    }
  }
  return organisations;
}

struct LeadingOrganisation {
  OrganisationId organisation;  // none: the post leads
  LeadReason reason = LeadReason::category_names_post;
  OrganisationId sought;
};

// The property company of the compound for kind property, or else who is named by the duty list. Where there is none, the
// reason says what was sought first and why it cannot lead.
LeadingOrganisation leading_organisation(const Configuration& city, const RoutingQuestion& question) {
  const Category& category = city.categories[question.category.value];
  if (category.lead == Lead::post) return {};

  std::optional<LeadingOrganisation> missed;
  if (category.owner_kind == OwnerKind::property) {
    const PlaceId compound = compound_of(city, question.place);
    const OrganisationId manager = compound ? at(city, compound).manager : OrganisationId{};
    if (!compound) {
      missed = {{}, LeadReason::no_compound, {}};
    } else if (!manager) {
      missed = {{}, LeadReason::community_manages, {}};
    } else if (!city.organisations[manager.value].present) {
      missed = {{}, LeadReason::organisation_gone, manager};
    } else if (question.complained_of == Party(manager)) {
      missed = {{}, LeadReason::complained_of, manager};
    } else {
      return {manager, LeadReason::property_company, {}};
    }
  }
  for (const OrganisationId organisation : covering(city, question.place, question.category)) {
    if (question.complained_of != Party(organisation)) return {organisation, LeadReason::duty_list, {}};
    if (!missed) missed = {{}, LeadReason::complained_of, organisation};
  }
  return missed.value_or(LeadingOrganisation{{}, LeadReason::no_duty_covers, {}});
}

// --- who owns or offers what is needed

bool is_present(const Configuration& city, Party who) {
  return who.is_person() ? city.people[who.person().value].present
                         : city.organisations[who.organisation().value].present;
}

// Who offers help with this category at this place: persons, or organisations; the most precise place first, then by code.
std::vector<Party> offering(const Configuration& city, PlaceId place, CategoryId category, bool persons) {
  std::vector<Party> parties;
  for (; place; place = at(city, place).parent) {
    for (const Resource& resource : rows_at(city.resources, place, category)) {
      if (resource.who.is_person() != persons || !is_present(city, resource.who)) continue;
      if (std::ranges::find(parties, resource.who) == parties.end()) parties.push_back(resource.who);
    }
  }
  return parties;
}

std::vector<Offer> offers_for(const Configuration& city, const RoutingQuestion& question) {
  const Category& category = city.categories[question.category.value];
  std::vector<Offer> offers;
  const auto add = [&](Party who, OfferReason reason) {
    const bool is_listed = std::ranges::find(offers, who, &Offer::who) != offers.end();
    const bool fits = offers.size() < limits::offers_max && who != question.complained_of && !is_listed;
    if (fits) offers.push_back({who, reason});
    return fits;
  };

  if (category.owner_kind == OwnerKind::property) {
    const PlaceId compound = compound_of(city, question.place);
    const OrganisationId manager = compound ? at(city, compound).manager : OrganisationId{};
    if (manager && city.organisations[manager.value].present) add(manager, OfferReason::property_company);
  }
  for (const OrganisationId organisation : covering(city, question.place, question.category)) {
    add(organisation, OfferReason::duty_list);
  }
  if (category.restricted) return offers;
  for (const Party organisation : offering(city, question.place, question.category, false)) {
    add(organisation, OfferReason::alliance_resource);
  }
  std::size_t volunteers = 0;
  for (const Party person : offering(city, question.place, question.category, true)) {
    if (volunteers == limits::volunteers_offered_max) break;
    volunteers += add(person, OfferReason::volunteer_skill) ? 1 : 0;
  }
  return offers;
}

// --- how severe

bool all_working(std::initializer_list<Limit> limits) {
  bool any = false;
  for (const Limit limit : limits) {
    if (limit && !is_working(limit.unit)) return false;
    any = any || limit;
  }
  return any;
}

// Not given: the category's, but a condition whose limits all run on the working clock is no emergency.
std::uint8_t effective_severity(const Category& category, std::uint8_t condition, std::uint8_t given) {
  if (given != 0) return given;
  if (condition != 0) {
    const Condition& named = category.conditions[condition];
    if (all_working({named.contain, named.resolve})) return std::max<std::uint8_t>(category.severity, 3);
  }
  return category.severity;
}

bool tells_chain(const Category& category, std::uint8_t severity) { return severity == 1 || category.tell_chain; }

// The post leads where no organisation does, and where nobody on the whole chain acts the last one, by duty.
void set_lead(Route& result, const LeadingOrganisation& organisation, PersonId holder) {
  result.sought = organisation.sought;
  result.lead_reason = organisation.reason;
  if (organisation.organisation) {
    result.lead = organisation.organisation;
    return;
  }
  result.lead = result.chain.posts[result.acting_step];
  if (!holder) result.lead_reason = LeadReason::nobody_acting;
}

}  // namespace

PersonId acting(const Configuration& city, PostId id, PersonId complained_of, Instant now) {
  const Post& post = at(city, id);
  for (const PersonId person : {post.holder, post.deputy}) {
    if (person && person != complained_of && !on_leave(city, person, now)) return person;
  }
  return {};
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
    if (const Level level = highest_level_of(city, complained_of); level != Level::none) {
      const Chain left = above(city, result.chain, level);
      if (left.posts[0] != first.post) result.first_post_reason = FirstPostReason::above_complained;
      result.chain = left;
    }
  }
  const Acting who = first_acting(city, result.chain, complained_of, now);
  result.acting_step = who.step;
  result.holder = who.holder;
  set_lead(result, leading_organisation(city, question), who.holder);
  result.offers = offers_for(city, question);
  result.severity = effective_severity(category, question.condition, question.severity);
  result.tell_chain = tells_chain(category, result.severity);
  return result;
}

StageLimits stage_limits(const Category& category, std::uint8_t condition, std::uint8_t severity) {
  const Condition* named = condition == 0 ? nullptr : &category.conditions[condition];
  StageLimits limits{{category.accept, named ? named->contain : category.contain,
                      named ? named->resolve : category.resolve}};
  // An emergency does not wait for opening hours: where nothing else runs on the continuous clock, everything does.
  if (severity <= 2 && all_working({limits.of[1], limits.of[2]})) {
    for (Limit& limit : limits.of) limit = on_continuous_clock(limit);
  }
  return limits;
}

Dues dues(const Configuration& city, const StageLimits& limits, Instant received) {
  Dues result;
  for (int stage = 0; stage < stages; ++stage) {
    if (limits.of[stage]) result.of[stage] = to_seconds(deadline(city.calendar, received, limits.of[stage]));
  }
  return result;
}

// --- the tables

struct Router::Tables {
  // What place and category decide while nobody is complained of.
  struct Entry {
    bool filled = false;
    LeadReason lead_reason = LeadReason::category_names_post;
    OrganisationId lead;  // none: the post
    OffersId offers;
  };
  struct CachedDues {
    Seconds received = 0;
    Dues dues;
  };
  struct CachedChain {
    ChainId id;  // none: not interned yet
    std::uint32_t interval = 0;  // of leave, in which the rest holds; 0: none yet
    PersonId holder;
    PostId acting_post;
    std::uint8_t acting_step = 0;
  };

  // What a place leads to, together, so that a route reads memory as often however many places lie one in the other.
  struct RoutedPlace {
    std::uint32_t scope = 0;  // which rows and compounds can tell this place from its surroundings; 0: none, as in the city
    std::array<PostId, territory_levels> first;  // by wanted level: first_on_territory()
    std::uint8_t exact = 0;                      // the bits of those levels that are the wanted ones
    bool is_known = false;
  };

  std::shared_ptr<const Configuration> version;
  std::vector<RoutedPlace> places;
  std::vector<Entry> entries;                 // by scope and category
  std::vector<CachedChain> chains;            // by first post
  std::vector<std::uint32_t> first_dues;      // by category: where its conditions' dues begin
  std::vector<CachedDues> dues;               // by category, condition, whether it is an emergency
  // Who acts changes only where somebody's leave begins or ends: between two such instants, sorted, lies an interval.
  std::vector<Instant> leave_changes;
  std::uint32_t interval = 0;  // that holds `interval_from`, from 1
  Instant interval_from, interval_until;

  std::uint32_t interval_of(Instant now) {
    if (interval == 0 || now < interval_from || now >= interval_until) {
      const auto next = std::ranges::upper_bound(leave_changes, now);
      interval = static_cast<std::uint32_t>(next - leave_changes.begin()) + 1;
      interval_from = next == leave_changes.begin() ? Instant::min() : *(next - 1);
      interval_until = next == leave_changes.end() ? Instant::max() : *next;
    }
    return interval;
  }

  std::size_t entry_of(const RoutingQuestion& question) const {
    return std::size_t{places[question.place.value].scope} * version->categories.size() + question.category.value;
  }

  // As first_post() says.
  FirstPost first_post_of(const RoutingQuestion& question) const {
    const Level wanted = version->categories[question.category.value].first_level;
    if (is_on_road(wanted) && question.road) return first_on_road(*version, question, wanted);
    const RoutedPlace& place = places[question.place.value];
    const std::size_t level = territory_level(is_on_road(wanted) ? Level::grid : wanted);
    if (is_on_road(wanted)) return {place.first[level], FirstPostReason::no_road};
    return {place.first[level],
            place.exact >> level & 1 ? FirstPostReason::category_level : FirstPostReason::place_less_precise};
  }

  // A place is a scope of its own where it is a compound or a row names it; otherwise it shares that of its parent, as it does
  // the posts of levels above its own.
  void route_place(PlaceId id) {
    RoutedPlace& place = places[id.value];
    if (place.is_known) return;
    place.is_known = true;
    const Place& row = at(*version, id);
    if (row.parent) {
      route_place(row.parent);
      const RoutedPlace& parent = places[row.parent.value];
      if (place.scope == 0) place.scope = parent.scope;
      place.first = parent.first;
      place.exact = parent.exact;
    }
    const Level level = level_of(row.kind);
    if (!row.post || level == Level::none) return;
    for (std::size_t wanted = 0; wanted < territory_levels && territory_wanted[wanted] <= level; ++wanted) {
      const auto bit = static_cast<std::uint8_t>(1u << wanted);
      place.first[wanted] = row.post;
      place.exact = territory_wanted[wanted] == level ? place.exact | bit : place.exact & ~bit;
    }
  }
};

Router::Router(const City& city) : city_(city), tables_(std::make_unique<Tables>()) {}
Router::~Router() = default;

void Router::start_version() {
  *tables_ = {};
  tables_->version = city_.configuration;
  const Configuration& city = *tables_->version;

  tables_->places.resize(city.places.size());
  std::uint32_t scopes = 1;
  const auto make_scope = [&](std::size_t place) {
    if (tables_->places[place].scope == 0) tables_->places[place].scope = scopes++;
  };
  for (std::size_t i = 0; i < city.places.size(); ++i) {
    if (city.places[i].kind == PlaceKind::compound) make_scope(i);
  }
  for (const Duty& duty : city.duties) {
    if (duty.place) make_scope(duty.place.value);
  }
  for (const Resource& resource : city.resources) {
    if (resource.place) make_scope(resource.place.value);
  }
  for (std::uint32_t id = 1; id < city.places.size(); ++id) tables_->route_place(PlaceId{id});
  tables_->entries.resize(std::size_t{scopes} * city.categories.size());
  tables_->chains.resize(city.posts.size());
  for (const Leave& leave : city.leave) {
    tables_->leave_changes.push_back(leave.from);
    tables_->leave_changes.push_back(leave.until);
  }
  std::ranges::sort(tables_->leave_changes);
  std::uint32_t next = 0;
  for (const Category& category : city.categories) {
    tables_->first_dues.push_back(next);
    next += 2 * static_cast<std::uint32_t>(std::max<std::size_t>(category.conditions.size(), 1));
  }
  tables_->dues.resize(next);
}

ChainId Router::intern(const Chain& chain, std::vector<Event>& events) {
  if (const ChainId known = city_.routes.find_chain(chain.span())) return known;
  const ChainId id{static_cast<std::uint32_t>(city_.routes.chain_count() + 1)};
  events.push_back(ChainInterned{id, chain.count, chain.posts});
  return id;
}

OffersId Router::intern(std::span<const Offer> offers, std::vector<Event>& events, std::string& blob) {
  const auto offset = static_cast<std::uint32_t>(blob.size());
  encode_offers(offers, blob);
  const std::string_view encoded = std::string_view(blob).substr(offset);
  if (const OffersId known = city_.routes.find_offers(encoded)) {
    blob.resize(offset);
    return known;
  }
  const OffersId id{static_cast<std::uint32_t>(city_.routes.offers_count() + 1)};
  events.push_back(OffersInterned{id, {offset, static_cast<std::uint32_t>(encoded.size())}});
  return id;
}

bool Router::has_tables_for(const RoutingQuestion& question) const {
  return tables_->version && question.place.value < tables_->version->places.size() &&
         question.road.value < tables_->version->places.size() &&
         question.category.value < tables_->version->categories.size();
}

void Router::prefetch_places(const RoutingQuestion& question) const {
  if (!has_tables_for(question)) return;
  __builtin_prefetch(&at(*tables_->version, question.place));
  __builtin_prefetch(&at(*tables_->version, question.road));
  __builtin_prefetch(&tables_->places[question.place.value]);
}

void Router::prefetch_route(const RoutingQuestion& question) const {
  if (!has_tables_for(question)) return;
  __builtin_prefetch(&tables_->chains[tables_->first_post_of(question).post.value]);
  __builtin_prefetch(&tables_->entries[tables_->entry_of(question)]);
}

Router::Answer Router::answer(const RoutingQuestion& question, Instant now, std::vector<Event>& events,
                              std::string& blob) {
  if (tables_->version != city_.configuration) start_version();
  const Configuration& city = *tables_->version;
  const Category& category = city.categories[question.category.value];

  Answer answer{};
  if (question.complained_of) {  // rare, and different for each: worked out from nothing
    const Route found = route(city, question, now);
    answer.chain = intern(found.chain, events);
    answer.offers = intern(found.offers, events, blob);
    answer.first_post_reason = found.first_post_reason;
    answer.lead_reason = found.lead_reason;
    answer.acting_step = found.acting_step;
    answer.severity = found.severity;
    answer.tell_chain = found.tell_chain;
    answer.holder = found.holder;
    answer.lead = found.lead;
  } else {
    const FirstPost first = tables_->first_post_of(question);
    CHECK(first.post);
    Tables::CachedChain& chain = tables_->chains[first.post.value];
    if (!chain.id) chain.id = intern(chain_from(city, first.post), events);
    if (const std::uint32_t interval = tables_->interval_of(now); chain.interval != interval) {
      const Chain posts = chain_from(city, first.post);
      const Acting who = first_acting(city, posts, {}, now);
      chain.interval = interval;
      chain.holder = who.holder;
      chain.acting_post = posts.posts[who.step];
      chain.acting_step = who.step;
    }
    Tables::Entry& entry = tables_->entries[tables_->entry_of(question)];
    if (!entry.filled) {
      const LeadingOrganisation leading = leading_organisation(city, question);
      const OffersId offers = intern(offers_for(city, question), events, blob);
      entry = {true, leading.reason, leading.organisation, offers};
    }
    answer.chain = chain.id;
    answer.offers = entry.offers;
    answer.first_post_reason = first.reason;
    answer.acting_step = chain.acting_step;
    answer.holder = chain.holder;
    answer.lead = entry.lead ? Party(entry.lead) : Party(chain.acting_post);
    answer.lead_reason = entry.lead || chain.holder ? entry.lead_reason : LeadReason::nobody_acting;
    answer.severity = effective_severity(category, question.condition, question.severity);
    answer.tell_chain = tells_chain(category, answer.severity);
  }

  const bool is_emergency = answer.severity <= 2;
  Tables::CachedDues& cached =
      tables_->dues[tables_->first_dues[question.category.value] + 2u * question.condition + is_emergency];
  if (cached.received != to_seconds(now)) {
    cached = {to_seconds(now), dues(city, stage_limits(category, question.condition, answer.severity), now)};
  }
  answer.dues = cached.dues;
  return answer;
}

}  // namespace wangge::rules
