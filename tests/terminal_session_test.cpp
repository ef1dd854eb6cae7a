// One terminal and the engine, over TCP: what is answered, in what order, and when.

#include <span>
#include <vector>

#include "tests/raw_terminal.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using namespace terminal;

void submit(RawTerminal& terminal, std::uint32_t first, std::span<const Submission> demands) {
  Outgoing out;
  encode_submit(first, demands, out);
  terminal.say(out);
}

TEST_CASE("A terminal that says hello is told its grids, its credit and the next number") {
  ServedCity city;
  Rights rights;
  rights.name = "东街站";
  rights.grids = {city.place("G1")};
  const Token token = city.add_account(AccountKind::terminal, rights, 9);
  RawTerminal terminal(city);

  const Welcome welcome = terminal.greet(token);
  CHECK(welcome.expected == 1);
  CHECK(welcome.new_session);
  CHECK(welcome.server_time == to_seconds(ServedCity::morning));
  CHECK(welcome.credit == Credit{});
  CHECK(welcome.station.account_name == "东街站");
  CHECK(welcome.station.log == LogId{1});
  CHECK(welcome.station.configuration_version == 1);
  CHECK_FALSE(welcome.station.every_grid);
  CHECK(welcome.station.grids == std::vector<views::NamedRow>{{city.place("G1").value, "G1", "第一网格"}});
}

TEST_CASE("Each demand of a frame is acknowledged with its position, lead and dues, or with the reason why not") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());

  Submission nowhere = a_demand(city);
  nowhere.place = {};
  submit(terminal, 1, std::vector{a_demand(city), nowhere, a_demand(city)});

  const auto acknowledged = terminal.hear_only<Acknowledged>();
  CHECK(acknowledged.first == 1);
  REQUIRE(acknowledged.outcomes.size() == 3);
  const Acknowledgement& taken = acknowledged.outcomes[0];
  CHECK_FALSE(taken.refusal);
  CHECK(taken.lead == Party(city.post("PG1")));
  CHECK(taken.dues[Stage::acceptance] == to_seconds(ServedCity::morning + std::chrono::minutes(30)));
  CHECK(taken.look_up_code == LookUpCodes(ServedCity::look_up_key).of(DemandId{taken.position.value}));
  CHECK(acknowledged.outcomes[1].refusal.reason == Reason::unknown_place);
  CHECK(acknowledged.outcomes[2].position.value > acknowledged.outcomes[1].position.value);
  CHECK(city.count().submitted == 2);
  CHECK(city.count().declined == 1);
}

}  // namespace
}  // namespace wangge::tests
