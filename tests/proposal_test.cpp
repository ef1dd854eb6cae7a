// Two people for what moves responsibility (双人生效): one proposes a configuration, another adopts it.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "config/tables.h"
#include "engine/loop/outlook.h"
#include "engine/model/blob.h"
#include "engine/state/digest.h"
#include "tests/office.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/city/city.h"
#include "tools/city/city_difference.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;
using Catch::Contains;

TEST_CASE("Whoever has proposed a configuration does not adopt it, and another does") {
  Office office;
  const Tables next = with_longer_limit();
  const Position proposal = office.propose(office.first, next, "节后放宽");
  CHECK(office.fact<ConfigurationProposed>(proposal).account == office.account(office.first));
  CHECK(office.running.log().read(proposal)->text == "节后放宽");
  CHECK(office.refused(office.first, AdoptConfiguration{}) == Reason::proposer_adopts);
  CHECK(office.city().version() == 1);
  const loop::Outcome adopted = office.say(office.second, AdoptConfiguration{});
  REQUIRE_FALSE(adopted.refusal);
  const auto fact = office.fact<ConfigurationAdopted>(adopted.position);
  CHECK(fact.account == office.account(office.second));
  CHECK(fact.digest == digest_of(next));
  CHECK(office.city().version() == 2);
  CHECK(office.city().configuration->categories[office.running.category("1301").value].resolve ==
        Limit{9, LimitUnit::calendar_day});
  CHECK_FALSE(office.city().proposal);
  CHECK(office.city().staged.row_count() == 0);
  CHECK(office.is_replayed());
}

TEST_CASE("A second session of the proposer's account is the proposer's too") {
  Office office;
  office.propose(office.first, with_longer_limit());
  const loop::Outcome opened =
      office.running.engine().perform(OpenSession{TokenHash{21}, SpoolId{99}}, {}, office.running.now);
  REQUIRE(opened.session != office.first);
  CHECK(office.refused(opened.session, AdoptConfiguration{}) == Reason::proposer_adopts);
}

TEST_CASE("Only ops stage, propose, adopt and reject") {
  Office office;
  const SessionId desk = office.running.desk();
  CHECK(office.refused(desk, BeginConfiguration{}) == Reason::not_allowed);
  REQUIRE_FALSE(office.say(office.first, BeginConfiguration{}).refusal);
  CHECK(office.stage(desk, small_tables(), 0, 1) == Reason::not_allowed);
  CHECK(office.finish(desk, {}).refusal.reason == Reason::not_allowed);
  office.propose(office.first, with_longer_limit());
  CHECK(office.refused(desk, AdoptConfiguration{}) == Reason::not_allowed);
  CHECK(office.refused(desk, RejectConfiguration{}) == Reason::not_allowed);
  CHECK(office.city().proposal);
  CHECK_FALSE(loop::outlook(office.city(), office.account(desk), office.running.now).known);
}

TEST_CASE("Nothing is adopted before all rows are there and are those that were named") {
  Office office;
  const Tables next = with_longer_limit();
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::nothing_proposed);
  REQUIRE_FALSE(office.say(office.first, BeginConfiguration{}).refusal);
  const std::size_t rows = next.row_count();
  REQUIRE(office.stage(office.first, next, 0, rows - 1) == Reason::none);
  CHECK(office.finish(office.first, next).refusal ==
        Refusal{Reason::proposal_differs, static_cast<std::uint32_t>(rows - 1)});
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::nothing_proposed);
  CHECK(office.outlook().rows_staged == rows - 1);
  REQUIRE(office.stage(office.first, next, rows - 1, 1) == Reason::none);
  CHECK(office.finish(office.first, small_tables()).refusal.reason == Reason::proposal_differs);
  REQUIRE_FALSE(office.finish(office.first, next).refusal);
  CHECK(office.stage(office.first, next, 0, 1) == Reason::configuration_not_begun);  // not even another row
  CHECK_FALSE(office.say(office.second, AdoptConfiguration{}).refusal);
}

TEST_CASE("What has faults, or is in force already, is not proposed") {
  Office office;
  ChangedTables faulty(small_tables());
  faulty.set(TableKind::posts, "PG1", "superior", "P99");
  const auto proposed = [&](const Tables& tables) {
    REQUIRE_FALSE(office.say(office.first, BeginConfiguration{}).refusal);
    REQUIRE(office.stage(office.first, tables) == Reason::none);
    return office.finish(office.first, tables).refusal.reason;
  };
  CHECK(proposed(faulty) == Reason::configuration_faulty);
  CHECK(proposed(small_tables()) == Reason::configuration_unchanged);
  CHECK_FALSE(office.city().proposal);
}

