// The router against the naive walk: for every place of the sample city and every category, and again in cities where
// posts are vacant, people away or complained of, and organisations gone.

#include "engine/rules/router.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <set>
#include <sstream>

#include "engine/state/apply.h"
#include "tests/naive_router.h"
#include "tests/sample_city.h"

using namespace wangge;
using namespace wangge::tests;
using rules::RoutingQuestion;

namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

 private:
  std::mt19937_64 engine_;
};

// What demands name: places within grids, roads, categories, and whom they may complain of.
struct Vocabulary {
  std::vector<PlaceId> places, roads;
  std::vector<CategoryId> categories;

  explicit Vocabulary(const Configuration& city) {
    for (std::uint32_t i = 1; i < city.places.size(); ++i) {
      const PlaceKind kind = city.places[i].kind;
      if (kind == PlaceKind::street || kind == PlaceKind::lane) roads.push_back(PlaceId{i});
      if (kind >= PlaceKind::grid && kind <= PlaceKind::unit) places.push_back(PlaceId{i});
    }
    for (std::uint16_t i = 1; i < city.categories.size(); ++i) categories.push_back(CategoryId{i});
  }
};

RoutingQuestion ask(const Configuration& city, const Vocabulary& words, PlaceId place, CategoryId category,
                    Random& random) {
  RoutingQuestion question;
  question.place = place;
  question.category = category;
  if (!random.one_in(3)) question.road = random.of(words.roads);
  const auto& conditions = city.categories[category.value].conditions;
  if (!conditions.empty()) question.condition = static_cast<std::uint8_t>(random.below(conditions.size()));
  if (random.one_in(2)) question.severity = static_cast<std::uint8_t>(random.below(5));
  if (random.one_in(4))
    question.subject = AssetId{static_cast<std::uint32_t>(1 + random.below(city.assets.size() - 1))};
  return question;
}

// What the router and the walk from nothing say under the same names.
template <class Real>
NaiveAnswer common_part(const Real& real) {
  NaiveAnswer result;
  result.first_post_reason = real.first_post_reason;
  result.acting_step = real.acting_step;
  result.holder = real.holder;
  result.lead = real.lead;
  result.lead_reason = real.lead_reason;
  result.severity = real.severity;
  result.tell_chain = real.tell_chain;
  return result;
}

// The router's answer in the naive walk's words. What it interns is applied to the city, as the loop does.
NaiveAnswer ask_router(City& city, rules::Router& router, const RoutingQuestion& question, Instant now) {
  std::vector<Event> events;
  std::string blob;
  const auto answer = router.route(question, now, events, blob);
  for (const Event& event : events) {
    apply(city, Fact{Position{city.last.value + 1}, std::max(city.now, to_seconds(now)), event, blob});
  }
  NaiveAnswer result = common_part(answer);
  const auto chain = city.routes.chain(answer.chain).span();
  result.chain.assign(chain.begin(), chain.end());
  for (const Offer& offer : city.routes.offers(answer.offers)) result.offers.emplace_back(offer.who, offer.reason);
  result.dues.assign(std::begin(answer.dues.of), std::end(answer.dues.of));
  return result;
}

// Likewise the answer that is worked out from nothing.
NaiveAnswer ask_route(const Configuration& city, const RoutingQuestion& question, Instant now) {
  const rules::Route route = rules::route(city, question, now);
  const Category& category = city.categories[question.category.value];
  const Dues dues = rules::dues(city.calendars.of(question.place),
                                rules::stage_limits(category, question.condition, route.severity), now);
  NaiveAnswer result = common_part(route);
  result.chain.assign(route.chain.span().begin(), route.chain.span().end());
  for (const Offer& offer : route.offers) result.offers.emplace_back(offer.who, offer.reason);
  result.dues.assign(std::begin(dues.of), std::end(dues.of));
  return result;
}

