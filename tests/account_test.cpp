// `wangge account` as ops use it, on a running city.

#include "tools/account/account.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/caught.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/serve/engine_wishes.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;

// Those of ops, who have one account of the small city.
class Ops {
 public:
  Ops() : speaker_(city, city.add_account(AccountKind::ops, {}, 9)) { city.run(); }

  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "account");
    said = speaker_.say({tools::add_account}, std::move(arguments));
    return said.exit_code;
  }
  std::string token() const { return speaker_.token_file(); }

  ServedCity city;
  Printed said;

 private:
  Speaker speaker_;
};

}  // namespace

TEST_CASE("who ends an account is told which, and that ops remain where it is not their own", "[threads]") {
  Ops ops;
  REQUIRE(ops.run({"end", "1"}) == 0);
  CHECK_THAT(ops.said.out, Catch::Contains("1") && !Catch::Contains("--ops-token"));
  REQUIRE(ops.run({"end", "2", "--json"}) == 0);
  CHECK(ops.said.json().at("account") == 2);
  CHECK(ops.said.json().at("ended") == true);
  CHECK(ops.said.json().at("ops_remain") == true);
  CHECK_THROWS_AS(ops.run({"end", "2"}), std::runtime_error);
  CHECK_THROWS_WITH(ops.run({"end", "99"}), Catch::Contains("99"));
}

TEST_CASE("whoever has another of ops beside them ends their own account with no more ado", "[threads]") {
  Ops ops;
  REQUIRE(ops.run({"add", "ops", "--name", "乙", "--json"}) == 0);
  const std::string other = std::to_string(ops.said.json().at("account").to_number<std::uint32_t>());
  REQUIRE(ops.run({"end", other}) == 0);
  CHECK_THROWS_AS(ops.run({"end", "5"}), CLI::RequiredError);  // what has ended is beside nobody
  REQUIRE(ops.run({"add", "ops", "--name", "丙", "--json"}) == 0);
  REQUIRE(ops.run({"end", "5", "--json"}) == 0);
  CHECK(ops.said.json().at("ops_remain") == true);
}

TEST_CASE("an account has a name, and who makes it a token that is there", "[threads]") {
  Ops ops;
  CHECK_THROWS_WITH(ops.run({"add", "ops", "--name", ""}),
                    Catch::Contains("--name: ") && Catch::Contains("must not be empty"));
  CHECK_THROWS_WITH(ops.run({"add", "ops", "--name", " "}), Catch::Contains("must not be empty"));
  std::filesystem::remove(ops.token());
  CHECK_THROWS_WITH(ops.run({"add", "ops", "--name", "值班"}),
                    Catch::Contains("--token: ") && Catch::Contains(ops.token()));
}

TEST_CASE("an account is named for the restricted demands of some categories, or of all", "[threads]") {
  Ops ops;
  REQUIRE(ops.run({"add", "person", "--name", "分管", "--post", "PC1", "--restricted", "0201,1302", "--json"}) == 0);
  const AccountId some{ops.said.json().at("account").to_number<std::uint32_t>()};
  REQUIRE(ops.run({"add", "terminal", "--name", "专窗", "--grids", "G1", "--every-restricted", "--json"}) == 0);
  const AccountId every{ops.said.json().at("account").to_number<std::uint32_t>()};
  CHECK_THROWS_WITH(ops.run({"add", "person", "--name", "分管", "--post", "PC1", "--restricted", "9999"}),
                    Catch::Contains("9999"));
  ops.city.stop();
  const Accounts& accounts = ops.city.city().accounts;
  CHECK(accounts[some].rights.restricted == std::vector{ops.city.category("0201"), ops.city.category("1302")});
  CHECK_FALSE(accounts[some].rights.every_restricted);
  CHECK(accounts[some].is_named_for(ops.city.category("1302")));
  CHECK_FALSE(accounts[some].is_named_for(ops.city.category("1301")));
  CHECK(accounts[every].is_named_for(ops.city.category("1301")));
}

TEST_CASE("the last ops account is ended only by who says so, and is told how another is made", "[threads]") {
  Ops ops;
  CHECK_THROWS_AS(ops.run({"end", "5"}), CLI::RequiredError);
  CHECK_THROWS_WITH(ops.run({"end", "5", "--json"}),
                    Catch::Contains("--yes") && Catch::Contains("wangge account add ops"));
  SECTION("in words") {
    REQUIRE(ops.run({"end", "5", "--yes"}) == 0);
    CHECK_THAT(ops.said.out, Catch::Contains("--ops-token"));
  }
  SECTION("in JSON") {
    REQUIRE(ops.run({"end", "5", "--yes", "--json"}) == 0);
    CHECK(ops.said.json().at("ops_remain") == false);
  }
  CHECK_THROWS_AS(ops.run({"end", "1"}), std::runtime_error);
  ops.city.stop();
  const tools::Console console;
  {
    const Caught complained(std::cerr);
    tools::ensure_ops_account(ops.city.engine(), ops.city.city(), ops.token(), ServedCity::morning, console);
    CHECK_THAT(complained.text(), Catch::Contains("已停用"));
  }
  tools::ensure_ops_account(ops.city.engine(), ops.city.city(), ops.token() + ".new", ServedCity::morning, console);
  ops.city.engine().settle();
  CHECK(ops.city.city().accounts.size() == 6);
}
