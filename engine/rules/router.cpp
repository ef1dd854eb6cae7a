#include "engine/rules/router.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/prefetch.h"
#include "engine/model/blob.h"
#include "engine/rules/routing_parts.h"
#include "engine/state/roster.h"

namespace wangge::rules {
namespace {

// The levels of places that contain one another, upwards; roads have others.
constexpr std::array territory_wanted{Level::unit,      Level::building,    Level::grid,
                                      Level::community, Level::subdistrict, Level::city};
// Room for some 100 roads that rows name, with 10 categories each, and the grids along them.
constexpr std::size_t road_entries_kept = 8'192;
constexpr std::size_t territory_levels = territory_wanted.size();
constexpr std::size_t territory_level(Level level) {
  return static_cast<std::size_t>(std::ranges::find(territory_wanted, level) - territory_wanted.begin());
}

}  // namespace

struct Router::Tables {
  // The part of a route that place and category decide while nobody is complained of.
  struct Entry {
    bool filled = false;
    LeadReason lead_reason = LeadReason::category_names_post;
    OrganisationId lead;  // none: the post
    OffersId offers;
  };
  // The same where rows name the road of the question too; of the questions that share a place in the table, the last
  // one is kept.
  struct RoadEntry {
    std::uint32_t scope = 0, road = 0;  // scopes of the place and of the road
    CategoryId category;
    Entry entry;
  };
  struct CachedDues {
    Seconds received = 0;
    Dues dues;
  };
  struct CachedChain {
    ChainId id;                   // none: not interned yet
    Seconds from = 0, until = 0;  // the rest holds from `from` (inclusive) to `until` (exclusive)
    PersonId holder;
    PostId acting_post;
    std::uint8_t acting_step = 0;
  };

  // All that a place leads to, kept together, so that the depth of a place does not add reads of memory.
  struct RoutedPlace {
    // The number of the rows and compounds that tell this place from its surroundings; 0: none, as in the city; of a
    // road: no row names it
    std::uint32_t scope = 0;
    std::array<PostId, territory_levels> first;  // by wanted level: the answer of first_on_territory()
    std::uint8_t exact = 0;                      // a bit for each wanted level that the post has exactly
    std::uint8_t calendar = 0;                   // Calendars::index()
  };

  std::shared_ptr<const Configuration> version;
  std::vector<RoutedPlace> places;
  std::vector<Entry> entries;             // by scope and category
  std::vector<RoadEntry> road_entries;    // by a hash; empty where no row names a road
  std::vector<CachedChain> chains;        // by first post
  std::vector<std::uint32_t> first_dues;  // by category: where its conditions' dues begin
  std::size_t dues_a_calendar = 0;
  std::vector<CachedDues> dues;  // by calendar, category, condition, and whether it is an emergency
  struct CachedCityDues {
    Seconds from = 0;  // dues of what began in this second
    CityDues dues;
  };
  std::vector<CachedCityDues> city_dues;  // by calendar
  std::vector<Instant> leave_changes;     // the instants at which somebody's leave begins or ends, sorted

  // The acting post changes only at leave_changes, and where it or a post before it is handed over by its roster.
  void work_out(CachedChain& chain, PostId first, Instant now) const {
    const Chain posts = chain_from(*version, first);
    const Acting who = first_acting(*version, posts, {}, now);
    chain.holder = who.holder;
    chain.acting_post = posts.posts[who.step];
    chain.acting_step = who.step;
    const auto next = std::ranges::upper_bound(leave_changes, now);
    Instant from = next == leave_changes.begin() ? Instant::min() : *(next - 1);
    Instant until = next == leave_changes.end() ? Instant::max() : *next;
    for (const PostId post : posts.span().first(who.step + 1u)) {
      if (!at(*version, post).has_roster) continue;
      const Stint stint = on_duty(*version, post, now);
      from = std::max(from, stint.from);
      until = std::min(until, stint.until);
    }
    constexpr Instant first_second{}, last_second = to_instant(std::numeric_limits<Seconds>::max());
    chain.from = to_seconds(std::max(from, first_second));
    chain.until = to_seconds(std::min(until, last_second));
  }

  std::size_t index_of(const RoutingQuestion& question) const {
    return std::size_t{places[question.place.value].scope} * version->categories.size() + question.category.value;
  }

  std::uint32_t road_scope(const RoutingQuestion& question) const {
    return question.road ? places[question.road.value].scope : 0;
  }

  std::size_t road_index_of(const RoutingQuestion& question) const {
    return (index_of(question) * 31 + road_scope(question) * std::size_t{7}) % road_entries.size();
  }

  Entry& entry_of(const RoutingQuestion& question) {
    const std::uint32_t road = road_scope(question);
    if (road == 0) return entries[index_of(question)];
    const std::uint32_t scope = places[question.place.value].scope;
    RoadEntry& found = road_entries[road_index_of(question)];
    if (found.scope != scope || found.road != road || found.category != question.category)
      found = {scope, road, question.category, {}};
    return found.entry;
  }

  void prefetch_entry(const RoutingQuestion& question) const {
    if (road_scope(question) == 0) return prefetch_line(&entries[index_of(question)]);
    prefetch_line(&road_entries[road_index_of(question)]);
  }

