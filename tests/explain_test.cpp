// What `wangge explain` answers, beside the routing that routing_test.cpp holds it to.

#include "tools/explain.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tests/subcommand.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

boost::json::object explained(std::vector<std::string> more) {
  more.insert(more.begin(), {"explain", "--city", WANGGE_SOURCE_ROOT "/config/taonan", "--grid", "22088100100101", "--json"});
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
  CHECK_THROWS_WITH(explained({"--category", "0101", "--at", "2026-03-10T17:15", "--if-holiday", "tomorrow"}), Catch::StartsWith("tomorrow"));
}

TEST_CASE("explain says who checks a demand before it is filed, and by when") {
  const auto checked = explained({"--category", "0701", "--at", "2026-03-10T09:00"});
  CHECK(checked.at("checks_first").at("code") == "P22088100100101");
  const auto& first = checked.at("limits").as_array().front();
  CHECK(first.at("stage") == "check");
  CHECK(first.at("due") == "2026-03-10T09:30:00+08:00");  // 30 working minutes
  CHECK(explained({"--category", "0101", "--at", "2026-03-10T09:00"}).at("checks_first").is_null());
}

}  // namespace
}  // namespace wangge
