// `wangge city` as ops use it, on the folder of a city that has stopped.

#include "tools/city/city.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;

// A city whose tables change while demands are running.
class Changing {
 public:
  Changing(const Tables& before, const Tables& after, int demands) {
    RunningCity running(before, data());
    for (int i = 0; i < demands; ++i)
      running.send(RunningCity::plain(running.grid(), running.category("0209")), RunningCity::plain_text);
    running.move_to(running.now + std::chrono::minutes(1));
    running.adopt(after);
    running.settle();
  }

  int city(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "city");
    arguments.insert(arguments.end(), {"--data", data()});
    said = say({tools::add_city}, std::move(arguments));
    return said.exit_code;
  }

  Printed said;

 private:
  std::filesystem::path data() const { return folder_.path() / "data"; }

  TemporaryFolder folder_;
};

Tables with_policy(const std::string& wait) {
  Tables tables = sample_city().tables;
  tables.of(TableKind::policies) = {{"", "", "1", "", "主办|上级", "一人", "0", "否", "办结"},
                                    {"", "", "2", wait, "上级", "全部", "1", "否", "办结"}};
  return tables;
}

TEST_CASE("city migrate shows what steps become others, in JSON by names that no language changes") {
  Changing changing(with_policy("1工作时"), with_policy("3工作时"), 2);
  REQUIRE(changing.city({"migrate", "--json"}) == 0);
  CHECK(changing.said.json().at("demands") == 2);
  const json::object change = changing.said.json().at("changes").at(0).as_object();
  const json::array before = change.at("before").as_array(), after = change.at("after").as_array();
  REQUIRE(before.size() == 2);
  CHECK(before[0].at("wait").is_null());
  CHECK(before[1].at("wait") == json::value({{"amount", 1}, {"unit", "working_hour"}}));
  CHECK(before[1].at("repeats") == 1);
  CHECK(after[1].at("wait").at("amount") == 3);

  REQUIRE(changing.city({"migrate"}) == 0);
  CHECK_THAT(changing.said.out, Catch::Contains("逾期时 → 1 工作时×2") && Catch::Contains("逾期时 → 3 工作时×2"));
}

TEST_CASE("city recompute says how many deadlines it does not list") {
  Tables holiday = sample_city().tables;
  holiday.of(TableKind::calendar).push_back({"2026-03-12", "off", "临时放假"});
  Changing changing(sample_city().tables, holiday, 14);
  REQUIRE(changing.city({"recompute", "--json"}) == 0);
  const json::object moves = changing.said.json();
  CHECK(moves.at("deadlines") == 14);  // 5 working days each
  CHECK(moves.at("examples").as_array().size() == 10);
  CHECK(moves.at("left_out") == 4);
  REQUIRE(changing.city({"recompute"}) == 0);
  CHECK_THAT(changing.said.out, Catch::Contains("还有 4 个未列出"));
}

TEST_CASE("a folder of a city that is not there is said to be missing") {
  CHECK_THROWS_WITH(say({tools::add_city}, {"city", "check", "/nowhere"}),
                    Catch::Contains("Directory does not exist: /nowhere"));
}

}  // namespace
}  // namespace wangge::tests
