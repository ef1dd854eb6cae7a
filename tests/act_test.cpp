// `wangge accept`, `transfer`, … as people and scripts use them, on a running city.

#include "tools/demand/act.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/number.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;
namespace json = boost::json;

// A terminal of the small city, from which commands are given.
class Desk {
 public:
  Desk() { city_.run(); }

  // The number of a demand in grid G1 that the grid's chief leads.
  std::string submit() {
    REQUIRE(run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}) == 0);
    return std::string(said_.at("number").as_string());
  }
  // Runs the command with the token; 0 where it was done.
  int run(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const Printed printed = speaker_.say({tools::add_submit, tools::add_act}, std::move(arguments));
    said_ = printed.json();
    return printed.exit_code;
  }
  std::string reason() const { return text("reason"); }
  std::string text(std::string_view field) const { return std::string(said_.at(field).as_string()); }

  // As the last command told it.
  const json::value& demand_told() const { return said_.at("demand"); }

  // Stops the city and looks into it.
  const Slot& demand(const std::string& number) {
    city_.stop();
    return *city_.city().demands.find(parse_number(number).value());
  }
  Party post(std::string_view code) const { return city_.post(code); }
  OrganisationId organisation(std::string_view code) const { return city_.city().codes.organisations.find(code); }

 private:
  ServedCity city_;
  const Speaker speaker_{city_};
  json::object said_;
};

TEST_CASE("A demand is accepted, noted, finished and closed by subcommands", "[threads]") {
  Desk desk;
  const std::string number = desk.submit();
  CHECK(desk.run({"accept", number, "--as", "PG1"}) == 0);
  CHECK(desk.run({"note", number, "--note", "配件明日到"}) == 0);
  CHECK(desk.run({"finish", number, "--as", "PG1", "--note", "已换灯"}) == 0);
  CHECK(desk.run({"close", number, "--as", "PG1"}) == 0);
  CHECK(desk.demand(number).state == DemandState::closed);
}

TEST_CASE("A demand that is transferred has the other lead, and one that is sent back goes up", "[threads]") {
  Desk desk;
  const std::string number = desk.submit();
  CHECK(desk.run({"transfer", number, "--as", "PG1", "--owner", "WY1", "--note", "归物业"}) == 0);
  CHECK(desk.run({"send-back", number, "--as", "WY1", "--note", "不归物业"}) == 0);
  CHECK(desk.run({"send-back", number, "--as", "PG1", "--note", "也不归网格"}) == 1);
  CHECK(desk.reason() == "returned_already");
  CHECK(desk.demand(number).lead == desk.post("PG1"));
}

TEST_CASE("What is refused says why, and ends with 1", "[threads]") {
  Desk desk;
  const std::string number = desk.submit();
  CHECK(desk.run({"finish", number, "--as", "PG1"}) == 1);
  CHECK(desk.reason() == "not_accepted");
  CHECK(desk.run({"accept", number, "--as", "PG2"}) == 1);
  CHECK(desk.reason() == "wrong_role");
  CHECK_THAT(desk.text("explanation"),
             Catch::Contains("仅主办可办理：PG1 网格长一 / that is for the lead only: PG1 网格长一"));
  CHECK(desk.run({"transfer", number, "--as", "PG1", "--owner", "no such code", "--note", "请接手"}) == 1);
  CHECK(desk.reason() == "unknown_owner");
  CHECK(desk.run({"withdraw", number, "--note", "不要了"}) == 0);
  CHECK(desk.run({"withdraw", number, "--note", "不要了"}) == 1);
  CHECK(desk.reason() == "demand_final");
}

TEST_CASE("What was closed is rated once, and begins again where the resident is not satisfied", "[threads]") {
  Desk desk;
  const std::string number = desk.submit();
  CHECK(desk.run({"rate", number, "--result", "5"}) == 1);
  CHECK(desk.reason() == "not_closed");
  CHECK(desk.run({"appeal", number, "--as", "PG1", "--note", "停电"}) == 1);
  CHECK(desk.reason() == "not_closed");
  for (const char* deed : {"accept", "finish", "close"}) REQUIRE(desk.run({deed, number, "--as", "PG1"}) == 0);
  CHECK(desk.run({"appeal", number, "--as", "PG1", "--note", "停电", "--attach-reference", "停电通知.pdf"}) == 1);
  CHECK(desk.reason() == "not_late");
  CHECK(desk.run({"grant", number, "--as", "PC1"}) == 1);
  CHECK(desk.reason() == "wrong_role");
  CHECK_THROWS_AS(desk.run({"reject", number, "--as", "PC1"}), CLI::RequiredError);
  CHECK(desk.run({"rate", number}) == 1);
  CHECK(desk.reason() == "verdict_missing");
  CHECK_THROWS_AS(desk.run({"call-back", number, "--as", "PC1"}), CLI::RequiredError);
  CHECK(desk.run({"call-back", number, "--as", "PC1", "--no-answer"}) == 0);
  CHECK(desk.run({"call-back", number, "--as", "PC1", "--reached", "--solved", "no", "--service", "4"}) == 1);
  CHECK(desk.reason() == "called_today");
  CHECK(desk.run({"rate", number, "--result", "2", "--solved", "partly", "--note", "还在漏"}) == 0);
  CHECK(desk.run({"finish", number, "--as", "PG1"}) == 1);
  CHECK(desk.reason() == "wrong_role");
  for (const char* deed : {"accept", "finish", "close"}) REQUIRE(desk.run({deed, number, "--as", "PC1"}) == 0);
  CHECK(desk.run({"rate", number, "--result", "5"}) == 1);
  CHECK(desk.reason() == "already_rated");
}

