// The bench as ops run it: a process of its own, on an engine of its own or on a running one.

#include <string>

#include <boost/json.hpp>

#include "tests/served_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"
#include "tools/account/token.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;

json::value bench(const std::string& arguments) {
  return json::parse(run_wangge("bench --json " + arguments, "LANG=C"));
}

std::string on_its_own(const TemporaryFolder& folder) {
  return "--warmup 0 --city " WANGGE_SOURCE_ROOT "/config/taonan --data " + (folder.path() / "data").string() + " ";
}

TEST_CASE("a short run of the bench gives every figure by its name, and counts each acknowledged number in the log",
          "[threads]") {
  const TemporaryFolder folder;
  const json::value page = bench(on_its_own(folder) + "--seconds 1 --terminals 4 --frame 64");
  for (const char* figure :
       {"acknowledged_per_second", "engine_cpu_us_per_demand", "generator_cpu_us_per_demand", "sent_bytes_per_demand",
        "encoded_bytes_per_demand", "disk_bytes_per_demand", "memory_bytes", "batches", "events_per_batch", "syncs",
        "sync_ms", "under_way_by_rate_ms"}) {
    INFO(figure);
    CHECK(page.at(figure).to_number<double>() > 0);
  }
  for (const char* share : {"p50", "p90", "p99", "p99_9", "max"})
    CHECK(page.at("ack_ms").at(share).to_number<double>() > 0);
  for (const char* figure : {"allocations_per_demand", "allocations_elsewhere_per_demand", "compacted_bytes"}) {
    CHECK(page.at(figure).is_number());
  }
  CHECK(page.at("every_acknowledged_number_in_the_log_once").as_bool());
  CHECK_FALSE(page.at("cut_short").as_bool());
  CHECK(page.at("refused").to_number<int>() == 0);
  for (const char* word : {"machine", "commit", "command", "file_system"})
    CHECK_FALSE(page.at(word).as_string().empty());
  CHECK_FALSE(std::filesystem::exists(folder.path() / "data"));
}

TEST_CASE("an open loop with repeats and demands to decline counts each of them apart", "[threads]") {
  const TemporaryFolder folder;
  const json::value page =
      bench(on_its_own(folder) + "--seconds 2 --terminals 4 --frame 10 --rate 1000 --repeats 0.5 --refused 0.2");
  CHECK(page.at("every_acknowledged_number_in_the_log_once").as_bool());
  CHECK(page.at("due_and_never_answered").to_number<int>() == 0);
  const auto taken = page.at("acknowledged").to_number<double>(), refused = page.at("refused").to_number<double>();
  CHECK(refused / (taken + refused) == Approx(0.2).margin(0.08));
  CHECK(page.at("repeated").to_number<double>() > 0);
  CHECK(page.at("repeat_ack_ms").at("p50").to_number<double>() > 0);
}

TEST_CASE("the bench plays on a running engine with an ops token, and ends the accounts that it made", "[threads]") {
  const TemporaryFolder folder;
  const SmallCity small;
  ServedCity served;
  const std::string token = folder.path() / "ops.token";
  tools::write_token(token, served.add_account(AccountKind::ops, {}, 9));
  served.run();
  const json::value page =
      bench("--warmup 0 --seconds 1 --terminals 2 --frame 16 --to 127.0.0.1:" + std::to_string(served.port()) +
            " --token " + token + " --city " + small.folder().string());
  served.stop();
  CHECK(page.at("acknowledged").to_number<double>() > 0);
  CHECK(page.at("every_acknowledged_number_in_the_log_once").is_null());
  const Accounts& accounts = served.city().accounts;
  const Account& last = accounts[AccountId{static_cast<std::uint32_t>(accounts.size())}];
  CHECK(last.rights.name == "bench 2");
  CHECK(last.ended);
  CHECK(served.count().repeated_numbers == 0);
}

}  // namespace
}  // namespace wangge::tests
