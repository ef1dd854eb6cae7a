// What lies on a road: a duty or an offer on a lane or a section of a street counts for demands on that road.

#include <algorithm>

#include "engine/rules/routing.h"
#include "tests/changed_tables.h"
#include "tests/desk.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using tests::Desk;

constexpr std::string_view category_code = "0203";  // 道路破损坑洼, by the duty list
constexpr std::string_view grid = "22088100100101", building = "22088100100101L02", lane = "220881001J01H01",
                           street = "220881001J01";

// Who answers where, for the category; the sample's rows for it are gone.
void lay(Desk& city, const std::vector<Row>& duties) {
  tests::ChangedTables tables(tests::sample_city().tables);
  tables.remove(TableKind::duties, "category", std::string(category_code));
  for (const Row& row : duties) tables.of(TableKind::duties).push_back(row);
  city.adopt(tables);
}

rules::Route route(const Desk& city, std::string_view place, std::string_view road) {
  const rules::RoutingQuestion question{
      .place = city.place(place), .road = city.place(road), .category = city.category(category_code)};
  return rules::route(*city.city().configuration, question, city.now);
}

Row duty(std::string_view organisation, std::string_view place) {
  return {std::string(organisation), std::string(category_code), std::string(place), "权责清单"};
}

TEST_CASE(
    "The finest of all that covers a demand leads: what lies in the grid, the lane, the street's section, the grid") {
  Desk city;
  std::vector<Row> duties{duty("BM01", "220881"), duty("BM02", grid), duty("BM03", street), duty("BM04", lane),
                          duty("BM05", building)};
  for (const std::string_view leads : {"BM05", "BM04", "BM03", "BM02", "BM01"}) {
    CAPTURE(leads);
    lay(city, duties);
    const rules::Route found = route(city, building, lane);
    CHECK(found.lead == Party(city.organisation(leads)));
    CHECK(found.lead_reason == LeadReason::duty_list);
    REQUIRE(found.offers.size() >= duties.size());
    for (std::size_t i = 0; i < duties.size(); ++i)
      CHECK(found.offers[i].who == Party(city.organisation(duties[duties.size() - 1 - i][0])));
    duties.pop_back();
  }
}

TEST_CASE("What lies on a road counts for that road alone") {
  Desk city;
  lay(city, {duty("BM01", "220881"), duty("BM04", lane)});
  CHECK(route(city, grid, lane).lead == Party(city.organisation("BM04")));
  CHECK(route(city, grid, street).lead == Party(city.organisation("BM01")));
  CHECK(route(city, grid, "220881001J01H02").lead == Party(city.organisation("BM01")));
  CHECK(route(city, grid, "").lead == Party(city.organisation("BM01")));
}

TEST_CASE("Each row of the sample's resources on a road is offered to somebody on it") {
  const Configuration& city = tests::sample_city().configuration;
  std::size_t on_roads = 0;
  for (const Resource& resource : city.resources) {
    const PlaceKind kind = city.places[resource.place.value].kind;
    if (kind != PlaceKind::street && kind != PlaceKind::lane) continue;
    const auto near = std::ranges::find_if(city.places, [&](const Place& place) {
      return place.kind == PlaceKind::grid && place.subdistrict == city.places[resource.place.value].subdistrict;
    });
    if (near == city.places.end()) continue;  // a subdistrict without grids
    ++on_roads;
    const PlaceId place{static_cast<std::uint32_t>(near - city.places.begin())};
    const rules::Route found = rules::route(
        city, {.place = place, .road = resource.place, .category = resource.category}, tests::RunningCity::morning);
    CHECK(std::ranges::find(found.offers, resource.who, &Offer::who) != found.offers.end());
  }
  CHECK(on_roads > 0);
}

TEST_CASE("No compound, and who answers by the duty list complained of: both are told") {
  Desk city;
  rules::RoutingQuestion question{.place = city.grid(), .category = city.category("0101")};
  const Party by_duty = rules::route(*city.city().configuration, question, city.now).lead;
  REQUIRE(by_duty.is_organisation());
  question.complained_of = by_duty;
  const rules::Route found = rules::route(*city.city().configuration, question, city.now);
  CHECK(found.lead.is_post());
  CHECK(found.lead_reason == LeadReason::no_compound_complained_of);
  CHECK(found.sought == by_duty.organisation());
}

}  // namespace
}  // namespace wangge