std::string show(const NaiveAnswer& answer) {
  std::ostringstream out;
  out << "first reason " << static_cast<int>(answer.first_post_reason) << ", chain";
  for (const PostId post : answer.chain) out << ' ' << post.value;
  out << ", acting " << answer.acting_step << " by " << answer.holder.value << ", lead " << std::hex
      << answer.lead.raw() << std::dec << " reason " << static_cast<int>(answer.lead_reason) << std::hex << ", offers";
  for (const auto& [who, reason] : answer.offers) out << ' ' << who.raw() << '/' << static_cast<int>(reason);
  out << std::dec << ", severity " << answer.severity << (answer.tell_chain ? ", tell chain" : "") << ", dues";
  for (const Seconds due : answer.dues) out << ' ' << due;
  return out.str();
}

std::string show(const Configuration& city, const RoutingQuestion& question) {
  std::ostringstream out;
  out << "place " << city.place_names[question.place.value].code << ", road "
      << city.place_names[question.road.value].code << ", category "
      << city.category_names[question.category.value].code << ", condition " << int{question.condition} << ", severity "
      << int{question.severity} << ", complained of " << std::hex << question.complained_of.raw() << ", asset "
      << city.asset_names[question.subject.asset().value].code;
  return out.str();
}

// Counts what agreed; what did not is reported, the first few times.
class Comparison {
 public:
  explicit Comparison(const Configuration& city) : city_(city) {}

  void compare(const char* who, const RoutingQuestion& question, const NaiveAnswer& real, const NaiveAnswer& naive) {
    ++compared_;
    first_reasons.insert(naive.first_post_reason);
    lead_reasons_seen.insert(naive.lead_reason);
    for (const auto& [party, reason] : naive.offers) offer_reasons_seen.insert(reason);
    if (real == naive || ++different_ > 5) return;
    FAIL_CHECK(show(city_, question) << "\n" << who << ": " << show(real) << "\nnaive: " << show(naive));
  }
  int compared() const { return compared_; }

  // The reasons that have come up: a comparison that never meets one says nothing about it.
  std::set<FirstPostReason> first_reasons;
  std::set<LeadReason> lead_reasons_seen;
  std::set<OfferReason> offer_reasons_seen;

 private:
  const Configuration& city_;
  int compared_ = 0;
  int different_ = 0;
};

Instant at(int days_of_2026, Duration of_day) {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} + days_of_2026 * std::chrono::hours{24} + of_day;
}

void vacate_posts(Configuration& city, Random& random) {
  for (Post& post : city.posts) {
    if (random.one_in(3)) post.holder = {};
    if (random.one_in(3)) post.deputy = {};
  }
}

void send_on_leave(Configuration& city, Random& random) {
  for (const Post& post : city.posts) {
    for (const PersonId person : {post.holder, post.deputy}) {
      if (!person || !random.one_in(4)) continue;
      const Instant from = at(static_cast<int>(random.below(365)), {});
      city.leave.push_back({person, from, from + std::chrono::hours{24 * (1 + random.below(60))}});
    }
  }
  std::ranges::sort(city.leave, [](const Leave& a, const Leave& b) {
    return std::pair{a.person, a.from} < std::pair{b.person, b.from};
  });
}

// Of one post in four, over the first half of the year: one rotation after another, and shifts, all from the full hour.
void draw_rosters(Configuration& city, Random& random) {
  const auto anybody = [&] { return PersonId{static_cast<std::uint32_t>(1 + random.below(city.people.size() - 1))}; };
  const auto hours = [&](std::size_t bound) { return std::chrono::hours{random.below(bound)}; };
  for (std::uint32_t id = 1; id < city.posts.size(); ++id) {
    if (!city.posts[id].present || !random.one_in(4)) continue;
    city.posts[id].has_roster = true;
    Instant from = at(static_cast<int>(random.below(60)), hours(24));
    for (std::size_t left = 1 + random.below(3); left > 0; --left) {
      std::vector<PersonId> people(1 + random.below(4));
      for (PersonId& person : people) person = anybody();
      city.rotations.push_back({PostId{id}, from, std::chrono::days{1 + random.below(10)}, people});
      from += std::chrono::hours{24} + hours(24 * 120);
    }
    Instant next = at(0, hours(24 * 60));
    for (std::size_t left = random.below(8); left > 0; --left) {
      const Instant until = next + std::chrono::hours{1} + hours(72);
      city.shifts.push_back({PostId{id}, next, until, anybody(), {}});
      next = until + hours(24 * 30);
    }
  }
}

