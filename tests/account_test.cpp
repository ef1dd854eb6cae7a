// `wangge account` as ops use it, on a running city.

#include "tools/account.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "tests/caught.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"
#include "tools/engine_wishes.h"
#include "tools/token.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;
namespace json = boost::json;

// Those of ops, who have one account of the small city.
class Ops {
 public:
  Ops() {
    tools::write_token(token(), city.add_account(AccountKind::ops, {}, 9));
    city.run();
  }

  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "account");
    arguments.insert(arguments.end(), {"--to", "127.0.0.1:" + std::to_string(city.port()), "--token", token()});
    std::ranges::reverse(arguments);
    CLI::App app;
    int exit_code = -1;
    tools::add_account(app, exit_code);
    const Caught caught_out(std::cout), caught_err(std::cerr);
    app.parse(arguments);
    out = caught_out.text();
    return exit_code;
  }
  json::object answered() const { return json::parse(out).as_object(); }
  std::string token() const { return folder.path() / "token"; }

  ServedCity city;
  TemporaryFolder folder;
  std::string out;
};

}  // namespace

TEST_CASE("who ends an account is told which, and that ops remain where it is not their own") {
  Ops ops;
  REQUIRE(ops.run({"end", "1"}) == 0);
  CHECK_THAT(ops.out, Catch::Contains("1") && !Catch::Contains("--ops-token"));
  REQUIRE(ops.run({"end", "2", "--json"}) == 0);
  CHECK(ops.answered().at("account") == 2);
  CHECK(ops.answered().at("ended") == true);
  CHECK(ops.answered().at("ops_remain") == true);
  CHECK_THROWS_AS(ops.run({"end", "2"}), std::runtime_error);
  CHECK_THROWS_WITH(ops.run({"end", "99"}), Catch::Contains("99"));
}

TEST_CASE("an account has a name, and who makes it a token that is there") {
  Ops ops;
  CHECK_THROWS_WITH(ops.run({"add", "ops", "--name", ""}), Catch::Contains("--name: ") && Catch::Contains("must not be empty"));
  CHECK_THROWS_WITH(ops.run({"add", "ops", "--name", " "}), Catch::Contains("must not be empty"));
  std::filesystem::remove(ops.token());
  CHECK_THROWS_WITH(ops.run({"add", "ops", "--name", "值班"}), Catch::Contains("--token: ") && Catch::Contains(ops.token()));
}

TEST_CASE("an account is named for the restricted demands of some categories, or of all") {
  Ops ops;
  REQUIRE(ops.run({"add", "person", "--name", "分管", "--post", "PC1", "--restricted", "0201,1302", "--json"}) == 0);
  const AccountId some{ops.answered().at("account").to_number<std::uint32_t>()};
  REQUIRE(ops.run({"add", "terminal", "--name", "专窗", "--grids", "G1", "--every-restricted", "--json"}) == 0);
  const AccountId every{ops.answered().at("account").to_number<std::uint32_t>()};
  CHECK_THROWS_WITH(ops.run({"add", "person", "--name", "分管", "--post", "PC1", "--restricted", "9999"}), Catch::Contains("9999"));
  ops.city.stop();
  const Accounts& accounts = ops.city.city().accounts;
  CHECK(accounts[some].rights.restricted == std::vector{ops.city.category("0201"), ops.city.category("1302")});
  CHECK_FALSE(accounts[some].rights.every_restricted);
  CHECK(accounts[some].is_named_for(ops.city.category("1302")));
  CHECK_FALSE(accounts[some].is_named_for(ops.city.category("1301")));
  CHECK(accounts[every].is_named_for(ops.city.category("1301")));
}

TEST_CASE("who ends the account that they speak with is told how another is made") {
  Ops ops;
  SECTION("in words") {
    REQUIRE(ops.run({"end", "5"}) == 0);
    CHECK_THAT(ops.out, Catch::Contains("--ops-token"));
  }
  SECTION("in JSON") {
    REQUIRE(ops.run({"end", "5", "--json"}) == 0);
    CHECK(ops.answered().at("ops_remain").is_null());
  }
  CHECK_THROWS_AS(ops.run({"end", "1"}), std::runtime_error);
  ops.city.stop();
  const tools::Console console;
  {
    const Caught said(std::cerr);
    tools::ensure_ops_account(ops.city.engine(), ops.token(), ServedCity::morning, console);
    CHECK_THAT(said.text(), Catch::Contains("已停用"));
  }
  tools::ensure_ops_account(ops.city.engine(), ops.folder.path() / "new token", ServedCity::morning, console);
  ops.city.engine().settle();
  CHECK(ops.city.city().accounts.size() == 6);
}
