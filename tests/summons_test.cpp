// The whistle (吹哨报到): who comes in time, late or never, what the city is told of, how organisations turn out; and
// the subcommand.

#include "engine/state/summonses.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/receipts.h"
#include "engine/model/blob.h"
#include "engine/rules/city_check.h"
#include "engine/state/digest.h"
#include "engine/views/station.h"
#include "engine/views/summonses.h"
#include "tests/desk.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/demand/submit.h"
#include "tools/queue/whistle.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

constexpr std::string_view where = "22088100100101", secretary = "P220881001001";

struct Called : tests::Desk {
  using Desk::Desk;

  const Summonses& summonses() const { return city().summonses; }

  DemandId submit() { return Desk::submit(plain(place(where), category("1301"))); }
  loop::Outcome try_to_call(const std::vector<std::string_view>& who, DemandId demand = {}) {
    Summon command{
        .demand = demand, .place = demand ? PlaceId{} : place(where), .as = post(secretary), .note = {0, 12}};
    for (std::size_t i = 0; i < who.size(); ++i) command.who[i] = organisation(who[i]);
    return send(command, plain_text);
  }
  SummonsId call(const std::vector<std::string_view>& who, DemandId demand = {}) {
    const loop::Outcome outcome = try_to_call(who, demand);
    INFO(text_of(outcome.refusal.reason).name);
    REQUIRE_FALSE(outcome.refusal);
    return SummonsId{outcome.position.value};
  }
  Reason attend(SummonsId summons, Attendance what, std::string_view who = {}, std::uint8_t grade = 0) {
    const Attend command{.summons = summons, .who = organisation(who), .note = {0, 12}, .what = what, .grade = grade};
    return send(command, plain_text).refusal.reason;
  }
  Reason arrive(SummonsId summons, std::string_view who) { return attend(summons, Attendance::arrived, who); }
  Reason end(SummonsId summons, std::uint8_t grade = 0) { return attend(summons, Attendance::ended, {}, grade); }
  Reason rate(SummonsId summons, std::string_view who, std::uint8_t grade) {
    return attend(summons, Attendance::rated, who, grade);
  }

  struct Missed {
    NotArrived fact;
    Seconds at = 0;
    std::vector<OrganisationId> who;
  };
  std::vector<Missed> missed() {
    std::vector<Missed> found;
    log().replay(Position{1}, [&](const Fact& fact) {
      const auto* const event = std::get_if<NotArrived>(&fact.event);
      if (event != nullptr) found.push_back({*event, fact.at, decode_organisations(fact.bytes(event->who)).value()});
    });
    return found;
  }
};

TEST_CASE("Who has not come within 30 minutes is told to the city in that second, all of them at once") {
  Called city;
  const SummonsId summons = city.call({"BM01", "BM02", "GQ04"});
  CHECK(city.summonses().find(summons)->due == to_seconds(RunningCity::morning + 30min));
  CHECK(city.engine().next_deadline() == RunningCity::morning + 30min);
  city.move_to(RunningCity::morning + 29min);
  REQUIRE(city.arrive(summons, "BM02") == Reason::none);
  city.move_to(RunningCity::morning + 30min - 1s);
  CHECK(city.missed().empty());
  CHECK_FALSE(city.summonses().find(summons)->escalated_to);
  city.move_to(RunningCity::morning + 30min);

  const std::vector<Called::Missed> missed = city.missed();
  REQUIRE(missed.size() == 1);
  const NotArrived& fact = missed[0].fact;
  CHECK(missed[0].at == to_seconds(RunningCity::morning + 30min));
  CHECK(fact.summons == summons);
  CHECK(fact.to == city.post("P220881"));
  CHECK(fact.holder == city.city().configuration->posts[fact.to.value].holder);
  CHECK(missed[0].who == std::vector{city.organisation("BM01"), city.organisation("GQ04")});
  CHECK(city.summonses().find(summons)->escalated_to == city.post("P220881"));
  CHECK_FALSE(city.engine().next_deadline());
  CHECK(city.replayed_digest() == digest_of(city.city()));

  // Late is late, and stays visible; who never came is counted at the end.
  city.move_to(RunningCity::morning + 45min);
  REQUIRE(city.arrive(summons, "BM01") == Reason::none);
  const Attendee late = *city.summonses().find(summons)->find(city.organisation("BM01"));
  CHECK(late.is_late);
  CHECK(late.is_missing);
  CHECK(late.arrived == to_seconds(RunningCity::morning + 45min));
  REQUIRE(city.end(summons) == Reason::none);
  CHECK(city.summonses().turnout(city.organisation("BM01")) == Turnout{.called = 1, .late = 1});
  CHECK(city.summonses().turnout(city.organisation("BM02")) == Turnout{.called = 1, .in_time = 1});
  CHECK(city.summonses().turnout(city.organisation("GQ04")) == Turnout{.called = 1, .never = 1});
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Where all are there in time, or it has ended before, nobody is told of anything") {
  Called city;
  const SummonsId all_came = city.call({"BM01"}), ended = city.call({"BM02"});
  REQUIRE(city.arrive(all_came, "BM01") == Reason::none);
  REQUIRE(city.end(ended) == Reason::none);
  CHECK(city.summonses().find(ended) == nullptr);  // nobody came, so nobody is to be rated
  CHECK_FALSE(city.engine().next_deadline());
  city.move_to(RunningCity::morning + 1h);
  CHECK(city.missed().empty());
  CHECK(city.summonses().turnout(city.organisation("BM02")) == Turnout{.called = 1});
}