TEST_CASE("Whoever begins anew drops what was proposed, and the fact says so") {
  Office office;
  const Position dropped = office.propose(office.first, with_moved_building());
  const loop::Outcome begun = office.say(office.second, BeginConfiguration{});
  CHECK(office.fact<ConfigurationBegun>(begun.position).drops == dropped);
  CHECK(office.fact<ConfigurationBegun>(begun.position).account == office.account(office.second));
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::nothing_proposed);
  // Its rows do not mix with the other's
  CHECK(office.stage(office.first, small_tables(), 0, 1) == Reason::configuration_not_begun);
  office.propose(office.second, with_longer_limit());
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::proposer_adopts);
  REQUIRE_FALSE(office.say(office.first, AdoptConfiguration{}).refusal);
  CHECK(office.city().versions.back().digest == digest_of(with_longer_limit()));
}

TEST_CASE("Only the configuration with the digest that was seen is adopted") {
  Office office;
  office.propose(office.first, with_longer_limit());
  CHECK(office.refused(office.second, AdoptConfiguration{.digest = digest_of(with_moved_building())}) ==
        Reason::proposal_differs);
  CHECK(office.city().version() == 1);
  CHECK_FALSE(office.say(office.second, AdoptConfiguration{.digest = digest_of(with_longer_limit())}).refusal);
}

TEST_CASE("What was rejected is gone, and the log says by whom and why") {
  Office office;
  const Position proposal = office.propose(office.first, with_longer_limit());
  const std::string_view why = "暂不调整";
  const loop::Outcome rejected =
      office.say(office.second, RejectConfiguration{{0, static_cast<std::uint32_t>(why.size())}}, why);
  REQUIRE_FALSE(rejected.refusal);
  const auto fact = office.fact<ConfigurationRejected>(rejected.position);
  CHECK(fact.proposal == proposal);
  CHECK(fact.account == office.account(office.second));
  CHECK(office.running.log().read(rejected.position)->text == why);
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::nothing_proposed);
  CHECK(office.refused(office.first, RejectConfiguration{}) == Reason::nothing_proposed);
  CHECK(office.city().staged.row_count() == 0);
  CHECK(office.is_replayed());
}

TEST_CASE("A restart forgets neither half of the rows nor what was proposed") {
  Office office;
  const Tables next = with_moved_building();
  REQUIRE_FALSE(office.say(office.first, BeginConfiguration{}).refusal);
  REQUIRE(office.stage(office.first, next, 0, 40) == Reason::none);
  office.running.restart();
  REQUIRE(office.stage(office.first, next, 40) == Reason::none);
  const loop::Outcome proposed = office.finish(office.first, next, "调整");
  REQUIRE_FALSE(proposed.refusal);
  CHECK(office.is_replayed());
  office.running.restart();
  const loop::Outlook seen = office.outlook();
  CHECK(seen.proposal.position == proposed.position);
  CHECK(seen.proposal.account == office.account(office.first));
  CHECK(seen.proposal.digest == digest_of(next));
  CHECK(office.refused(office.first, AdoptConfiguration{}) == Reason::proposer_adopts);
  CHECK_FALSE(office.say(office.second, AdoptConfiguration{}).refusal);
  CHECK(office.is_replayed());
}

TEST_CASE("The engine itself adopts nothing that was proposed, and what it adopts at its start takes its place") {
  Office office;
  office.propose(office.first, with_moved_building());
  CHECK(office.running.engine().perform(AdoptConfiguration{}, {}, office.running.now).refusal.reason ==
        Reason::configuration_not_begun);
  office.running.adopt(with_longer_limit());
  office.running.settle();
  CHECK(office.city().versions.back().digest == digest_of(with_longer_limit()));
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::nothing_proposed);
}

