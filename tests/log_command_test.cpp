// `wangge log` as people use it, on the folder of a city that has stopped.

#include "tools/log/log.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/log/folder.h"
#include "engine/log/store.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

// The data folder of a city that had one demand, and one that was refused.
class Stopped {
 public:
  Stopped() {
    RunningCity running(sample_city().tables, data());
    Submit demand = RunningCity::plain(running.grid(), running.category("0101"));
    running.send(demand, RunningCity::plain_text);
    demand.severity = 5;
    running.send(demand, RunningCity::plain_text);
    running.settle();
  }

  std::filesystem::path data() const { return folder_.path() / "data"; }
  int log(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "log");
    arguments.insert(arguments.end(), {"--data", data()});
    said = say({tools::add_log}, std::move(arguments));
    return said.exit_code;
  }

  Printed said;

 private:
  TemporaryFolder folder_;
};

TEST_CASE("log stat names kinds of facts and reasons in Chinese") {
  Stopped stopped;
  REQUIRE(stopped.log({"stat"}) == 0);
  CHECK_THAT(stopped.said.out, Catch::Contains("提交 submitted") && Catch::Contains("未受理 declined") &&
                                   Catch::Contains("日志开始 log_begun"));
  CHECK_THAT(stopped.said.out, Catch::Contains("严重程度只能是 1 到 4（收到 …）"));
}

TEST_CASE("a position before the first one is refused in plain words") {
  Stopped stopped;
  CHECK_THROWS_WITH(stopped.log({"dump", "--from", "0"}), Catch::Contains("--from: 0") && Catch::Contains("from 1 on"));
  CHECK_THROWS_WITH(stopped.log({"dump", "--to", "-1"}), Catch::Contains("--to: -1") && Catch::Contains("from 1 on"));
  CHECK(stopped.log({"dump", "--from", "1", "--to", "1"}) == 0);
  CHECK_THAT(stopped.said.out, Catch::Contains("log_begun"));
}

TEST_CASE("log verify says that a log is whole, and what is wrong where no batch is") {
  Stopped stopped;
  CHECK(stopped.log({"verify"}) == 0);
  SECTION("the mark is gone") {
    std::filesystem::remove(log::mark_of(stopped.data()));
    CHECK(stopped.log({"verify"}) == 1);
    CHECK_THAT(stopped.said.out, Catch::Contains("持久位置标记不符") && !Catch::Contains("位置 0"));
    CHECK(stopped.log({"verify", "--json"}) == 1);
    CHECK_THAT(stopped.said.out, Catch::Contains("\"broken_batch\":null"));
  }
  SECTION("the tables are gone") {
    std::filesystem::remove(log::tables_of(stopped.data()) / "CURRENT");
    CHECK_THROWS_AS(stopped.log({"verify"}), log::CannotOpen);
  }
}

}  // namespace
}  // namespace wangge::tests
