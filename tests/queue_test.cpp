// What an owner must act on and what has been escalated, against a walk over all demands; who may see it; and the
// subcommand.

#include "engine/views/queue.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tests/random_life.h"
#include "tests/running_city.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/demand/act.h"
#include "tools/queue/queue.h"
#include "tools/queue/queue_rows.h"
#include "tools/demand/submit.h"
#include "tools/table.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::views {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

AccountId desk_account(const RunningCity& running) { return running.city().sessions[running.desk()].account(); }

std::vector<DemandId> ids_of(const Queue& queue) {
  std::vector<DemandId> ids;
  for (const Status& row : queue.rows) ids.push_back(row.demand);
  return ids;
}

DemandId submit(RunningCity& running, std::string_view category, std::uint8_t severity = 0, std::size_t grid = 0) {
  Submit command = RunningCity::plain(running.grid(grid), running.category(category));
  command.severity = severity;
  const loop::Outcome outcome = running.send(command, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  return DemandId{outcome.position.value};
}

TEST_CASE("What burns most comes first: what is late, then the more severe, then what falls due sooner") {
  RunningCity running;
  const DemandId late = submit(running, "1301", 4);
  running.move_to(RunningCity::morning + 30min);  // its acceptance has passed: the deputy is to act
  const DemandId later = submit(running, "1301", 3);
  const DemandId severe = submit(running, "1301", 1);
  running.move_to(RunningCity::morning + 40min);
  const DemandId last = submit(running, "1301", 3);
  const PostId chief = running.post("P22088100100101");
  const Queue queue = queue_of(running.city(), desk_account(running), {.owner = chief, .scope = {}, .filter = {}});
  CHECK(ids_of(queue) == std::vector{late, severe, later, last});
  CHECK(queue.counts.all == 4);
  CHECK(queue.counts.late == 1);
  CHECK(queue.counts.by_severity == std::array<std::uint32_t, 4>{1, 0, 2, 1});
  CHECK(queue.position == running.city().last);
  CHECK(ids_of(queue_of(running.city(), desk_account(running),
                        {.owner = chief, .scope = {}, .filter = {.late_only = true}})) == std::vector{late});
  CHECK(ids_of(queue_of(running.city(), desk_account(running),
                        {.owner = chief, .scope = {}, .filter = {.severity = 3}})) == std::vector{severe, later, last});
}

TEST_CASE("What waits for an answer or a second look stands with who is to give it, and only as long as it waits") {
  RunningCity running;
  const DemandId demand = submit(running, "0304");
  const Party lead = running.city().demands.find(demand)->lead;
  REQUIRE(lead.is_organisation());
  const PostId chief = running.post("P22088100100101");  // follows up
  const AccountId desk = desk_account(running);
  const auto parts = [&] {
    std::vector<Part> found;
    for (const Status& row : queue_of(running.city(), desk, {.owner = chief, .scope = {}, .filter = {}}).rows)
      found.push_back(row.part);
    return found;
  };
  const auto act = [&](Party as, Deed deed) {
    const Act command{.demand = demand, .as = as, .note = {0, 12}, .deed = deed, .limit = {2, LimitUnit::working_hour}};
    return running
        .send(deed == Deed::accept ? Act{.demand = demand, .as = as, .deed = deed} : command, RunningCity::plain_text)
        .refusal.reason;
  };
  REQUIRE(act(lead, Deed::accept) == Reason::none);
  CHECK(parts().empty());
  REQUIRE(act(lead, Deed::extend) == Reason::none);
  CHECK(parts() == std::vector{Part::answers});
  REQUIRE(act(chief, Deed::approve) == Reason::none);
  CHECK(parts().empty());
  REQUIRE(act(lead, Deed::finish) == Reason::none);
  CHECK(parts() == std::vector{Part::verifies});
  REQUIRE(act(chief, Deed::rework) == Reason::none);
  CHECK(parts().empty());
  REQUIRE(act(lead, Deed::finish) == Reason::none);
  REQUIRE(act(chief, Deed::verify) == Reason::none);
  CHECK(parts().empty());
}

TEST_CASE("A late row tells what is late and since when until that is over, and a warned one what was warned of") {
  RunningCity running;
  const auto row = [&](DemandId demand) {
    const QueueSpec spec{.owner = running.city().demands.find(demand)->lead, .scope = {}, .filter = {}};
    const Queue queue = queue_of(running.city(), desk_account(running), spec);
    return *std::ranges::find(queue.rows, demand, &Status::demand);
  };
  const auto due = [&](DemandId demand, Stage stage) { return running.city().demands.find(demand)->dues[stage]; };
  const auto act = [&](DemandId demand, Deed deed) {
    const Act command{.demand = demand, .as = running.city().demands.find(demand)->lead, .deed = deed};
    REQUIRE_FALSE(running.send(command).refusal);
  };

  const DemandId passed_on = submit(running, "1301");
  const Seconds acceptance = due(passed_on, Stage::acceptance);
  running.move_to(to_instant(acceptance) - 1min);
  CHECK(row(passed_on).warned_dues == 1u << due_index(Stage::acceptance));
  CHECK(row(passed_on).late_since == 0);
  for (int turn = 0; turn < 2; ++turn) {  // the deputy's, then the next post's
    running.move_to(to_instant(due(passed_on, Stage::acceptance)) + 1min);
    REQUIRE(due(passed_on, Stage::acceptance) > to_seconds(running.now));
    CHECK(row(passed_on).late_since == acceptance);
    CHECK(row(passed_on).late_stage == Stage::acceptance);
  }
  running.restart();
  CHECK(row(passed_on).late_since == acceptance);
  act(passed_on, Deed::accept);
  CHECK(row(passed_on).late_since == 0);
  CHECK(row(passed_on).is_late);

  const DemandId danger = submit(running, "0304");
  act(danger, Deed::accept);
  const Seconds containment = due(danger, Stage::containment);
  REQUIRE(containment != 0);
  running.move_to(to_instant(containment) + 1min);
  CHECK(row(danger).late_since == containment);
  CHECK(row(danger).late_stage == Stage::containment);
  act(danger, Deed::contain);
  CHECK(row(danger).late_since == 0);
  CHECK(row(danger).is_late);
}

TEST_CASE("What nobody answered is no longer due soon") {
  RunningCity running;
  const DemandId demand = submit(running, "0304");
  const Party lead = running.city().demands.find(demand)->lead;
  REQUIRE_FALSE(running.send(Act{.demand = demand, .as = lead, .deed = Deed::accept}).refusal);
  const Act ask{
      .demand = demand, .as = lead, .note = {0, 12}, .deed = Deed::extend, .limit = {2, LimitUnit::working_hour}};
  REQUIRE_FALSE(running.send(ask, RunningCity::plain_text).refusal);
  const auto warned = [&] {
    return queue_of(running.city(), desk_account(running), {.owner = lead, .scope = {}, .filter = {}}).counts.warned;
  };
  running.move_to(to_instant(running.city().demands.find(demand)->dues[Stage::approval]) - 1min);
  CHECK(warned() == 1);
  running.move_to(running.now + 1min);
  CHECK(running.city().demands.find(demand)->dues[Stage::approval] == 0);
  CHECK(warned() == 0);
}

TEST_CASE("Who assists or was asked to lead may look the demand up, and nobody else who does not stand on its chain") {
  RunningCity running;
  const DemandId demand = submit(running, "0304");
  const Party lead = running.city().demands.find(demand)->lead, other = running.city().codes.organisations.find("GQ05");
  REQUIRE(lead != other);
  Rights rights;
  rights.organisation = other.organisation();
  const AccountId account = running.city().sessions[running.open(AccountKind::person, rights, 33)].account();
  const CheckedClaim claim{demand, false};
  CHECK_FALSE(statuses(running.city(), account, {&claim, 1}).at(0).known);
  const Act call{.demand = demand, .as = lead, .to = other, .note = {0, 12}, .deed = Deed::call_in};
  REQUIRE_FALSE(running.send(call, RunningCity::plain_text).refusal);
  CHECK(statuses(running.city(), account, {&claim, 1}).at(0).known);
  REQUIRE_FALSE(running.send(Act{.demand = demand, .as = other, .deed = Deed::assist}).refusal);
  CHECK_FALSE(statuses(running.city(), account, {&claim, 1}).at(0).known);
}

TEST_CASE("A scope shows what was escalated there, to whom, until it is over") {
  RunningCity running;
  const DemandId here = submit(running, "0304"), elsewhere = submit(running, "0304", 0, 20);
  const AccountId desk = desk_account(running);
  const auto in = [&](std::string_view scope, QueueFilter filter = {}) {
    return ids_of(queue_of(running.city(), desk, {.owner = {}, .scope = running.place(scope), .filter = filter}));
  };
  CHECK(in("220881").empty());
  for (const DemandId demand : {here, elsewhere}) {
    const Party lead = running.city().demands.find(demand)->lead;
    REQUIRE_FALSE(running.send(Act{.demand = demand, .as = lead, .deed = Deed::accept}).refusal);
  }
  running.move_to(RunningCity::morning + 24h);  // containment has passed
  CHECK(in("220881") == std::vector{here, elsewhere});
  CHECK(in("22088100100101") == std::vector{here});
  CHECK(in("220881001001") == std::vector{here});
  CHECK(in("220881", {.level = Level::community}).size() == 2);
  CHECK(in("220881", {.level = Level::subdistrict}).empty());
  const Queue queue =
      queue_of(running.city(), desk, {.owner = {}, .scope = running.place("22088100100101"), .filter = {}});
  CHECK(queue.rows.at(0).escalated_to == Level::community);
  REQUIRE_FALSE(
      running.send(Act{.demand = here, .as = {}, .note = {0, 12}, .deed = Deed::withdraw}, RunningCity::plain_text)
          .refusal);
  CHECK(in("220881") == std::vector{elsewhere});
}

TEST_CASE("An account sees its own queues, and those of its scope, and no others") {
  RunningCity running;
  submit(running, "1301");
  const auto sees = [&](const Rights& rights, AccountKind kind, std::uint8_t token, const QueueSpec& spec) {
    const SessionId session = running.open(kind, rights, token);
    return queue_of(running.city(), running.city().sessions[session].account(), spec).known;
  };
  const PostId chief = running.post("P22088100100101"), secretary = running.post("P220881001001");
  const OrganisationId heating = running.city().codes.organisations.find("GQ04");
  const PlaceId grid = running.place("22088100100101"), other_grid = running.place("22088100100102");
  const PlaceId community = running.place("220881001001");
  const QueueSpec of_chief{.owner = chief, .scope = {}, .filter = {}},
      of_secretary{.owner = secretary, .scope = {}, .filter = {}},
      of_heating{.owner = heating, .scope = {}, .filter = {}}, in_grid{.owner = {}, .scope = grid, .filter = {}},
      in_other{.owner = {}, .scope = other_grid, .filter = {}},
      in_community{.owner = {}, .scope = community, .filter = {}};
  struct Case {
    AccountKind kind;
    Rights rights;
    std::array<bool, 6> sees;  // in the order above
  };
  Rights is_chief, is_secretary, is_heating, is_terminal, is_watcher;
  is_chief.posts = {chief};
  is_secretary.posts = {secretary};
  is_heating.organisation = heating;
  is_terminal.grids = {grid};
  is_watcher.scope = community;
  const Case cases[]{{AccountKind::person, is_chief, {true, false, false, true, false, false}},
                     {AccountKind::person, is_secretary, {true, true, false, true, true, true}},
                     {AccountKind::person, is_heating, {false, false, true, false, false, false}},
                     {AccountKind::terminal, is_terminal, {true, false, false, true, false, false}},
                     {AccountKind::person, is_watcher, {true, true, false, true, true, true}},
                     {AccountKind::ops, {}, {false, false, false, false, false, false}}};
  std::uint8_t token = 20;
  for (const Case& one : cases) {
    const QueueSpec specs[]{of_chief, of_secretary, of_heating, in_grid, in_other, in_community};
    for (std::size_t i = 0; i < std::size(specs); ++i) {
      INFO("account " << int{token} << ", queue " << i);
      CHECK(sees(one.rights, one.kind, ++token, specs[i]) == one.sees[i]);
    }
  }
}

struct Naive {
  std::vector<DemandId> ids;
  QueueCounts counts;
};

// The same by looking at every demand.
Naive naive(const City& city, const QueueSpec& spec) {
  Naive queue;
  std::vector<std::tuple<bool, unsigned, Seconds, std::uint64_t>> found;
  city.demands.each(
      [&](const Slot& demand) {
        bool fits = !is_over(demand.state);
        if (spec.owner) {
          fits = fits && (demand.lead == spec.owner || tests::is_beside(city, demand, spec.owner));
        } else {
          bool is_escalated = false;
          for (const PostId post : city.routes.chain(demand.chain).span()) {
            const std::vector<DemandId> escalated = city.demands.escalation_queue(post);
            is_escalated = is_escalated || std::ranges::find(escalated, demand.id) != escalated.end();
          }
          PlaceId place = demand.place;
          while (place && place != spec.scope) place = city.configuration->places[place.value].parent;
          fits = fits && is_escalated && place == spec.scope;
        }
        if (!fits) return;
        ++queue.counts.all;
        if (demand.is_late) ++queue.counts.late;
        if (demand.warned != 0) ++queue.counts.warned;
        ++queue.counts.by_severity.at(demand.severity - 1u);
        Seconds due = ~Seconds{0};
        for (const Seconds one : demand.dues.of) due = one != 0 ? std::min(due, one) : due;
        found.emplace_back(demand.is_late == 0, demand.severity, due, demand.id.value);
      },
      [](DemandId, Position) {});
  std::ranges::sort(found);
  for (const auto& one : found) queue.ids.push_back(DemandId{std::get<3>(one)});
  if (queue.ids.size() > queue_rows_max) queue.ids.resize(queue_rows_max);
  return queue;
}

TEST_CASE("Queues are what a walk over all demands finds, whatever happens") {
  const auto seed = GENERATE(21u, 22u);
  INFO("seed " << seed);
  RunningCity running;
  tests::RandomLife life(running, seed);
  for (int step = 1; step <= 1'500; ++step) {
    life.step();
    if (step % 300 != 0) continue;
    running.settle();
    const City& city = running.city();
    std::vector<QueueSpec> specs;
    for (const char* scope : {"220881", "220881001", "220881001001", "22088100100101"}) {
      specs.push_back({.owner = {}, .scope = running.place(scope), .filter = {}});
    }
    city.demands.each(
        [&](const Slot& demand) {
          if (specs.size() < 20) specs.push_back({.owner = demand.lead, .scope = {}, .filter = {}});
        },
        [](DemandId, Position) {});
    for (const QueueSpec& spec : specs) {
      const Queue queue = queue_of(city, desk_account(running), spec);
      const Naive expected = naive(city, spec);
      REQUIRE(ids_of(queue) == expected.ids);
      REQUIRE(queue.counts == expected.counts);
    }
  }
}

TEST_CASE("wangge queue shows rows with names, and says what is not there", "[threads]") {
  tests::ServedCity city;
  const tests::Speaker clerk(city);
  city.run();
  boost::json::object said;
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const tests::Printed printed =
        clerk.say({tools::add_submit, tools::add_act, tools::add_queue}, std::move(arguments));
    said = printed.json();
    return printed.exit_code;
  };
  REQUIRE(run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}) == 0);
  const std::string number(said.at("number").as_string());
  REQUIRE(run({"queue", "--of", "PG1"}) == 0);
  CHECK(said.at("all") == 1);
  const boost::json::value row = said.at("rows").at(0);
  CHECK(row.at("number") == boost::json::string(number));
  CHECK(row.at("category").at("name") == "其他诉求");
  CHECK(row.at("lead").at("code") == "PG1");
  REQUIRE(run({"escalate", number, "--as", "PG1"}) == 0);
  REQUIRE(run({"queue", "--scope", "S1", "--level", "community"}) == 0);
  CHECK(said.at("rows").at(0).at("escalated_to") == "community");
  REQUIRE(run({"queue", "--scope", "S1", "--level", "subdistrict"}) == 0);
  CHECK(said.at("all") == 0);
  CHECK_THROWS_WITH(run({"queue", "--of", "no such code"}), Catch::StartsWith("no such code"));
}