TEST_CASE("What is proposed is told with what it would move, and when it is adopted that is moved") {
  Office office;
  const auto submit = [&](std::string_view place) {
    const loop::Outcome outcome = office.running.send(
        RunningCity::plain(office.running.place(place), office.running.category("1301")), RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{outcome.position.value};
  };
  const DemandId in_the_building = submit("L2"), in_the_grid = submit("G1");
  office.propose(office.first, with_moved_building());
  const loop::Outlook seen = office.outlook();
  CHECK(seen.known);
  CHECK(seen.by == "甲");
  CHECK(seen.open == 2);
  CHECK(seen.moving == 1);
  CHECK_FALSE(seen.is_at_least);
  CHECK_FALSE(seen.refusal);
  CHECK(seen.differences.counts[static_cast<std::size_t>(Differs::chain)] == 1);
  const auto begins_with = [&](DemandId demand) {
    return office.city().routes.chain(office.city().demands.find(demand)->chain).posts[0];
  };
  CHECK(begins_with(in_the_building) == office.running.post("PG1"));  // to look moves nothing
  REQUIRE_FALSE(office.say(office.second, AdoptConfiguration{}).refusal);
  office.running.settle();
  CHECK(office.city().jobs.empty());
  CHECK(begins_with(in_the_building) == office.running.post("PG2"));
  CHECK(begins_with(in_the_grid) == office.running.post("PG1"));
  CHECK(office.is_replayed());
}

TEST_CASE(
    "New grids for which no terminal may submit are told before, those that take over a grid have its terminals") {
  Office office;
  const auto without = [&](const Tables& tables) {
    office.propose(office.first, tables);
    return office.outlook().without_terminal;
  };
  const std::vector<std::string> both{"G3", "G4"}, other{"G4"}, none;
  ChangedTables next(small_tables());
  for (const std::string& grid : both) {
    next.of(TableKind::grids).push_back({grid, grid, "C1"});
    next.of(TableKind::posts).push_back({"P" + grid, grid, "网格长", grid, "PC1", "R3", "R1"});
  }
  CHECK(without(next) == both);
  ChangedTables taken_over = next;
  taken_over.remove(TableKind::grids, "code", "G2");
  taken_over.remove(TableKind::posts, "code", "PG2");
  taken_over.remove(TableKind::branches, "place", "G2");
  taken_over.of(TableKind::successions).push_back({"G2", "G3"});
  Rights rights;
  rights.grids = {office.running.place("G2")};
  const SessionId station = office.running.open(AccountKind::terminal, rights, 31);
  CHECK(without(taken_over) == other);
  office.running.engine().perform(EndAccount{office.account(station)}, {}, office.running.now);
  CHECK(without(taken_over) == both);
  CHECK(without(with_longer_limit()) == none);
}

TEST_CASE("What stands in the way of adopting is told before") {
  Office office;
  REQUIRE_FALSE(office.running
                    .send(RunningCity::plain(office.running.place("G2"), office.running.category("1301")),
                          RunningCity::plain_text)
                    .refusal);
  ChangedTables without(small_tables());
  without.remove(TableKind::grids, "code", "G2");
  without.remove(TableKind::posts, "code", "PG2");
  without.remove(TableKind::branches, "place", "G2");
  office.propose(office.first, without);
  CHECK(office.outlook().refusal.reason == Reason::grid_without_successor);
  CHECK(office.refused(office.second, AdoptConfiguration{}) == Reason::grid_without_successor);
  CHECK(office.city().proposal);  // it waits until that is mended, or another is proposed
}

TEST_CASE(
    "The answer to whoever adopts names the fact that carries the number, also where a new calendar begins to count") {
  Office office;
  ChangedTables next(small_tables());
  next.of(TableKind::calendar).push_back({"2027-01-01", "off", "元旦"});
  next.of(TableKind::calendar).push_back({"2027", "listed", ""});
  office.propose(office.first, next);
  const loop::Outcome adopted = office.say(office.second, AdoptConfiguration{});
  REQUIRE_FALSE(adopted.refusal);
  CHECK(office.fact<ConfigurationAdopted>(adopted.position).session == office.second);
  office.fact<RecomputationBegun>(Position{adopted.position.value + 1});
  office.running.settle();
  CHECK(office.is_replayed());
}

TEST_CASE("A calendar that is proposed is told with how many deadlines it would move, and whether it does so by itself",
          "[threads]") {
  Office office;
  for (const char* category : {"1301", "1302"}) {  // 7自然日, and 1工作日: until Wednesday 11 March
    REQUIRE_FALSE(office.running
                      .send(RunningCity::plain(office.running.place("G1"), office.running.category(category)),
                            RunningCity::plain_text)
                      .refusal);
  }
  ChangedTables next(small_tables());
  next.of(TableKind::calendar).push_back({"2026-03-10", "off", "临时放假"});
  office.propose(office.first, next);
  CHECK(office.outlook().rescheduling == 2);  // 1301 is to be accepted within 30工作分钟
  CHECK_FALSE(office.outlook().recomputes);
  CHECK(office.outlook().moving == 0);
  next.of(TableKind::calendar).push_back({"2027", "listed", ""});
  office.propose(office.first, next);
  CHECK(office.outlook().recomputes);
  office.propose(office.first, with_longer_limit());
  CHECK(office.outlook().rescheduling == 0);
}

// --- the subcommands

class Ops {
 public:
  Ops() {
    city.run();
    next.replace("categories.csv", "7自然日", "9自然日");
  }

  int run(const Speaker& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "city");
    said = person.say({tools::add_city}, std::move(arguments));
    return said.exit_code;
  }
  std::string folder_of(const SmallCity& of) const { return of.folder().string(); }
  std::string digest_of_next() const { return tools::digest_text(digest_of(config::read_city(next.folder()).tables)); }

  ServedCity city;
  const Speaker first{city, account("甲", 7)}, second{city, account("乙", 8)}, station{city};
  SmallCity before, next;
  Printed said;

 private:
  terminal::Token account(std::string name, std::uint8_t number) {
    Rights rights;
    rights.name = std::move(name);
    return city.add_account(AccountKind::ops, rights, number);
  }
};