void close_organisations(Configuration& city, Random& random) {
  for (Organisation& organisation : city.organisations) organisation.present &= !random.one_in(4);
  for (Place& place : city.places) {
    if (random.one_in(10)) place.manager = {};
  }
  for (Asset& asset : city.assets) asset.present &= !random.one_in(10);
}

// Of one road in two for one category in four.
void lay_duties_on_roads(Configuration& city, const Vocabulary& words, Random& random) {
  std::vector<OrganisationId> departments;
  for (std::uint32_t id = 1; id < city.organisations.size(); ++id) {
    if (city.organisations[id].kind == OrganisationKind::department) departments.push_back(OrganisationId{id});
  }
  for (const PlaceId road : words.roads) {
    if (random.one_in(2)) continue;
    for (const CategoryId category : words.categories) {
      if (random.one_in(4)) city.duties.push_back({random.of(departments), category, road});
    }
  }
  std::ranges::stable_sort(city.duties, {}, [](const Duty& duty) { return std::pair{duty.place, duty.category}; });
}

CategoryId category_about_staff() {
  const auto& categories = sample_city().configuration.categories;
  const auto staff = std::ranges::find(categories, true, &Category::above_complained);
  REQUIRE(staff != categories.end());
  return CategoryId{static_cast<std::uint16_t>(staff - categories.begin())};
}

// Most often somebody who would have to do with the demand.
Party somebody(const Configuration& city, const NaiveAnswer& usual, Random& random) {
  switch (random.below(5)) {
    case 0: return usual.lead.is_organisation() ? usual.lead : Party{};
    case 1: return usual.offers.empty() ? Party{} : random.of(usual.offers).first;
    case 2: return city.posts[random.of(usual.chain).value].holder;
    case 3: return city.posts[random.of(usual.chain).value].deputy;
    default: return PersonId{static_cast<std::uint32_t>(1 + random.below(city.people.size() - 1))};
  }
}

}  // namespace