TEST_CASE("The queue is a line a row on a terminal of 80 and of 120 columns, and says deadlines as people do",
          "[threads]") {
  tests::ServedCity city;
  const tests::Speaker clerk(city);
  city.run();
  const tests::Printed submitted =
      clerk.say({tools::add_submit},
                {"submit", "--grid", "G1", "--compound", "X1", "--category", "1301", "--text", "楼道灯不亮", "--json"});
  const std::string number(submitted.json().at("number").as_string());
  CHECK_THAT(clerk.say({tools::add_queue}, {"queue", "--of", "PG1"}).out,
             Catch::Contains(number + "\t今天 09:30 · 签收\t3\t待签收\t其他诉求\t花园\t网格长一"));

  tools::RunningEngine engine("127.0.0.1:" + std::to_string(city.port()), clerk.token_file());
  const PostId chief{engine.id_of(Noun::post, "PG1")};
  std::vector<Status> rows = engine.require(engine.client().queue({.owner = chief, .scope = {}, .filter = {}})).rows;
  REQUIRE(rows.size() == 1);
  rows.push_back(rows[0]);
  Status& late = rows.back();
  late.is_late = late.is_restricted = true;
  late.late_since = to_seconds(tests::ServedCity::morning - 75h);
  late.part = Part::answers;
  late.escalated_to = Level::subdistrict;
  tools::QueueRows named(engine);
  named.learn(rows);
  CHECK(named.json(rows).at(0).at("overdue").is_null());
  CHECK(named.json(rows).at(1).at("overdue") ==
        boost::json::value{{"stage", "acceptance"}, {"since", "2026-03-07T06:00:00+08:00"}});
  for (const tools::Language language : {tools::Language::chinese, tools::Language::english}) {
    for (const std::size_t columns : {80u, 120u}) {
      const tools::Console console{.language = language, .is_terminal = true, .columns = columns};
      std::ostringstream out;
      named.table(rows, rows.size(), console).print(out, console);
      std::istringstream lines(out.str());
      std::size_t count = 0;
      for (std::string line; std::getline(lines, line); ++count) CHECK(tools::display_width(line) <= columns);
      CHECK(count == 3);
      const bool is_english = language == tools::Language::english;
      CHECK_THAT(out.str(),
                 Catch::Contains(is_english ? "3 d 3 h late" : "逾期 3天3时 · 签收") && Catch::Contains(number));
    }
  }
}

