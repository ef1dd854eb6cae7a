// What `wangge explain` answers, beside the routing that routing_test.cpp holds it to.

#include "tools/demand/explain.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tests/subcommand.h"
#include "tools/time_text.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

boost::json::object explained(std::vector<std::string> more) {
  more.insert(more.begin(),
              {"explain", "--city", WANGGE_SOURCE_ROOT "/config/taonan", "--grid", "22088100100101", "--json"});
  const tests::Printed printed = tests::say({tools::add_explain}, std::move(more));
  REQUIRE(printed.exit_code == 0);
  return printed.json();
}

TEST_CASE("explain says when it would be due if a day became a holiday, or a workday, beside the city's calendar") {
  // Tuesday 17:15, four working hours: 45 minutes are left of Tuesday, and 3:15 of the next day that is worked.
  const auto usual = explained({"--category", "0101", "--at", "2026-03-10T17:15"});
  const auto& resolution = usual.at("limits").as_array().back();
  CHECK(resolution.at("due") == "2026-03-11T11:15:00+08:00");
  CHECK(resolution.at("by_calendar").is_null());
  const auto off = explained({"--category", "0101", "--at", "2026-03-10T17:15", "--if-holiday", "2026-03-11"});
  CHECK(off.at("limits").as_array().back().at("due") == "2026-03-12T11:15:00+08:00");
  CHECK(off.at("limits").as_array().back().at("by_calendar") == "2026-03-11T11:15:00+08:00");
  // Friday 17:15, and Saturday is worked.
  const auto worked = explained({"--category", "0101", "--at", "2026-03-13T17:15", "--if-workday", "2026-03-14"});
  CHECK(worked.at("limits").as_array().back().at("due") == "2026-03-14T11:15:00+08:00");
  CHECK(worked.at("limits").as_array().back().at("by_calendar") == "2026-03-16T11:15:00+08:00");
  CHECK_THROWS_WITH(explained({"--category", "0101", "--at", "2026-03-10T17:15", "--if-holiday", "tomorrow"}),
                    Catch::StartsWith("tomorrow"));
}

TEST_CASE("explain says who checks a demand before it is filed, and by when") {
  const auto checked = explained({"--category", "0701", "--at", "2026-03-10T09:00"});
  CHECK(checked.at("checks_first").at("code") == "P22088100100101");
  const auto& first = checked.at("limits").as_array().front();
  CHECK(first.at("stage") == "check");
  CHECK(first.at("due") == "2026-03-10T09:30:00+08:00");  // 30 working minutes
  CHECK(explained({"--category", "0101", "--at", "2026-03-10T09:00"}).at("checks_first").is_null());
}

TEST_CASE(
    "explain says that the lead's limit counts from when the demand is filed, and looks on the clock of an emergency") {
  const auto limits = explained({"--category", "0802", "--at", "2026-03-10T20:00"}).at("limits").as_array();
  REQUIRE(limits.size() == 3);
  CHECK(limits[0].at("stage") == "check");
  CHECK(limits[0].at("due") == "2026-03-10T20:30:00+08:00");
  CHECK(limits[0].at("unit") == "minute");
  CHECK(limits[1].at("stage") == "acceptance");
  CHECK(limits[1].at("due").is_null());
  CHECK(limits[1].at("from_filing") == true);
  CHECK(limits[2].at("stage") == "resolution");
  CHECK(limits[2].at("due") == "2026-03-10T22:00:00+08:00");
  CHECK(limits[2].at("from_filing") == false);
}

TEST_CASE("A time that the log cannot hold is refused, and never another one") {
  constexpr Duration china = std::chrono::hours{8};
  for (const auto* text :
       {"1970-01-01", "1970-01-01T08:00", "1969-12-31T23:59", "2106-02-07T14:28:16+08:00", "1970-01-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(tools::parse_instant(text, china));
  }
  CHECK(tools::parse_instant("1970-01-01T08:00:01", china) == to_instant(1));
  CHECK(tools::parse_instant("2105-12-31T23:59:59", china).has_value());
  CHECK_THROWS_WITH(explained({"--category", "0101", "--at", "1970-01-01"}), Catch::Contains("--at 1970-01-01"));
}

}  // namespace
}  // namespace wangge