TEST_CASE("city propose, proposal and adopt lead a configuration from one person to the other", "[threads]") {
  Ops ops;
  REQUIRE(ops.run(ops.first, {"propose", ops.folder_of(ops.next), "--note", "节后放宽", "--json"}) == 0);
  CHECK(ops.said.json().at("proposed") == true);
  CHECK(ops.said.json().at("digest") == json::string(ops.digest_of_next()));
  CHECK(ops.said.json().at("dropped").is_null());

  REQUIRE(ops.run(ops.second, {"proposal", "--json"}) == 0);
  const json::object seen = ops.said.json(), proposal = seen.at("proposal").as_object();
  CHECK(seen.at("version") == 1);
  CHECK(proposal.at("name") == "甲");
  CHECK(proposal.at("note") == "节后放宽");
  CHECK(proposal.at("at") == "2026-03-10T09:00:00+08:00");
  CHECK(seen.at("obstacle").is_null());
  CHECK(seen.at("demands").at("moving") == 0);
  CHECK(seen.at("differences").at("counts") == json::value({{"categories.resolve_limit", 1}}));
  CHECK(seen.at("differences").at("rows").at(0) == json::value({{"what", "categories.resolve_limit"},
                                                                {"code", "1301"},
                                                                {"name", "其他诉求"},
                                                                {"before", "7 自然日"},
                                                                {"after", "9 自然日"}}));
  REQUIRE(ops.run(ops.second, {"proposal"}) == 0);
  CHECK_THAT(ops.said.out, Contains("甲, 2026-03-10T09:00:00+08:00") && Contains("说明 节后放宽") &&
                               Contains("处置时限") && Contains("9 自然日"));

  REQUIRE(ops.run(ops.first, {"adopt", "--expect", ops.digest_of_next(), "--json"}) == 1);
  CHECK(ops.said.json().at("reason") == "proposer_adopts");
  REQUIRE(ops.run(ops.second, {"adopt", "--expect", "0123456789abcdef", "--json"}) == 1);
  CHECK(ops.said.json().at("reason") == "proposal_differs");
  REQUIRE(ops.run(ops.second, {"adopt", "--expect", ops.digest_of_next(), "--json"}) == 0);
  CHECK(ops.said.json() == json::object{{"version", 2}, {"digest", ops.digest_of_next()}, {"adopted", true}});
  REQUIRE(ops.run(ops.first, {"propose", ops.folder_of(ops.next), "--json"}) == 1);
  CHECK(ops.said.json().at("reason") == "configuration_unchanged");
}

