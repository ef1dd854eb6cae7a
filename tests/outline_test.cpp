// Outlines of grids: whether they fit, and where a point lies.

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/limits.h"
#include "engine/rules/locate.h"
#include "engine/rules/outline_check.h"
#include "engine/state/cells.h"
#include "engine/state/configuration_reader.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/small_city.h"
#include "tests/square_grids.h"
#include "tests/subcommand.h"
#include "tools/demand/locate.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;
using rules::check_outlines;
using rules::Location;
using rules::Locator;
using rules::OutlineFault;
using Kind = OutlineFault::Kind;
// --- another way to find out, over all corners of all rings

double metres_to(const Ring& ring, GroundPoint point) {
  const double north = milli_degree_metres / 1'000, east = north * std::cos(point.lat * std::numbers::pi / 180e6);
  double best = 1e9;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const double ax = (ring[j].lon - point.lon) * east, ay = (ring[j].lat - point.lat) * north;
    const double dx = (ring[i].lon - ring[j].lon) * east, dy = (ring[i].lat - ring[j].lat) * north;
    const double share = std::clamp(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    best = std::min(best, std::hypot(ax + share * dx, ay + share * dy));
  }
  return best;
}

GroundPoint centroid(const Ring& ring) {
  double area = 0, lon = 0, lat = 0;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const double ax = ring[j].lon - ring[0].lon, ay = ring[j].lat - ring[0].lat;
    const double bx = ring[i].lon - ring[0].lon, by = ring[i].lat - ring[0].lat;
    const double cross = ax * by - bx * ay;
    area += cross, lon += (ax + bx) * cross, lat += (ay + by) * cross;
  }
  return {ring[0].lon + static_cast<std::int32_t>(lon / (3 * area)),
          ring[0].lat + static_cast<std::int32_t>(lat / (3 * area))};
}

// Squares in rows of `across`, some of them left out.
struct Lattice {
  std::size_t across;
  std::vector<bool> missing;

  Configuration grids() const {
    std::vector<Ring> rings;
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto x = static_cast<std::int32_t>(i % across), y = static_cast<std::int32_t>(i / across);
      if (!missing[i]) rings.push_back(square(x * side, y * side));
    }
    return grids_with(rings);
  }

  // Pieces of what is missing that some grids, connected by edges, shut in.
  int holes() const {
    const std::vector<int> piece = pieces([&](std::size_t a, std::size_t b) { return missing[a] == missing[b]; });
    std::set<int> shut_in;
    for (std::size_t i = 0; i < missing.size(); ++i) {
      if (missing[i]) continue;
      const int grids = piece[i];  // everything but these is open
      const std::vector<int> rest =
          pieces([&](std::size_t a, std::size_t b) { return (piece[a] == grids) == (piece[b] == grids); });
      std::set<int> outside;
      for (std::size_t at = 0; at < rest.size(); ++at)
        if (is_at_border(at)) outside.insert(rest[at]);
      for (std::size_t at = 0; at < rest.size(); ++at)
        if (missing[at] && !outside.contains(rest[at])) shut_in.insert(piece[at]);
    }
    return static_cast<int>(shut_in.size());
  }

  bool is_at_border(std::size_t at) const {
    return at < across || at + across >= missing.size() || at % across == 0 || (at + 1) % across == 0;
  }

  // The number of the piece to which each square belongs; neighbours are of one piece where they go together.
  template <class GoTogether>
  std::vector<int> pieces(GoTogether go_together) const {
    std::vector<int> piece(missing.size(), -1);
    for (std::size_t first = 0; first < piece.size(); ++first) {
      if (piece[first] >= 0) continue;
      piece[first] = static_cast<int>(first);
      for (std::vector<std::size_t> left{first}; !left.empty();) {
        const std::size_t at = left.back();
        left.pop_back();
        const auto spread = [&](bool is_there, std::size_t to) {
          if (!is_there || piece[to] >= 0 || !go_together(at, to)) return;
          piece[to] = piece[first];
          left.push_back(to);
        };
        spread(at % across > 0, at - 1);
        spread((at + 1) % across > 0, at + 1);
        spread(at >= across, at - across);
        spread(at + across < piece.size(), at + across);
      }
    }
    return piece;
  }
};