TEST_CASE("wangge queue takes a state and a level in Chinese, in English and by name, and says which there are",
          "[threads]") {
  tests::ServedCity city;
  const tests::Speaker clerk(city);
  city.run();
  const auto ask = [&](const std::string& option, const std::string& word) {
    return clerk.say({tools::add_queue}, {"queue", "--scope", "S1", "--json", option, word})
        .json()
        .at("all")
        .as_int64();
  };
  for (const char* word : {"待签收", "to be accepted", "submitted"}) CHECK(ask("--state", word) == 0);
  for (const char* word : {"街道", "街道党工委书记", "subdistrict secretary", "subdistrict"})
    CHECK(ask("--level", word) == 0);
  for (const char* word : {"二级", "2"}) CHECK(ask("--severity", word) == 0);
  CHECK_THROWS_WITH(ask("--state", "moon"),
                    Catch::Contains("--state: moon 不在其中 / is none of: 待签收|submitted, 处置中|accepted"));
  CHECK_THROWS_WITH(ask("--level", "moon"), Catch::Contains("街道|subdistrict, 市|city"));
  CHECK_THROWS_AS(ask("--severity", "5"), CLI::ValidationError);
}

TEST_CASE("An offer waits for somebody to take it over, in whosever queue it stands, and who does not says so",
          "[threads]") {
  tests::ServedCity city;
  const tests::Speaker clerk(city);
  city.run();
  const auto run = [&](std::vector<std::string> arguments) {
    tests::Printed printed = clerk.say({tools::add_submit, tools::add_act, tools::add_queue}, std::move(arguments));
    REQUIRE(printed.exit_code == 0);
    return printed;
  };
  const auto taken = run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮", "--json"}).json();
  const std::string number(taken.at("number").as_string());
  run({"accept", number, "--as", "PG1"});
  const std::string offered = run({"offer", number, "--as", "PG1", "--owner", "BM1", "--note", "归你们"}).out;
  CHECK_THAT(offered, Catch::Contains("时限：今天 ") && Catch::Contains(" · 接办\n"));
  for (const char* const owner : {"PG1", "BM1"}) {
    const std::string queue = run({"queue", "--of", owner}).out;
    CHECK_THAT(queue, Catch::Contains(" · 接办\t") && !Catch::Contains("审批"));
  }
  CHECK_THAT(run({"refuse", number, "--as", "BM1", "--note", "不归我们"}).out, Catch::StartsWith("不接办 " + number));
  run({"extend", number, "--as", "PG1", "--by", "2自然日", "--note", "缺件"});
  CHECK_THAT(run({"queue", "--of", "PG1"}).out, Catch::Contains(" · 审批\t") && !Catch::Contains("接办"));
  CHECK_THAT(run({"refuse", number, "--as", "PC1", "--note", "抓紧"}).out, Catch::StartsWith("不批准 " + number));
}

}  // namespace
}  // namespace wangge::views