TEST_CASE("The router agrees with the naive walk for every place of the sample city and every category") {
  City city;
  city.configuration = std::make_shared<Configuration>(sample_city().configuration);
  const Configuration& configuration = *city.configuration;
  rules::Router router{city};
  const NaiveRouter naive{configuration};
  const Vocabulary words{configuration};
  Comparison comparison{configuration};
  Random random{1};
  const Instant now = at(68, std::chrono::hours{1});  // 10 March, 9:00

  for (const PlaceId place : words.places) {
    for (const CategoryId category : words.categories) {
      const RoutingQuestion question = ask(configuration, words, place, category, random);
      const NaiveAnswer expected = naive.answer(question, now);
      comparison.compare("router", question, ask_router(city, router, question, now), expected);
      if (random.one_in(50)) comparison.compare("route", question, ask_route(configuration, question, now), expected);
    }
  }
  CHECK(comparison.compared() > 5'000 * 92);
}

TEST_CASE(
    "The router agrees with the naive walk where posts are vacant, people away or complained of, and "
    "organisations gone") {
  std::set<LeadReason> lead_reasons_seen;
  std::set<FirstPostReason> first_reasons;
  std::set<OfferReason> offer_reasons_seen;
  const CategoryId about_staff = category_about_staff();
  for (unsigned seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    Random random{seed};
    auto changed = std::make_shared<Configuration>(sample_city().configuration);
    vacate_posts(*changed, random);
    send_on_leave(*changed, random);
    close_organisations(*changed, random);
    lay_duties_on_roads(*changed, Vocabulary{*changed}, random);
    City city;
    city.configuration = changed;
    rules::Router router{city};
    const NaiveRouter naive{*changed};
    const Vocabulary words{*changed};
    Comparison comparison{*changed};

    for (int i = 0; i < 1'500; ++i) {
      // Leave begins and ends at midnight of UTC: half of the questions are asked then, or a second before.
      Instant now = at(20 + i / 5, random.one_in(2) ? Duration{} : Duration{-1});
      if (random.one_in(2)) now += Duration{random.below(86'400)};
      const bool is_complaint = i % 10 == 0;
      const CategoryId category = is_complaint && random.one_in(2) ? about_staff : random.of(words.categories);
      RoutingQuestion question = ask(*changed, words, random.of(words.places), category, random);
      if (is_complaint) question.complained_of = somebody(*changed, naive.answer(question, now), random);
      const NaiveAnswer expected = naive.answer(question, now);
      comparison.compare("router", question, ask_router(city, router, question, now), expected);
      comparison.compare("route", question, ask_route(*changed, question, now), expected);
    }
    lead_reasons_seen.merge(comparison.lead_reasons_seen);
    first_reasons.merge(comparison.first_reasons);
    offer_reasons_seen.merge(comparison.offer_reasons_seen);
  }
  CHECK(lead_reasons_seen.size() == 14);
  CHECK(first_reasons.size() == 5);
  CHECK(offer_reasons_seen.size() == 6);
}

TEST_CASE(
    "The router agrees with the naive walk where people take turns on duty, before a hand-over and at its second") {
  const CategoryId about_staff = category_about_staff();
  int by_roster = 0, above = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    INFO("seed " << seed);
    Random random{seed};
    auto changed = std::make_shared<Configuration>(sample_city().configuration);
    vacate_posts(*changed, random);
    send_on_leave(*changed, random);
    draw_rosters(*changed, random);
    City city;
    city.configuration = changed;
    rules::Router router{city};
    const NaiveRouter naive{*changed};
    const Vocabulary words{*changed};
    Comparison comparison{*changed};
    for (int i = 0; i < 3'000; ++i) {
      // Half of the questions are asked on the hour, when posts are handed over, the others a second before.
      const Instant now = at(20 + i / 20, std::chrono::hours{random.below(24)}) - Duration{random.below(2)};
      const bool is_complaint = i % 5 == 0;
      const CategoryId category = is_complaint && random.one_in(2) ? about_staff : random.of(words.categories);
      RoutingQuestion question = ask(*changed, words, random.of(words.places), category, random);
      if (is_complaint) question.complained_of = random.of(random.of(changed->rotations).people);
      if (is_complaint && random.one_in(2)) {  // of who would act by the roster
        const PostId post = random.of(naive.answer(question, now).chain);
        question.complained_of = naive.on_duty(post, now) ? Party(naive.on_duty(post, now)) : question.complained_of;
      }
      const NaiveAnswer expected = naive.answer(question, now);
      comparison.compare("router", question, ask_router(city, router, question, now), expected);
      comparison.compare("route", question, ask_route(*changed, question, now), expected);
      const PostId acts = expected.chain[static_cast<std::size_t>(expected.acting_step)];
      by_roster += expected.holder && expected.holder == naive.on_duty(acts, now);
      above += expected.first_post_reason == FirstPostReason::above_complained;
    }
  }
  CHECK(by_roster > 1'000);
  CHECK(above > 0);
}

TEST_CASE("A complaint about staff starts above whoever is complained of, whatever posts that person holds") {
  const Configuration& city = sample_city().configuration;
  const Vocabulary words{city};
  const NaiveRouter naive{city};
  Comparison comparison{city};
  Random random{5};
  int above = 0;
  for (std::uint16_t i = 1; i < city.categories.size(); ++i) {
    if (!city.categories[i].above_complained) continue;
    for (int n = 0; n < 300; ++n) {
      RoutingQuestion question = ask(city, words, random.of(words.places), CategoryId{i}, random);
      const Post& post = city.posts[1 + random.below(std::min<std::size_t>(city.posts.size() - 1, 30))];
      question.complained_of = random.one_in(2) ? post.holder : post.deputy;
      const NaiveAnswer real = ask_route(city, question, at(68, {}));
      comparison.compare("route", question, real, naive.answer(question, at(68, {})));
      above += real.first_post_reason == FirstPostReason::above_complained;
    }
  }
  CHECK(above > 0);
}