const std::string taonan = WANGGE_SOURCE_ROOT "/config/taonan";

// Runs `wangge locate` with these arguments; gives what it prints.
std::string locate(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "locate");
  const Printed said = say({tools::add_locate}, std::move(arguments));
  REQUIRE(said.exit_code == 0);
  return said.out;
}

const std::string two_outlines =
    "grid,points\n"
    "G1,80.000000 40.000000;80.001000 40.000000;80.001000 40.001000;80.000000 40.001000\n"
    "G2,80.001000 40.000000;80.002000 40.000000;80.002000 40.001000;80.001000 40.001000\n";

}  // namespace

// --- where a point lies

TEST_CASE("a point within an outline lies in that grid alone") {
  const Configuration city = four_squares();
  for (std::uint32_t grid = 1; grid <= 4; ++grid)
    CHECK(grids_at(city, centroid(city.outlines[grid - 1].ring)) == std::vector{grid});
  CHECK_FALSE(Locator(city).locate({500, 500}).is_on_edge);
}

TEST_CASE("a point within a metre of an edge lies in both grids, and the lower code is the answer") {
  const Configuration city = four_squares();
  for (const std::int32_t lon : {side - 8, side, side + 8}) {  // 0.9 m
    CHECK(grids_at(city, {lon, 500}) == std::vector<std::uint32_t>{1, 2});
    CHECK(Locator(city).locate({lon, 500}).is_on_edge);
    CHECK(Locator(city).locate({lon, 500}).grid() == PlaceId{1});
  }
  CHECK(grids_at(city, {side - 10, 500}) == std::vector<std::uint32_t>{1});  // 1.1 m
  CHECK(grids_at(city, {side + 10, 500}) == std::vector<std::uint32_t>{2});
}

TEST_CASE("a corner belongs to all grids that meet there") {
  CHECK(grids_at(four_squares(), {side, side}) == std::vector<std::uint32_t>{1, 2, 3, 4});
  CHECK(grids_at(four_squares(), {side + 6, side + 6}) == std::vector<std::uint32_t>{1, 2, 3, 4});  // 0.94 m from it
  // 1.26 m, and 0.9 m from two edges
  CHECK(grids_at(four_squares(), {side + 8, side + 8}) == std::vector<std::uint32_t>{2, 3, 4});
}

TEST_CASE("on the outer edge a point lies in its grid, on either side of it") {
  const Locator locator(four_squares());
  for (const std::int32_t lat : {-8, 0, 8}) {
    const Location found = locator.locate({500, lat});
    CHECK(found.grids == std::vector{PlaceId{1}});
    CHECK(found.is_on_edge);
  }
}