TEST_CASE("More time, a pause, a part and another place are asked for and answered by subcommands", "[threads]") {
  Desk desk;
  const std::string number = desk.submit();
  CHECK(desk.run({"split", number, "--category", "0201", "--note", "井盖缺失"}) == 0);
  const std::string part = desk.text("part");
  CHECK(part != number);
  CHECK(desk.text("look_up_code").size() == 6);
  CHECK(desk.run({"reclassify", part, "--category", "0201", "--note", "没有变"}) == 1);
  CHECK(desk.reason() == "same_category");
  CHECK(desk.run({"reclassify", part, "--category", "0201", "--condition", "2", "--as", "PS1", "--note", "只是破损"}) ==
        0);
  CHECK(desk.demand_told().at("severity") == 3);
  CHECK(desk.run({"move", number, "--place", "G2", "--note", "是二网格的"}) == 0);
  REQUIRE(desk.run({"accept", number, "--as", "PG2"}) == 0);
  CHECK(desk.run({"extend", number, "--as", "PG2", "--by", "2自然日", "--note", "缺件"}) == 0);
  CHECK(desk.run({"approve", number, "--as", "PG2"}) == 1);
  CHECK(desk.reason() == "wrong_role");
  CHECK(desk.run({"approve", number, "--as", "PC1"}) == 0);
  CHECK(desk.run({"suspend", number, "--as", "PG2", "--until", "2026-03-20", "--note", "等化冻"}) == 0);
  CHECK(desk.run({"refuse", number, "--as", "PC1", "--note", "抓紧"}) == 0);
  CHECK(desk.run({"call-in", number, "--as", "PG2", "--owner", "BM1", "--note", "请到场"}) == 0);
  CHECK(desk.run({"assist", number, "--as", "BM1"}) == 0);
  CHECK(desk.run({"offer", number, "--as", "PG2", "--owner", "BM1", "--note", "归你们"}) == 0);
  CHECK(desk.run({"take-over", number, "--as", "BM1"}) == 0);
  CHECK(desk.run({"divert", part, "--as", "PS1", "--elsewhere", "hotline", "--note", "12345-0310-7"}) == 0);
  const Slot& demand = desk.demand(number);
  CHECK(demand.lead == Party(desk.organisation("BM1")));
  CHECK(demand.state == DemandState::accepted);
}

TEST_CASE("What was done says how the demand stands then, and what was refused how it stands now", "[threads]") {
  Desk desk;
  const std::string number = desk.submit();
  REQUIRE(desk.run({"transfer", number, "--as", "PG1", "--owner", "WY1", "--note", "归物业"}) == 0);
  CHECK(desk.demand_told().at("lead").at("code") == "WY1");
  CHECK(desk.demand_told().at("lead").at("kind") == "organisation");
  CHECK(desk.demand_told().at("state") == "submitted");
  REQUIRE(desk.run({"accept", number, "--as", "PG1"}) == 1);
  CHECK(desk.reason() == "wrong_role");
  CHECK(desk.text("explanation").find("主办") != std::string::npos);
  CHECK(desk.demand_told().at("lead").at("code") == "WY1");
  CHECK(desk.demand_told().at("deadlines").as_object().contains("acceptance"));
}

TEST_CASE("A demand is made restricted by a subcommand; a terminal then needs the code of its receipt", "[threads]") {
  Desk desk;
  const std::string number = desk.submit(), code = desk.text("look_up_code");
  REQUIRE(desk.run({"restrict", number, "--as", "PG1", "--note", "涉及家暴"}) == 0);
  CHECK(desk.demand_told().is_null());  // it does not see any more how it stands
  CHECK(desk.run({"accept", number, "--as", "PG1"}) == 1);
  CHECK(desk.reason() == "unknown_demand");
  REQUIRE(desk.run({"accept", number, "--as", "PG1", "--code", code}) == 0);
  CHECK(desk.demand_told().at("restricted") == true);
  REQUIRE(desk.run({"unrestrict", number, "--as", "PC1", "--note", "核实无此事", "--code", code}) == 0);
  CHECK(desk.demand_told().at("restricted") == false);
  CHECK(desk.run({"note", number, "--note", "继续办理"}) == 0);
}

TEST_CASE("A wrong digit of the number is noticed before anything is sent", "[threads]") {
  Desk desk;
  std::string number = desk.submit();
  number[0] = number[0] == '9' ? '8' : static_cast<char>(number[0] + 1);
  CHECK_THROWS_WITH(desk.run({"accept", number, "--as", "PG1"}), Catch::StartsWith(number));
}

}  // namespace
