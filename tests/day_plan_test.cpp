// The sample day is the same for the same seed, and is a day of this city.

#include "tools/day/day_plan.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "engine/base/utf8.h"
#include "tests/sample_city.h"

namespace {

using namespace wangge;
using namespace wangge::tools;
using tests::sample_city;

// Tuesday 2026-03-10, 15:00 in the city.
constexpr Instant afternoon{Duration{1'773'126'000}};

DayPlan plan(std::size_t demands, std::uint64_t seed) {
  return plan_day(sample_city().configuration, afternoon, demands, seed);
}

// Something in it is wrong, so that the engine must refuse it.
bool is_spoilt(const WrittenDemand& demand) {
  const Codes& codes = sample_city().codes;
  const bool needs_reference = demand.reporter == Reporter::hotline || demand.reporter == Reporter::patrol;
  return demand.text.empty() || count_code_points(demand.text).value() > 4'000 || demand.severity > 4 ||
         !codes.categories.find(demand.category) || (needs_reference && demand.reference.empty()) ||
         (!demand.road.empty() && !demand.road.starts_with(demand.place.substr(0, 9)));
}

}  // namespace

TEST_CASE("the same seed gives the same day, another seed another") {
  const DayPlan first = plan(500, 1), again = plan(500, 1), other = plan(500, 2);
  const auto same = [](const DayPlan& a, const DayPlan& b) {
    return std::ranges::equal(a.demands, b.demands, [](const PlannedDemand& one, const PlannedDemand& two) {
      return one.at == two.at && one.station == two.station && one.demand == two.demand;
    });
  };
  CHECK(same(first, again));
  CHECK_FALSE(same(first, other));
}

TEST_CASE("the day goes from 6:00 to 22:00 by the city's clock, in order") {
  const DayPlan day = plan(2'000, 1);
  CHECK(day.begins == afternoon - std::chrono::hours{9});
  CHECK(day.ends == afternoon + std::chrono::hours{7});
  REQUIRE(day.demands.size() == 2'000);
  CHECK(std::ranges::is_sorted(day.demands, {}, &PlannedDemand::at));
  CHECK(day.demands.front().at >= day.begins);
  CHECK(day.demands.back().at < day.ends);
}

TEST_CASE("every station has its part of the day, in its own community") {
  const std::vector<std::string> stations = station_codes(sample_city().configuration);
  CHECK(stations.size() == 18);
  std::set<std::size_t> seen;
  for (const PlannedDemand& planned : plan(2'000, 1).demands) {
    REQUIRE(planned.demand.place.starts_with(stations.at(planned.station)));
    REQUIRE(sample_city().codes.places.find(planned.demand.place));
    seen.insert(planned.station);
  }
  CHECK(seen.size() == stations.size());
}

TEST_CASE("some demands are written down wrongly, about one in a hundred") {
  const DayPlan day = plan(4'000, 1);
  const auto spoilt = std::ranges::count_if(day.demands, is_spoilt, &PlannedDemand::demand);
  CHECK(spoilt > 20);
  CHECK(spoilt < 70);
}