TEST_CASE("outside of all outlines the nearest grid is named, and how far it is") {
  const Locator locator(four_squares());
  const auto is_near = [](const Location& found, std::uint32_t grid, double metres) {
    CHECK(found.grids.empty());
    CHECK_FALSE(found.compound.place);
    CHECK(found.nearest_grid.place == PlaceId{grid});
    CHECK(found.nearest_grid.metres == Approx(metres).epsilon(0.001));
  };
  is_near(locator.locate({500, -1'000}), 1, milli_degree_metres);
  is_near(locator.locate({2 * side + 2'000, 1'500}), 4, 2 * milli_degree_metres);
  is_near(locator.locate({-3'000, 2 * side + 4'000}), 3, 5 * milli_degree_metres);
  is_near(locator.locate({500, -1'000'000}), 1, 1'000 * milli_degree_metres);
  is_near(locator.locate({90'000'000, 0}), 2, (90'000 - 2) * milli_degree_metres);
  is_near(locator.locate({500, -80'000'000}), 1, 80'000 * milli_degree_metres);
  // At 60 degrees a degree of longitude is half as long.
  is_near(Locator(grids_with({square(0, 60'000'000)})).locate({2 * side, 60'000'500}), 1, milli_degree_metres / 2);
  is_near(Locator(grids_with({square(0, -60'000'000)})).locate({-side, -59'999'500}), 1, milli_degree_metres / 2);
}

TEST_CASE("a hole in the middle is outside, and so is everything where there are no outlines") {
  Lattice lattice{3, std::vector<bool>(9)};
  lattice.missing[4] = true;
  const Location found = Locator(lattice.grids()).locate({1'500, 1'400});
  CHECK(found.grids.empty());
  CHECK(found.nearest_grid.place == PlaceId{2});
  CHECK(found.nearest_grid.metres == Approx(0.4 * milli_degree_metres).epsilon(0.001));

  const Locator nowhere{Configuration{}};
  CHECK_FALSE(nowhere.has_outlines());
  CHECK(nowhere.locate({0, 0}).grids.empty());
  CHECK_FALSE(nowhere.locate({0, 0}).nearest_grid.place);
}

TEST_CASE("an outline may be written either way round, and of any shape") {
  Ring ring{{0, 0},         {3'000, 0},     {3'000, 3'000}, {2'000, 3'000},
            {2'000, 1'000}, {1'000, 1'000}, {1'000, 3'000}, {0, 3'000}};
  for (int way = 0; way < 2; ++way) {
    const Locator locator(grids_with({ring}));
    CHECK(locator.locate({500, 2'000}).grid() == PlaceId{1});
    CHECK(locator.locate({2'500, 2'000}).grid() == PlaceId{1});
    CHECK_FALSE(locator.locate({1'500, 2'000}).grid());
    std::ranges::reverse(ring);
  }
}

TEST_CASE("the nearest compound is one of the grid, the nearest lane and street are those of the city") {
  Configuration city = four_squares();
  const PlaceId far = add_place(city, PlaceKind::compound, PlaceId{1}, {{100, 100}});
  const PlaceId near = add_place(city, PlaceKind::compound, PlaceId{1}, {{700, 500}});
  add_place(city, PlaceKind::compound, PlaceId{2}, {{1'010, 500}});  // nearer, in another grid
  const PlaceId lane = add_place(city, PlaceKind::lane, {}, {{900, -5'000}, {900, 5'000}});
  add_place(city, PlaceKind::lane, {}, {{500, 500}});
  const PlaceId street = add_place(city, PlaceKind::street, {}, {{2'000, 2'000}});
  const Locator locator(city);

  const Location found = locator.locate({890, 500});
  CHECK(found.compound.place == near);
  CHECK(found.compound.metres == Approx(0.19 * milli_degree_metres).epsilon(0.001));
  CHECK(found.lane.place == lane);
  CHECK(found.lane.metres == Approx(0.01 * milli_degree_metres).epsilon(0.001));
  CHECK(found.street.place == street);
  CHECK(found.street.metres == Approx(std::hypot(1.11, 1.5) * milli_degree_metres).epsilon(0.001));
  CHECK(locator.locate({200, 200}).compound.place == far);
  CHECK_FALSE(locator.locate({500, 1'500}).compound.place);  // G3 has none
}

// --- whether they fit

TEST_CASE("squares that share their edges fit") {
  CHECK(check_outlines(four_squares()).empty());
  CHECK(check_outlines(Lattice{5, std::vector<bool>(25)}.grids()).empty());
  CHECK(check_outlines(Configuration{}).empty());
}

TEST_CASE("an overlap is found with both grids, a point in it and its size") {
  const auto faults = check_outlines(grids_with({square(0, 0), square(900, 0)}));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::overlap);
  CHECK(faults[0].place == PlaceId{1});
  CHECK(faults[0].other == PlaceId{2});
  CHECK(is_inside(square(900, 0, 100), faults[0].at));
  CHECK(faults[0].square_metres == Approx(0.1 * milli_degree_metres * milli_degree_metres).epsilon(0.001));
  CHECK(check_outlines(grids_with({square(0, 0), square(0, 0)})).size() == 1);                // the same ground twice
  CHECK(check_outlines(grids_with({square(0, 0), square(200, 200, 300, 300)})).size() == 1);  // one within the other
}

TEST_CASE("a hole is found with two grids around it, a point in it and its size") {
  Lattice lattice{3, std::vector<bool>(9)};
  lattice.missing[4] = true;
  const auto faults = check_outlines(lattice.grids());
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::hole);
  CHECK(faults[0].place == PlaceId{1});  // at its corner
  CHECK(faults[0].other == PlaceId{2});
  CHECK(is_inside(square(side, side), faults[0].at));
  CHECK(faults[0].square_metres == Approx(milli_degree_metres * milli_degree_metres).epsilon(0.001));
}

TEST_CASE("what a grid without a sound outline would cover is no hole") {
  Configuration city = Lattice{3, std::vector<bool>(9)}.grids();
  std::swap(city.outlines[4].ring[0], city.outlines[4].ring[1]);
  REQUIRE(check_outlines(city).size() == 1);
  CHECK(check_outlines(city)[0].kind == Kind::crosses_itself);
  city.outlines.erase(city.outlines.begin() + 4);
  CHECK(check_outlines(city).empty());
}

TEST_CASE("there are as many holes as there are pieces of missing ground that grids with common edges shut in") {
  std::mt19937_64 random(20'261'126);
  int found = 0;
  for (int round = 0; round < 20; ++round) {
    Lattice lattice{8, std::vector<bool>(64)};
    for (std::size_t i = 0; i < lattice.missing.size(); ++i) lattice.missing[i] = random() % 4 == 0;
    const auto faults = check_outlines(lattice.grids());
    INFO(round);
    CHECK(std::ranges::all_of(faults, [](const OutlineFault& fault) { return fault.kind == Kind::hole; }));
    CHECK(static_cast<int>(faults.size()) == lattice.holes());
    found += static_cast<int>(faults.size());
  }
  CHECK(found > 20);
}

TEST_CASE("a strip between two grids that is open to the outside is a gap, and what is wide is outside") {
  const auto faults = check_outlines(grids_with({square(0, 0), square(side + 50, 0)}));  // 5.6 m
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::gap);
  CHECK(faults[0].place == PlaceId{1});
  CHECK(faults[0].other == PlaceId{2});
  CHECK(is_inside(square(side, 0, 50), faults[0].at));
  CHECK(faults[0].square_metres == Approx(0.05 * milli_degree_metres * milli_degree_metres).epsilon(0.2));
  CHECK(check_outlines(grids_with({square(0, 0), square(side + 500, 0)})).empty());
  CHECK(check_outlines(grids_with({square(0, 0), square(side, side)})).empty());     // they meet at a corner
  const Ring wedge{{side, 0}, {2 * side, 0}, {2 * side, side}, {side + 500, side}};  // a notch that narrows to nothing
  CHECK(check_outlines(grids_with({square(0, 0), wedge})).empty());
}

TEST_CASE("what is not a metre wide is no fault, since a point there lies on the edge of both") {
  for (const std::int32_t off : {-6, 6}) {  // 0.7 m
    const Configuration city = grids_with({square(0, 0), square(side + off, 0)});
    CHECK(check_outlines(city).empty());
    CHECK(grids_at(city, {side + off / 2, 500}) == std::vector<std::uint32_t>{1, 2});
  }
}

TEST_CASE("an outline that crosses itself is found, and compared with no other") {
  const Ring bow{{0, 0}, {side, side}, {side, 0}, {0, side}};
  const auto faults = check_outlines(grids_with({bow, square(side, 0)}));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::crosses_itself);
  CHECK(faults[0].place == PlaceId{1});
  CHECK(check_outlines(grids_with({{{0, 0}, {500, 0}, {side, 0}}})).size() == 1);  // no area
}

TEST_CASE("a compound's point outside of its grid is found, one on the edge is not") {
  Configuration city = four_squares();
  add_place(city, PlaceKind::compound, PlaceId{1}, {{side + 5, 500}});
  add_place(city, PlaceKind::lane, PlaceId{1}, {{side + 500, 500}});
  CHECK(check_outlines(city).empty());
  const PlaceId astray = add_place(city, PlaceKind::compound, PlaceId{1}, {{side + 500, 500}});
  const auto faults = check_outlines(city);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].kind == Kind::outside_its_grid);
  CHECK(faults[0].place == astray);
  CHECK(faults[0].other == PlaceId{1});
  CHECK(faults[0].metres == Approx(0.5 * milli_degree_metres).epsilon(0.001));
}

TEST_CASE("of many faults the first are given") {
  std::vector<Ring> rings;
  for (int i = 0; i < 20; ++i) rings.push_back(square(i, 0));  // each overlaps each: 190
  CHECK(check_outlines(grids_with(rings)).size() == rules::outline_faults_max);
}

// --- the tables

TEST_CASE("degrees are read as millionths, and what has more decimals is rounded") {
  CHECK(degrees_of("122.781234") == 122'781'234);
  CHECK(degrees_of("45") == 45'000'000);
  CHECK(degrees_of("45.5") == 45'500'000);
  CHECK(degrees_of("-0.000001") == -1);
  CHECK(degrees_of("1.2345674") == 1'234'567);
  CHECK(degrees_of("1.2345675") == 1'234'568);
  CHECK(degrees_of("-1.9999995") == -2'000'000);
  for (const std::string_view wrong :
       {"", "-", ".", "1.", ".5", "1234", "1e3", "+1", " 1", "1 ", "1,5", "--1", "1.2.3", "北"}) {
    INFO(wrong);
    CHECK_FALSE(degrees_of(wrong));
  }
  for (const std::int32_t value : {0, 1, -1, 999'999, -45'340'000, 122'781'234})
    CHECK(degrees_of(degrees_text(value)) == value);
}

TEST_CASE("outlines are read by code, whatever the order of rows and ids, with the first point repeated or not") {
  SmallCity city;
  city.write("grids.csv", "code,name,community\nG2,第二网格,C1\nG1,第一网格,C1\n");
  const Ring west{{80'000'000, 40'000'000}, {80'001'000, 40'000'000}, {80'001'000, 40'001'000}};
  city.write("outlines.csv",
             "grid,points\nG2,80.001 40;80.002 40;80.001 40.001\nG1," + to_text(west) + ";80.000000 40.000000\n");
  Codes codes;
  std::vector<Fault> faults;
  const Configuration read = read_configuration(config::read_city(city.folder()).tables, codes, faults);
  CHECK(faults.empty());
  REQUIRE(read.outlines.size() == 2);
  CHECK(read.outlines[0].grid == codes.places.find("G1"));
  CHECK(read.outlines[0].ring == west);
  CHECK(Locator(read).locate({80'001'000, 40'000'500}).grid() == codes.places.find("G1"));
}

TEST_CASE("an outline has just as many corners as are allowed, and one more is a mistake") {
  for (const std::size_t corners : {limits::ring_points_max, limits::ring_points_max + 1}) {
    Ring ring{{80'000'000, 40'001'000}};
    for (std::size_t i = 0; i + 1 < corners; ++i)
      ring.push_back({80'000'000 + static_cast<std::int32_t>(i), 40'000'000});
    SmallCity city;
    city.write("outlines.csv", "grid,points\nG1," + to_text(ring) + "\nG2," + to_text(square(90'000'000, 0)) + "\n");
    const auto mistakes = city.check();
    INFO(corners);
    CHECK(mistakes.size() == corners - limits::ring_points_max);
    for (const config::Mistake& mistake : mistakes) CHECK_THAT(mistake.problem, Catch::Contains("too many points"));
  }
}

// --- the sample city

TEST_CASE("the sample city has an outline for each grid, and edges are shared by two grids at the most") {
  const Configuration& city = sample_city().configuration;
  CHECK(city.outlines.size() == 243);
  std::map<std::set<GroundPoint>, std::vector<PlaceId>> edges;
  for (const Outline& outline : city.outlines)
    for (std::size_t i = 0, j = outline.ring.size() - 1; i < outline.ring.size(); j = i++)
      edges[{outline.ring[i], outline.ring[j]}].push_back(outline.grid);
  std::map<PlaceId, std::vector<PlaceId>> neighbours;
  for (const auto& [edge, grids] : edges) {
    REQUIRE(grids.size() <= 2);
    if (grids.size() == 2) neighbours[grids[0]].push_back(grids[1]), neighbours[grids[1]].push_back(grids[0]);
  }

  // Each community and each subdistrict is one piece.
  for (const PlaceKind kind : {PlaceKind::community, PlaceKind::subdistrict, PlaceKind::city}) {
    std::map<PlaceId, std::size_t> pieces;
    std::set<PlaceId> seen;
    for (const Outline& outline : city.outlines) {
      if (!seen.insert(outline.grid).second) continue;
      const PlaceId whole = city.enclosing(outline.grid, kind);
      ++pieces[whole];
      for (std::vector<PlaceId> left{outline.grid}; !left.empty();) {
        const PlaceId grid = left.back();
        left.pop_back();
        for (const PlaceId next : neighbours[grid])
          if (city.enclosing(next, kind) == whole && seen.insert(next).second) left.push_back(next);
      }
    }
    for (const auto& [whole, count] : pieces) CHECK(count == 1);
  }
}

TEST_CASE("each grid of the sample city is found by its own centroid, and each compound lies in its grid") {
  const Configuration& city = sample_city().configuration;
  const Locator locator(city);
  for (const Outline& outline : city.outlines)
    CHECK(locator.locate(centroid(outline.ring)).grids == std::vector{outline.grid});
  std::size_t compounds = 0;
  for (const PlacePoints& points : city.points) {
    const Place& place = city.places[points.place.value];
    for (const GroundPoint point : points.points) {
      const Location found = locator.locate(point);
      REQUIRE(found.grids.size() == 1);
      if (place.kind == PlaceKind::compound) {
        ++compounds;
        CHECK(found.grid() == place.parent);
        CHECK(found.compound.metres == 0);
      } else {
        CHECK(city.enclosing(found.grid(), PlaceKind::subdistrict) ==
              city.enclosing(points.place, PlaceKind::subdistrict));
      }
    }
  }
  CHECK(compounds == 400);
}

TEST_CASE("for random points the index finds what a look at every edge finds") {
  const Configuration& city = sample_city().configuration;
  const Locator locator(city);
  std::mt19937_64 random(20'261'126);
  const auto between = [&](std::int32_t least, std::int32_t most) {
    return least + static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(most - least));
  };
  int inside = 0;
  for (int i = 0; i < 1'000; ++i) {
    const GroundPoint point{between(122'730'000, 122'830'000), between(45'305'000, 45'375'000)};
    INFO(to_text(point));
    const Location found = locator.locate(point);
    std::set<PlaceId> must, may;  // a distance of just a metre may be taken either way
    double nearest = 1e9;
    for (const Outline& outline : city.outlines) {
      const double metres = metres_to(outline.ring, point);
      nearest = std::min(nearest, metres);
      if (is_inside(outline.ring, point) || metres < 0.95) must.insert(outline.grid);
      if (is_inside(outline.ring, point) || metres < 1.05) may.insert(outline.grid);
    }
    const std::set<PlaceId> given(found.grids.begin(), found.grids.end());
    CHECK(std::ranges::includes(given, must));
    CHECK(std::ranges::includes(may, given));
    inside += !given.empty();
    if (given.empty()) CHECK(found.nearest_grid.metres == Approx(nearest).epsilon(0.002));
  }
  CHECK(inside > 500);
  CHECK(inside < 1'000);
}

// --- wangge locate

TEST_CASE("wangge locate says where a point lies") {
  const PlacePoints& compound = sample_city().configuration.points.front();  // the first code is a compound's
  const std::string lon = degrees_text(compound.points[0].lon), lat = degrees_text(compound.points[0].lat);
  const json::value told = json::parse(locate({lon, lat, "--city", taonan, "--json"}));
  CHECK(told.at("standing") == "inside");
  CHECK(told.at("grid").at("code") == "22088100100101");
  CHECK(told.at("compound").at("code") == "22088100100101X01");
  CHECK(told.at("compound").at("metres") == 0.0);
  CHECK(told.at("nearest_grid").is_null());
  CHECK_THAT(locate({lon, lat, "--city", taonan}),
             Catch::StartsWith("在网格 22088100100101 ") && Catch::Contains("路(巷)"));

  const json::value outside = json::parse(locate({"122", "45", "--city", taonan, "--json"}));
  CHECK(outside.at("standing") == "outside");
  CHECK(outside.at("grid").is_null());
  CHECK(outside.at("nearest_grid").at("metres").as_double() > 60'000);
  CHECK_THAT(locate({"122", "45", "--city", taonan}), Catch::StartsWith("在所有网格之外；最近的网格是 "));
}

TEST_CASE("wangge locate says on which edge a point lies, and which grid is taken") {
  SmallCity city;
  city.write("outlines.csv", two_outlines);
  const std::string folder = city.folder().string();
  const json::value told = json::parse(locate({"80.001", "40.0005", "--city", folder, "--json"}));
  CHECK(told.at("standing") == "on_edge");
  CHECK(told.at("grid").at("code") == "G1");
  CHECK(told.at("grids").as_array().size() == 2);
  CHECK(told.at("compound").is_null());
  CHECK_THAT(locate({"80.001", "40.0005", "--city", folder}),
             Catch::StartsWith("在网格的边界上：G1 第一网格、G2 第二网格；取代码最小的 G1"));
  CHECK_THAT(locate({"80", "40.0005", "--city", folder}), Catch::StartsWith("在网格 G1 第一网格 的外缘上"));
}

TEST_CASE("wangge locate answers what cannot be located") {
  using Catch::Contains;
  SmallCity city;
  const std::string folder = city.folder().string();
  CHECK_THROWS_WITH(locate({"80.001", "40.0005", "--city", folder}), Contains("没有网格轮廓"));
  city.write("outlines.csv", two_outlines);
  CHECK_THROWS_AS(locate({"east", "40", "--city", folder}), CLI::ValidationError);
  CHECK_THROWS_WITH(locate({"east", "40", "--city", folder}), Contains("not a number of degrees"));
  CHECK_THROWS_WITH(locate({"200", "190", "--city", folder}), Contains("a longitude of -180 to 180"));
  CHECK_THROWS_WITH(locate({"45.34", "122.78", "--city", folder}),
                    Contains("swapped") && Contains("122.780000 45.340000"));
  CHECK_THROWS_WITH(locate({"40.0005", "80.0005", "--city", folder}), Contains("swapped"));  // on earth both ways
  CHECK(json::parse(locate({"41", "80", "--city", folder, "--json"})).at("standing") == "outside");
  CHECK_THAT(locate({"-75.5", "-10", "--city", folder}), Contains("在所有网格之外"));
}

TEST_CASE("wangge submit takes a point for the grid in which it lies, and says which that is", "[threads]") {
  using Catch::Contains;
  SmallCity written;
  written.write("outlines.csv", two_outlines);
  ServedCity city;
  const Speaker desk(city);
  city.run();
  const auto submit = [&](const std::string& point) {
    return desk.say({tools::add_submit}, {"submit", "--point", point, "--category", "1301", "--text", "请予处理",
                                          "--city", written.folder().string(), "--json"});
  };
  const Printed submitted = submit("80.0015,40.0005");
  CHECK(submitted.exit_code == 0);
  CHECK(submitted.json().at("follow_up").at("code") == "PG2");
  CHECK_THAT(submitted.err, Contains("在网格 G2 第二网格 内"));
  CHECK_THAT(submit("80.001,40.0005").err, Contains("取代码最小的 G1"));
  CHECK_THROWS_WITH(submit("81,40"), Contains("在所有网格之外"));
  CHECK_THROWS_WITH(submit("81"), Contains("LON,LAT"));
}

}  // namespace wangge::tests
