// Outlines of several rings: enclaves, parts, slivers; and points of Chinese maps.

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/rules/datum.h"
#include "engine/rules/locate.h"
#include "engine/rules/outline_check.h"
#include "engine/state/configuration_reader.h"
#include "tests/sample_city.h"
#include "tests/small_city.h"
#include "tests/square_grids.h"
#include "tests/subcommand.h"
#include "tools/demand/locate.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;
using rules::check_outlines;
using rules::Location;
using rules::Locator;
using rules::OutlineFault;
using Kind = OutlineFault::Kind;

const std::string taonan = WANGGE_SOURCE_ROOT "/config/taonan";

json::value located(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "locate");
  const Printed said = say({tools::add_locate}, std::move(arguments));
  REQUIRE(said.exit_code == 0);
  return json::parse(said.out);
}

}  // namespace

TEST_CASE("an enclave is a hole of the grid around it, and fits where another grid fills it") {
  Configuration city = grids_with({square(0, 0, 3 * side, 3 * side), square(side, side)});
  CHECK(check_outlines(city).size() == 1);  // the same ground twice
  city.outlines[0].others = {square(side, side)};
  CHECK(check_outlines(city).empty());
  CHECK(grids_at(city, {500, 500}) == std::vector<std::uint32_t>{1});
  CHECK(grids_at(city, {1'500, 1'500}) == std::vector<std::uint32_t>{2});
  CHECK(grids_at(city, {side, 1'500}) == std::vector<std::uint32_t>{1, 2});  // on the edge of the hole

  city.outlines.pop_back();
  city.places.pop_back();
  const auto faults = check_outlines(city);  // nobody's ground
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::hole);
  CHECK(faults[0].place == PlaceId{1});
  CHECK(is_inside(square(side, side), faults[0].at));
  const Location found = Locator(city).locate({1'500, 1'400});
  CHECK(found.grids.empty());
  CHECK(found.nearest_grid.metres == Approx(0.4 * milli_degree_metres).epsilon(0.001));
}

TEST_CASE("a grid may consist of two parts, in any order of rings, and what lies in a hole is a part again") {
  Configuration city = grids_with({square(0, 0), square(side, 0), square(2 * side, 0)});
  city.outlines[0].others = {city.outlines[2].ring};
  city.outlines.pop_back();
  city.places.pop_back();
  CHECK(check_outlines(city).empty());
  for (const std::int32_t lon : {500, 2'500}) CHECK(grids_at(city, {lon, 500}) == std::vector<std::uint32_t>{1});
  CHECK(grids_at(city, {1'500, 500}) == std::vector<std::uint32_t>{2});
  add_place(city, PlaceKind::compound, PlaceId{1}, {{2'500, 500}});
  CHECK(check_outlines(city).empty());

  std::vector<Ring> rings{square(0, 0, 5 * side, 5 * side), square(side, side, 3 * side, 3 * side),
                          square(2 * side, 2 * side)};
  std::ranges::sort(rings);
  do {
    Configuration nested = grids_with({rings[0]});
    nested.outlines[0].others = {rings[1], rings[2]};
    const Locator locator(nested);
    CHECK(locator.locate({500, 500}).grid() == PlaceId{1});
    CHECK_FALSE(locator.locate({1'500, 1'500}).grid());
    CHECK(locator.locate({2'500, 2'500}).grid() == PlaceId{1});
  } while (std::ranges::next_permutation(rings).found);
}

TEST_CASE("rings of a grid that cross, or are the same twice, are found") {
  Configuration city = grids_with({square(0, 0)});
  city.outlines[0].others = {square(500, 500)};
  REQUIRE(check_outlines(city).size() == 1);
  CHECK(check_outlines(city)[0].kind == Kind::crosses_itself);
  city.outlines[0].others = {square(0, 0)};
  REQUIRE(check_outlines(city).size() == 1);
  CHECK(check_outlines(city)[0].kind == Kind::crosses_itself);
}

TEST_CASE("a part or a hole that is not a metre wide is a sliver") {
  for (const std::int32_t width : {7, 20}) {  // 0.8 m and 2.2 m
    Configuration city = grids_with({square(0, 0)});
    city.outlines[0].others = {square(2 * side, 0, width, side)};
    const auto part = check_outlines(city);
    CHECK(part.size() == (width == 7 ? 1 : 0));
    for (const OutlineFault& fault : part) {
      CHECK(fault.kind == Kind::sliver);
      CHECK(fault.place == PlaceId{1});
      CHECK(fault.square_metres == Approx(0.007 * milli_degree_metres * milli_degree_metres).epsilon(0.01));
    }
    city.outlines[0].others = {square(500, 100, width, 800)};
    const auto hole = check_outlines(city);  // a wide one is ground of no grid
    REQUIRE(hole.size() == 1);
    CHECK(hole[0].kind == (width == 7 ? Kind::sliver : Kind::hole));
  }
}

TEST_CASE("rings of an outline stand in one cell, parted by strokes") {
  SmallCity city;
  city.write("grids.csv", "code,name,community\nG2,第二网格,C1\nG1,第一网格,C1\n");
  const Ring west = square(80'000'000, 40'000'000), east = square(80'002'000, 40'000'000),
             middle = square(80'001'000, 40'000'000);
  city.write("outlines.csv",
             "grid,points\nG1," + to_text(west) + "|" + to_text(east) + "\nG2," + to_text(middle) + "\n");
  CHECK(city.check().empty());
  Codes codes;
  std::vector<Fault> faults;
  const Configuration read = read_configuration(config::read_city(city.folder()).tables, codes, faults);
  REQUIRE(read.outlines.size() == 2);
  CHECK(read.outlines[0].ring == west);
  CHECK(read.outlines[0].others == std::vector<Ring>{east});
  CHECK(Locator(read).locate({80'002'500, 40'000'500}).grid() == codes.places.find("G1"));
  CHECK(Locator(read).locate({80'001'500, 40'000'500}).grid() == codes.places.find("G2"));

  city.write("outlines.csv", "grid,points\nG1," + to_text(west) + "|" +
                                 to_text(square(80'005'000, 40'000'000, 5, 900)) + "\nG2," + to_text(middle) + "\n");
  REQUIRE(city.check().size() == 1);
  CHECK_THAT(city.check()[0].problem, Catch::Contains("not a metre wide"));
}

// --- points of Chinese maps

TEST_CASE("a point of a Chinese map is converted where it is said to be one") {
  using rules::Datum;
  const auto near = [](GroundPoint one, GroundPoint other, std::int32_t most) {
    return std::abs(one.lon - other.lon) <= most && std::abs(one.lat - other.lat) <= most;
  };
  // As wandergis/coordtransform and googollee/eviltransform publish them for these points.
  const GroundPoint gate{116'404'000, 39'915'000};
  CHECK(rules::from_wgs84(gate, Datum::gcj02) == GroundPoint{116'410'244, 39'916'404});
  CHECK(rules::from_wgs84({121'527'211, 31'177'428}, Datum::gcj02) == GroundPoint{121'531'542, 31'175'304});
  CHECK(near(rules::from_wgs84(rules::to_wgs84(gate, Datum::gcj02), Datum::bd09), {116'410'369, 39'921'337},
             1));  // bd09 of gcj02
  CHECK(near(rules::to_wgs84(gate, Datum::gcj02), {116'397'756, 39'913'596}, 1));
  CHECK(rules::to_wgs84(gate, Datum::wgs84) == gate);
  for (const GroundPoint abroad : {GroundPoint{2'350'000, 48'850'000}, GroundPoint{-74'000'000, 40'700'000}}) {
    CHECK(rules::to_wgs84(abroad, Datum::gcj02) == abroad);
    CHECK(rules::from_wgs84(abroad, Datum::bd09) == abroad);
  }
  CHECK(rules::datum_of("gcj02") == Datum::gcj02);
  CHECK_FALSE(rules::datum_of("GCJ"));
}

TEST_CASE("there and back a point of a Chinese map is the same to 0.2 m") {
  std::mt19937_64 random(20'261'130);
  const auto between = [&](std::int32_t least, std::int32_t most) {
    return least + static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(most - least));
  };
  for (int i = 0; i < 2'000; ++i) {
    const GroundPoint point{between(73'600'000, 135'000'000), between(18'200'000, 53'500'000)};
    INFO(to_text(point));
    for (const rules::Datum datum : {rules::Datum::gcj02, rules::Datum::bd09}) {
      const GroundPoint moved = rules::from_wgs84(point, datum), back = rules::to_wgs84(moved, datum);
      CHECK(moved != point);
      CHECK(std::abs(back.lon - point.lon) <= 1);
      CHECK(std::abs(back.lat - point.lat) <= 1);
    }
  }
}

TEST_CASE("wangge locate takes a point of a Chinese map where it is said to be one, and never otherwise") {
  const GroundPoint compound = sample_city().configuration.points.front().points[0];
  for (const auto& [name, datum] : {std::pair{"gcj02", rules::Datum::gcj02}, std::pair{"bd09", rules::Datum::bd09}}) {
    const GroundPoint shown = rules::from_wgs84(compound, datum);
    const std::string lon = degrees_text(shown.lon), lat = degrees_text(shown.lat);
    const json::value told = located({lon, lat, "--datum", name, "--city", taonan, "--json"});
    CHECK(told.at("compound").at("code") == "22088100100101X01");
    CHECK(told.at("compound").at("metres").as_double() < 0.3);
    const json::value unsaid = located({lon, lat, "--city", taonan, "--json"});
    CHECK(unsaid.at("lon").as_double() == Approx(shown.lon / 1e6));
    CHECK((unsaid.at("compound").is_null() || unsaid.at("compound").at("metres").as_double() > 200 ||
           unsaid.at("compound").at("code") != "22088100100101X01"));
  }
  CHECK_THROWS_AS(say({tools::add_locate}, {"locate", "122.78", "45.34", "--datum", "mars", "--city", taonan}),
                  CLI::ValidationError);
}

}  // namespace wangge::tests