TEST_CASE("What ran out while the engine was down takes effect once when it is back, and after a restart it is over") {
  Called city;
  const SummonsId first = city.call({"BM01"});
  city.move_to(RunningCity::morning + 10min);
  const SummonsId second = city.call({"BM02", "BM01"});
  city.settle();
  city.now = RunningCity::morning + 3h;
  city.break_off();
  const std::vector<Called::Missed> missed = city.missed();
  REQUIRE(missed.size() == 2);
  CHECK(missed[0].fact.summons == first);
  CHECK(missed[1].fact.summons == second);
  CHECK(missed[0].at == to_seconds(RunningCity::morning + 3h));
  city.restart();
  CHECK(city.missed().size() == 2);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("While the clock is in doubt nobody is missed, but who comes after the time was over is late") {
  Called city;
  const SummonsId summons = city.call({"BM01", "BM02"});
  auto frame = std::make_unique<loop::Frame>();
  frame->sender = {city.desk(), city.city().sessions[city.desk()].expected(), {}};
  frame->commands = {
      Attend{.summons = summons, .who = city.organisation("BM01"), .note = {}, .what = Attendance::arrived}};
  frame->released = [](std::unique_ptr<loop::Frame>) {};
  loop::Flow flow;
  REQUIRE(city.engine().inbox().offer(flow, frame));
  city.engine().turn(RunningCity::morning + 40min, true);
  CHECK(city.summonses().find(summons)->find(city.organisation("BM01"))->is_late);
  CHECK(city.summonses().is_awaited(summons));
  city.move_to(RunningCity::morning + 40min);
  CHECK_FALSE(city.summonses().is_awaited(summons));
  REQUIRE(city.missed().size() == 1);
  CHECK(city.missed()[0].who == std::vector{city.organisation("BM02")});
  CHECK(city.summonses().turnout(city.organisation("BM01")).late == 1);
}

TEST_CASE("Who came is rated once, all at the end or one by one afterwards, and then the whistle leaves memory") {
  Called city;
  const SummonsId at_end = city.call({"BM01", "BM02", "BM03"});
  for (const std::string_view who : {"BM01", "BM02"}) REQUIRE(city.arrive(at_end, who) == Reason::none);
  CHECK(city.rate(at_end, "BM01", 3) == Reason::summons_not_over);
  CHECK(city.end(at_end, 6) == Reason::bad_grade);
  REQUIRE(city.end(at_end, 4) == Reason::none);
  CHECK(city.summonses().all().empty());
  CHECK(city.rate(at_end, "BM01", 3) == Reason::unknown_summons);

  const SummonsId afterwards = city.call({"BM01", "BM02", "BM03"});
  for (const std::string_view who : {"BM01", "BM02"}) REQUIRE(city.arrive(afterwards, who) == Reason::none);
  CHECK(city.attend(afterwards, Attendance::left, "BM03") == Reason::not_arrived);
  REQUIRE(city.attend(afterwards, Attendance::left, "BM02") == Reason::none);
  CHECK(city.attend(afterwards, Attendance::left, "BM02") == Reason::left_already);
  REQUIRE(city.end(afterwards) == Reason::none);
  CHECK(city.end(afterwards) == Reason::summons_over);
  CHECK(city.rate(afterwards, "BM03", 5) == Reason::not_arrived);
  CHECK(city.rate(afterwards, "BM04", 5) == Reason::not_summoned);
  CHECK(city.rate(afterwards, "BM01", 0) == Reason::bad_grade);
  REQUIRE(city.rate(afterwards, "BM01", 1) == Reason::none);
  CHECK(city.rate(afterwards, "BM01", 5) == Reason::already_rated);
  CHECK(city.summonses().all().size() == 1);
  CHECK(city.replayed_digest() == digest_of(city.city()));
  REQUIRE(city.rate(afterwards, "BM02", 2) == Reason::none);
  CHECK(city.summonses().all().empty());
  CHECK(city.summonses().turnout(city.organisation("BM01")) ==
        Turnout{.called = 2, .in_time = 2, .rated = 2, .grades = 5});
  CHECK(city.summonses().turnout(city.organisation("BM02")) ==
        Turnout{.called = 2, .in_time = 2, .left_early = 1, .rated = 2, .grades = 6});
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE(
    "Where there is no room, the oldest whistle that only waits to be rated makes way, and none that is under way") {
  Called city(Capacity{.summonses = 2});
  const SummonsId first = city.call({"BM01"}), second = city.call({"BM02"});
  CHECK(city.try_to_call({"BM03"}).refusal == Refusal{Reason::too_many_summonses, 2, 2});
  for (const auto& [summons, who] : {std::pair{second, "BM02"}, std::pair{first, "BM01"}}) {
    REQUIRE(city.arrive(summons, who) == Reason::none);
    REQUIRE(city.end(summons) == Reason::none);
  }
  const SummonsId third = city.call({"BM03"});
  CHECK(std::get<Summoned>(city.log().read(position_of(third)).value().event).forgets == first);
  CHECK(city.rate(first, "BM01", 5) == Reason::unknown_summons);
  CHECK(city.rate(second, "BM02", 5) == Reason::none);
  CHECK(city.summonses().turnout(city.organisation("BM01")) == Turnout{.called = 1, .in_time = 1});
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("The city says how long they have, on the continuous clock") {
  Tables tables = tests::sample_city().tables;
  auto& settings = tables.of(TableKind::settings);
  std::erase_if(settings, [](const Row& row) { return row.front() == "whistle.arrive_within"; });
  settings.push_back({"whistle.arrive_within", "20分钟"});
  Called city;
  city.adopt(tables);
  city.move_to(RunningCity::morning + 12h);  // the offices are closed
  const SummonsId summons = city.call({"BM01"});
  CHECK(city.summonses().find(summons)->due == to_seconds(RunningCity::morning + 12h + 20min));
  settings.back().at(1) = "2工作时";
  CHECK_FALSE(rules::city_check(tables).empty());
}

TEST_CASE(
    "A whistle for a demand stands in the demand's history, which those who are summoned see; a cause stands in none") {
  Called city;
  const DemandId demand = city.submit();
  const Position before = city.city().demands.find(demand)->last;
  Rights rights;
  rights.organisation = city.organisation("BM02");
  const AccountId account = city.city().sessions[city.open(AccountKind::person, rights, 40)].account();
  const views::CheckedClaim claim{demand, false};
  CHECK_FALSE(views::statuses(city.city(), account, {&claim, 1}).at(0).known);
  city.call({"BM02"});
  CHECK(city.city().demands.find(demand)->last == before);
  const SummonsId summons = city.call({"BM01", "BM02"}, demand);
  CHECK(city.city().demands.find(demand)->last == position_of(summons));
  CHECK(views::statuses(city.city(), account, {&claim, 1}).at(0).known);
  const std::vector<story::Entry> facts = terminal::history(city.log(), demand, position_of(summons));
  REQUIRE(facts.size() == 2);
  CHECK(facts[1].text == RunningCity::plain_text);
  CHECK(facts[1].organisations == std::vector{city.organisation("BM01"), city.organisation("BM02")});
  CHECK(std::get<Summoned>(facts[1].event).previous == before);

  // Of those seen: where somebody is called, and the organisation's own turnout alone.
  const views::Summonses seen = views::summonses_of(city.city(), account, {.of = {}, .turnouts = true}, city.now);
  CHECK(seen.rows.size() == 2);
  REQUIRE(seen.turnouts.size() == 1);
  CHECK(seen.turnouts[0].who == rights.organisation);
  CHECK(seen.turnouts[0].turnout.called == 2);
  const AccountId desk = city.city().sessions[city.desk()].account();
  CHECK(views::summonses_of(city.city(), desk, {.of = city.organisation("BM01"), .turnouts = false}, city.now)
            .rows.size() == 1);
  CHECK(views::summonses_of(city.city(), desk, {.of = {}, .turnouts = true}, city.now).turnouts.size() == 2);
}

TEST_CASE("Each who is summoned is told at once, and the city when somebody does not come, also of a cause") {
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"notices.kinds", "吹哨|未报到"});
  tables.of(TableKind::settings).push_back({"notices.quiet", "21:00-07:00"});
  Called city;
  city.adopt(tables);
  city.move_to(RunningCity::morning + 14h);  // it is 23:00
  const bool is_for_demand = GENERATE(false, true);
  const DemandId demand = is_for_demand ? city.submit() : DemandId{};
  const SummonsId summons = city.call({"BM01", "BM02"}, demand);
  const auto& pending = city.city().notices.pending();
  REQUIRE(pending.size() == 2);
  std::vector<Party> told;
  for (const auto& [id, notice] : pending) {
    told.push_back(notice.to);
    CHECK(notice.kind == NoticeKind::summoned);
    CHECK(notice.summons == summons);
    CHECK(notice.demand == demand);
    CHECK(notice.not_before == 0);
  }
  CHECK(told == std::vector<Party>{city.organisation("BM01"), city.organisation("BM02")});
  while (!pending.empty()) {
    REQUIRE_FALSE(
        city.engine()
            .perform(Deliver{.notice = pending.begin()->first, .count = 1, .attempts = 1, .status = 200}, {}, city.now)
            .refusal);
  }
  city.move_to(city.now + 30min);
  REQUIRE(pending.size() == 1);
  CHECK(pending.begin()->second.kind == NoticeKind::absent);
  CHECK(pending.begin()->second.to == Party(city.post("P220881")));
  CHECK(city.replayed_digest() == digest_of(city.city()));
  city.restart();
  CHECK(city.city().notices.pending().size() == 1);
}

TEST_CASE("A time to report of which the engine died is passed over, and stands with the city") {
  Called city;
  const SummonsId summons = city.call({"BM01"});
  const ExpireSummons wish{summons, city.summonses().find(summons)->due};
  const auto suspect = loop::Quarantine::suspect_of(Sender{}, wish);
  REQUIRE(suspect == Suspect{wish});
  rules::Draft draft;
  rules::set_apart(city.city(), *suspect, draft);
  REQUIRE(draft.events.size() == 1);
  const auto fact = std::get<NotArrived>(draft.events[0]);
  CHECK(fact.to == city.post("P220881"));
  CHECK(decode_organisations(std::string_view(draft.blob).substr(fact.who.offset, fact.who.length)).value().empty());
}

TEST_CASE("wangge whistle calls, records, rates and lists", "[threads]") {
  namespace json = boost::json;
  tests::ServedCity city;
  const tests::Speaker clerk(city);
  city.run();
  int exit_code = -1;
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const tests::Printed printed = clerk.say({tools::add_submit, tools::add_whistle}, std::move(arguments));
    exit_code = printed.exit_code;
    return printed.json();
  };
  const std::string demand(
      run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}).at("number").as_string());
  CHECK(run({"whistle", "call", "--demand", demand, "--as", "PG1", "--who", "BM1"}).at("reason") == "not_summoned_by");
  CHECK(exit_code == 1);
  const json::object called =
      run({"whistle", "call", "--demand", demand, "--as", "PC1", "--who", "BM1,WY1", "--note", "请到场"});
  REQUIRE(exit_code == 0);
  const std::string number(called.at("summons").as_string());
  CHECK(called.at("due") == "2026-03-10T09:30:00+08:00");
  CHECK(run({"whistle", "arrive", number, "--who", "BM1"}).at("done") == true);
  const json::object listed = run({"whistle", "list", "--counts"});
  REQUIRE(listed.at("summonses").as_array().size() == 1);
  const json::object row = listed.at("summonses").as_array()[0].as_object();
  CHECK(row.at("number").as_string() == json::string(number));
  CHECK(row.at("demand").as_string() == json::string(demand));
  CHECK(row.at("text") == "请到场");
  CHECK(row.at("seconds_left") == 1'800);
  CHECK(row.at("escalated_to").is_null());
  REQUIRE(row.at("organisations").as_array().size() == 2);
  CHECK(row.at("organisations").at(0).at("organisation").at("code") == "BM1");
  CHECK(row.at("organisations").at(0).at("arrived") == "2026-03-10T09:00:00+08:00");
  CHECK(row.at("organisations").at(1).at("arrived").is_null());
  CHECK(run({"whistle", "left", number, "--who", "BM1", "--note", "走了"}).at("done") == true);
  CHECK(run({"whistle", "end", number}).at("done") == true);
  CHECK(run({"whistle", "rate", number, "--who", "BM1", "--grade", "2"}).at("done") == true);
  const json::object after = run({"whistle", "list", "--counts", "--of", "BM1"});
  CHECK(after.at("summonses").as_array().empty());
  REQUIRE(after.at("counts").as_array().size() == 1);
  const json::object counts = after.at("counts").as_array()[0].as_object();
  CHECK(counts.at("called") == 1);
  CHECK(counts.at("in_time") == 1);
  CHECK(counts.at("left_early") == 1);
  CHECK(counts.at("grades") == 2);
  CHECK(run({"whistle", "end", number}).at("reason") == "unknown_summons");
}

}  // namespace
}  // namespace wangge