  // The answer of first_post().
  FirstPost first_post_of(const RoutingQuestion& question) const {
    const Level wanted = version->categories[question.category.value].first_level;
    const RoutedPlace& place = places[question.place.value];
    if (is_on_road(wanted)) {
      if (question.road) return first_on_road(*version, question, wanted);
      return {place.first[territory_level(Level::grid)], FirstPostReason::no_road};
    }
    const std::size_t level = territory_level(wanted);
    return {place.first[level],
            place.exact >> level & 1 ? FirstPostReason::category_level : FirstPostReason::place_less_precise};
  }

  // A place comes after the places that contain it, wherever it stands in the tables.
  void route_places() {
    std::vector<bool> is_routed(places.size());
    std::vector<PlaceId> inwards;
    for (std::uint32_t id = 1; id < places.size(); ++id) {
      for (PlaceId place{id}; place && !is_routed[place.value]; place = at(*version, place).parent)
        inwards.push_back(place);
      for (; !inwards.empty(); inwards.pop_back()) {
        route_place(inwards.back());
        is_routed[inwards.back().value] = true;
      }
    }
  }

  // A place is a scope of its own where it is a compound or a row names it; otherwise it shares that of its parent, as
  // it does the posts of levels above its own. A lane shares that of its street; a street's is its own, or none.
  void route_place(PlaceId id) {
    RoutedPlace& place = places[id.value];
    place.calendar = version->calendars.index(id);
    const Place& row = at(*version, id);
    if (row.parent) {
      const RoutedPlace& parent = places[row.parent.value];
      const bool is_told_by = !is_road(row.kind) || is_road(at(*version, row.parent).kind);
      if (place.scope == 0 && is_told_by) place.scope = parent.scope;
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
  const auto names_road = [&](const auto& row) { return is_road(at(city, row.place).kind); };
  if (std::ranges::any_of(city.duties, names_road) || std::ranges::any_of(city.resources, names_road))
    tables_->road_entries.resize(road_entries_kept);
  tables_->route_places();
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
  tables_->dues_a_calendar = next;
  tables_->dues.resize(next * city.calendars.count());
  tables_->city_dues.resize(city.calendars.count());
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
  prefetch_line(&at(*tables_->version, question.place));
  prefetch_line(&at(*tables_->version, question.road));
  prefetch_line(&tables_->places[question.place.value]);
}

void Router::prefetch_route(const RoutingQuestion& question) const {
  if (!has_tables_for(question)) return;
  prefetch_line(&tables_->chains[tables_->first_post_of(question).post.value]);
  tables_->prefetch_entry(question);
}

const CityDues& Router::city_dues(Instant now, PlaceId place) {
  if (tables_->version != city_.configuration) start_version();
  const std::uint8_t calendar = tables_->places[place.value].calendar;
  Tables::CachedCityDues& cached = tables_->city_dues[calendar];
  if (cached.from != to_seconds(now)) {
    const Configuration& city = *tables_->version;
    cached = {to_seconds(now), rules::city_dues(city.limits, city.calendars.at(calendar), now)};
  }
  return cached.dues;
}

Router::InternedRoute Router::route(const RoutingQuestion& question, Instant now, std::vector<Event>& events,
                                    std::string& blob) {
  if (tables_->version != city_.configuration) start_version();
  const Configuration& city = *tables_->version;
  const Category& category = city.categories[question.category.value];

  InternedRoute answer{};
  if (question.complained_of || question.effect != nullptr ||
      question.subject.asset()) {  // rare, and different for each asset: worked out anew
    const Route found = rules::route(city, question, now);
    answer.chain = intern(found.chain, events);
    answer.offers = intern(found.offers, events, blob);
    answer.first_post_reason = found.first_post_reason;
    answer.lead_reason = found.lead_reason;
    answer.acting_step = found.acting_step;
    answer.severity = found.severity;
    answer.tell_chain = found.tell_chain;
    answer.holder = found.holder;
    answer.acting_post = found.chain.posts[found.acting_step];
    answer.lead = found.lead;
  } else {
    const FirstPost first = tables_->first_post_of(question);
    CHECK(first.post);
    Tables::CachedChain& chain = tables_->chains[first.post.value];
    if (!chain.id) chain.id = intern(chain_from(city, first.post), events);
    if (to_seconds(now) < chain.from || to_seconds(now) >= chain.until) tables_->work_out(chain, first.post, now);
    Tables::Entry& entry = tables_->entry_of(question);
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
    answer.acting_post = chain.acting_post;
    answer.lead = entry.lead ? Party(entry.lead) : Party(chain.acting_post);
    answer.lead_reason = entry.lead || chain.holder ? entry.lead_reason : LeadReason::nobody_acting;
    answer.severity = effective_severity(category, question);
    answer.tell_chain = tells_chain(category, answer.severity);
  }

  const bool is_emergency = answer.severity <= 2;
  const std::uint8_t calendar = tables_->places[question.place.value].calendar;
  Tables::CachedDues& cached =
      tables_->dues[calendar * tables_->dues_a_calendar + tables_->first_dues[question.category.value] +
                    2u * question.condition + is_emergency];
  if (cached.received != to_seconds(now)) {
    const StageLimits limits = stage_limits(category, question.condition, answer.severity);
    cached = {to_seconds(now), dues(city.calendars.at(calendar), limits, now)};
  }
  answer.dues = cached.dues;
  return answer;
}

}  // namespace wangge::rules