TEST_CASE("city adopt --at lets it wait, and city proposal says from when on and by whom", "[threads]") {
  Ops ops;
  REQUIRE(ops.run(ops.first, {"propose", ops.folder_of(ops.next)}) == 0);
  const std::string digest = ops.digest_of_next();
  REQUIRE(ops.run(ops.first, {"adopt", "--expect", digest, "--at", "2026-03-11T00:00", "--json"}) == 1);
  CHECK(ops.said.json().at("reason") == "proposer_adopts");
  REQUIRE(ops.run(ops.second, {"adopt", "--expect", digest, "--at", "2026-03-10T08:59", "--json"}) == 1);
  CHECK(ops.said.json().at("reason") == "bad_effective");
  REQUIRE(ops.run(ops.second, {"adopt", "--expect", digest, "--at", "2026-03-11T00:00", "--json"}) == 0);
  CHECK(ops.said.json() == json::object{{"effective", "2026-03-11T00:00:00+08:00"}, {"adopted", true}});
  REQUIRE(ops.run(ops.first, {"proposal", "--json"}) == 0);
  CHECK(ops.said.json().at("version") == 1);
  CHECK(ops.said.json().at("proposal").at("effective") == "2026-03-11T00:00:00+08:00");
  CHECK(ops.said.json().at("proposal").at("adopter").is_number());
  REQUIRE(ops.run(ops.first, {"proposal"}) == 0);
  CHECK_THAT(ops.said.out, Contains("乙 采用，自 2026-03-11T00:00:00+08:00 起生效"));
}

TEST_CASE("city adopt is wrong use without the digest of what was looked at, and says who shows it", "[threads]") {
  Ops ops;
  REQUIRE(ops.run(ops.first, {"propose", ops.folder_of(ops.next)}) == 0);
  CHECK_THROWS_AS(ops.run(ops.second, {"adopt"}), CLI::RequiredError);
  CHECK_THROWS_WITH(ops.run(ops.second, {"adopt", "--at", "2026-03-11T00:00"}),
                    Contains("--expect") && Contains("wangge city proposal"));
  REQUIRE(ops.run(ops.second, {"proposal", "--json"}) == 0);
  CHECK(ops.said.json().at("version") == 1);
  CHECK(ops.said.json().at("proposal").at("digest") == json::string(ops.digest_of_next()));
}

TEST_CASE("city propose tells whose proposal it drops, and sends nothing that has mistakes", "[threads]") {
  Ops ops;
  REQUIRE(ops.run(ops.first, {"propose", ops.folder_of(ops.next)}) == 0);
  SmallCity other;
  other.replace("posts.csv", "G2,PC1,R3,R1", "G2,PC1,R2,R1");
  REQUIRE(ops.run(ops.second, {"propose", ops.folder_of(other), "--json"}) == 0);
  CHECK(ops.said.json().at("dropped").at("name") == "甲");
  CHECK_THAT(ops.said.err, Contains("先前的提议由此作废：") && Contains("甲"));
  other.replace("posts.csv", "PS1,R1,R2", "PS9,R1,R2");
  CHECK_THROWS_WITH(ops.run(ops.first, {"propose", ops.folder_of(other)}), Contains("处错误"));
  REQUIRE(ops.run(ops.second, {"proposal", "--json"}) == 0);
  CHECK(ops.said.json().at("proposal").at("name") == "乙");
  REQUIRE(ops.run(ops.first, {"reject", "--note", "人员未定"}) == 0);
  REQUIRE(ops.run(ops.second, {"proposal", "--json"}) == 0);
  CHECK(ops.said.json().at("proposal").is_null());
}

TEST_CASE("city proposal is not for those who are not of ops", "[threads]") {
  Ops ops;
  CHECK_THROWS_WITH(ops.run(ops.station, {"proposal"}), Contains("只有运维账号"));
}

TEST_CASE("city diff compares two folders with no engine", "[threads]") {
  Ops ops;
  Printed compared =
      say({tools::add_city}, {"city", "diff", ops.folder_of(ops.before), ops.folder_of(ops.next), "--json"});
  REQUIRE(compared.exit_code == 0);
  CHECK(compared.json().at("counts") == json::value({{"categories.resolve_limit", 1}}));
  CHECK(compared.json().at("after").at("digest") == json::string(ops.digest_of_next()));
  compared = say({tools::add_city}, {"city", "diff", ops.folder_of(ops.before), ops.folder_of(ops.before)});
  REQUIRE(compared.exit_code == 0);
  CHECK_THAT(compared.out, Contains("没有系统用到的差别"));
}

}  // namespace
}  // namespace wangge::tests
