// Duty rosters: whose turn it is by hand-computed cases, who acts then, what a hand-over changes and what it does not,
// and the subcommands. Against random ones the router stands in routing_test.cpp and coverage in coverage_test.cpp;
// faults of the tables in city_check_test.cpp.

#include "engine/state/roster.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/limits.h"
#include "engine/rules/coverage.h"
#include "engine/rules/routing.h"
#include "engine/state/configuration_reader.h"
#include "engine/state/digest.h"
#include "engine/views/roster.h"
#include "tests/local_time.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/small_city.h"
#include "tests/subcommand.h"
#include "tools/city/city.h"
#include "tools/demand/explain.h"
#include "tools/queue/roster.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using tests::local;
using tests::RunningCity;
using tests::show;
using Texts = std::vector<std::string>;

// The small city with three people more. Grid 1 has R2 and the deputy R1.
class Town {
 public:
  Town(const std::string& rotations, const std::string& shifts = "", const std::string& leave = "") {
    small_.append("people.csv", "R4,赵四,,,,\nR5,钱五,,,,\nR6,孙六,,,,\n");
    small_.write("rotations.csv", "post,from,at,days,people\n" + rotations);
    small_.write("shifts.csv", "post,from,until,person,why\n" + shifts);
    small_.write("leave.csv", "person,from,until,reason\n" + leave);
    tables_ = config::read_city(small_.folder()).tables;
    std::vector<Fault> faults;
    city_ = read_configuration(tables_, codes_, faults);
    REQUIRE(faults.empty());
  }

  const Configuration& city() const { return city_; }
  const Tables& tables() const { return tables_; }
  std::string folder() const { return small_.folder().string(); }
  PostId post(std::string_view code) const { return codes_.posts.find(code); }
  PersonId person(std::string_view code) const { return codes_.people.find(code); }
  std::string code(PersonId person) const { return person ? city_.person_names[person.value].code : "-"; }

  std::string on(std::string_view post_code, std::string_view time) const {
    return code(on_duty(city_, post(post_code), local(time)).person);
  }
  std::string acts(std::string_view post_code, std::string_view time, std::string_view complained_of = {}) const {
    return code(rules::acting(city_, post(post_code), person(complained_of), local(time)));
  }
  // "R4 2026-02-27 08:00 – 2026-03-06 08:00 替班"
  Texts listed(std::string_view post_code, std::string_view from, std::string_view until) const {
    Texts texts;
    for (const Stint& stint : stints(city_, post(post_code), local(from), local(until))) {
      texts.push_back(code(stint.person) + " " + show(stint.from) + " – " + show(stint.until) +
                      (stint.shift != nullptr ? " " + stint.shift->why : ""));
    }
    return texts;
  }

 private:
  tests::SmallCity small_;
  Tables tables_;
  Codes codes_;
  Configuration city_;
};

TEST_CASE("People take turns from the first hand-over on, over the ends of months and years") {
  const Town town("PG1,2026-01-30,08:00,7,R4|R5|R6\n");
  CHECK(town.on("PG1", "2026-01-30 07:59:59") == "-");
  CHECK(town.on("PG1", "2026-01-30 08:00") == "R4");
  CHECK(town.on("PG1", "2026-02-06 07:59:59") == "R4");
  CHECK(town.on("PG1", "2026-02-06 08:00") == "R5");
  CHECK(town.on("PG1", "2026-02-20 08:00") == "R4");     // the fourth turn is the first one's again
  CHECK(town.on("PG1", "2026-03-06 07:59:59") == "R5");  // from 27 February, over the 28th
  CHECK(town.on("PG1", "2026-03-06 08:00") == "R6");
  // Turn 108 begins 756 days later, on 25 February 2028, and goes over the 29th.
  CHECK(town.on("PG1", "2028-02-25 07:59:59") == "R6");
  CHECK(town.on("PG1", "2028-02-29 12:00") == "R4");
  CHECK(town.on("PG1", "2028-03-03 07:59:59") == "R4");
  CHECK(town.on("PG1", "2028-03-03 08:00") == "R5");
  CHECK(town.on("PG2", "2026-02-06 08:00") == "-");

  const Stint before = on_duty(town.city(), town.post("PG1"), local("2026-01-01 00:00"));
  CHECK(before.from == Instant::min());
  CHECK(before.until == local("2026-01-30 08:00"));
}

TEST_CASE("A rotation ends where the next one of its post begins, in the middle of a turn too") {
  const Town town("PG1,2026-03-02,18:00,1,R6|R5\nPG1,2026-02-27,08:00,7,R4|R5\nPG2,2026-03-01,00:00,31,R1\n");
  CHECK(town.listed("PG1", "2026-02-27 08:00", "2026-03-05 00:00") ==
        Texts{"R4 2026-02-27 08:00 – 2026-03-02 18:00", "R6 2026-03-02 18:00 – 2026-03-03 18:00",
              "R5 2026-03-03 18:00 – 2026-03-04 18:00", "R6 2026-03-04 18:00 – 2026-03-05 18:00"});
  CHECK(town.on("PG2", "2026-03-05 12:00") == "R1");
}

TEST_CASE("A shift goes before the rotation, which goes on after it as if nothing had been") {
  const Town town("PG1,2026-02-27,08:00,7,R4|R5|R6\n", "PG1,2026-03-03T12:00,2026-03-03T20:00,R6,替班\n");
  CHECK(town.listed("PG1", "2026-03-01 00:00", "2026-03-07 00:00") ==
        Texts{"R4 2026-02-27 08:00 – 2026-03-03 12:00", "R6 2026-03-03 12:00 – 2026-03-03 20:00 替班",
              "R4 2026-03-03 20:00 – 2026-03-06 08:00", "R5 2026-03-06 08:00 – 2026-03-13 08:00"});
  CHECK(town.on("PG1", "2026-03-03 11:59:59") == "R4");
  CHECK(town.on("PG1", "2026-03-03 12:00") == "R6");
  CHECK(town.on("PG1", "2026-03-03 19:59:59") == "R6");
  CHECK(town.on("PG1", "2026-03-03 20:00") == "R4");
}

TEST_CASE("Two who swap their turns are two shifts") {
  const Town town("PG1,2026-02-20,08:00,7,R4|R5|R6\n",
                  "PG1,2026-03-06T08:00,2026-03-13T08:00,R5,换班\nPG1,2026-02-27T08:00,2026-03-06T08:00,R6,换班\n");
  CHECK(town.listed("PG1", "2026-02-20 08:00", "2026-03-20 08:00") ==
        Texts{"R4 2026-02-20 08:00 – 2026-02-27 08:00", "R6 2026-02-27 08:00 – 2026-03-06 08:00 换班",
              "R5 2026-03-06 08:00 – 2026-03-13 08:00 换班", "R4 2026-03-13 08:00 – 2026-03-20 08:00"});
}

TEST_CASE("A post with nothing but shifts has somebody on duty while they last") {
  const Town town("", "PG1,2026-03-04,2026-03-05,R4,节日值班\nPG1,2026-03-06,2026-03-07,R5,\n");
  CHECK(town.listed("PG1", "2026-03-01 00:00", "2026-04-01 00:00") ==
        Texts{"R4 2026-03-04 00:00 – 2026-03-05 00:00 节日值班", "R5 2026-03-06 00:00 – 2026-03-07 00:00 "});
  CHECK(town.acts("PG1", "2026-03-03 23:59:59") == "R2");
  CHECK(town.acts("PG1", "2026-03-04 00:00") == "R4");
  CHECK(town.acts("PG1", "2026-03-05 00:00") == "R2");
}

TEST_CASE("Who is on duty acts; away or complained of, the holder does, then the deputy, then nobody") {
  const Town town(
      "PG1,2026-03-09,08:00,1,R4|R5\n", "",
      "R4,2026-03-09,2026-03-10,病假\nR2,2026-03-09T12:00,2026-03-14,病假\nR1,2026-03-09T18:00,2026-03-14,病假\n");
  CHECK(town.acts("PG1", "2026-03-09 08:00") == "R2");
  CHECK(town.acts("PG1", "2026-03-09 12:00") == "R1");
  CHECK(town.acts("PG1", "2026-03-09 18:00") == "-");
  CHECK(town.acts("PG1", "2026-03-10 00:00") == "R4");  // back before the turn is over
  CHECK(town.acts("PG1", "2026-03-10 08:00") == "R5");
  CHECK(town.acts("PG1", "2026-03-10 08:00", "R5") == "-");
  CHECK(town.acts("PG1", "2026-03-14 12:00", "R5") == "R2");
  CHECK(town.acts("PG1", "2026-03-14 12:00", "R4") == "R5");
}

TEST_CASE("Who is on a roster is so until the rotation or the last shift is over") {
  const Town town("PG1,2026-03-01,08:00,7,R4|R5\nPG1,2026-03-20,08:00,7,R5|R6\n",
                  "PG1,2026-03-25,2026-03-26,R4,替班\n");
  const auto is_named = [&](std::string_view code, std::string_view time) {
    return is_on_roster(town.city(), town.post("PG1"), town.person(code), local(time));
  };
  CHECK(is_named("R4", "2026-02-01 00:00"));
  CHECK(is_named("R6", "2026-02-01 00:00"));
  CHECK(is_named("R4", "2026-03-25 23:59:59"));
  CHECK_FALSE(is_named("R4", "2026-03-26 00:00"));
  CHECK(is_named("R5", "2030-01-01 00:00"));
  CHECK_FALSE(is_named("R1", "2026-03-01 08:00"));
}

TEST_CASE("As many take turns as the bound allows, and not one more") {
  for (const std::size_t people : {limits::rotation_people_max, limits::rotation_people_max + 1}) {
    tests::SmallCity small;
    std::string row = "post,from,at,days,people\nPG1,2026-03-09,08:00,1,R1";
    for (std::size_t i = 1; i < people; ++i) row += "|R2";
    small.write("rotations.csv", row + "\n");
    CHECK(small.check().size() == people - limits::rotation_people_max);
  }
}

TEST_CASE("Coverage counts the roster, and tells whose turn falls into a leave") {
  const Town town("PG1,2026-03-09,08:00,1,R4|R5\nPD1,2026-03-09,08:00,1,R4|R5\n", "PJ1,2026-03-01,2026-03-02,R4,替班\n",
                  "R1,2026-03-01,2026-04-01,病假\nR2,2026-03-01,2026-04-01,病假\nR4,2026-03-10,2026-03-12,病假\n");
  const rules::Coverage found = rules::coverage(town.city(), {local("2026-03-09 00:00"), local("2026-03-16 00:00")});
  const PostId grid = town.post("PG1");
  std::vector<rules::Gap> gaps = found.gaps;
  std::erase_if(gaps, [&](const rules::Gap& gap) { return gap.post != grid; });
  // R1 and R2 hold all posts above too: nobody answers.
  const std::vector<rules::Gap> expected{{grid, {}, local("2026-03-09 00:00"), local("2026-03-09 08:00")},
                                         {grid, {}, local("2026-03-10 00:00"), local("2026-03-10 08:00")},
                                         {grid, {}, local("2026-03-11 08:00"), local("2026-03-12 00:00")}};
  CHECK(gaps == expected);

  std::vector<rules::TurnOnLeave> turns = found.turns_on_leave;
  std::erase_if(turns, [&](const rules::TurnOnLeave& turn) { return turn.post != grid; });
  const PersonId person = town.person("R4");
  CHECK(turns == std::vector<rules::TurnOnLeave>{{grid, person, expected[1].from, expected[1].until},
                                                 {grid, person, expected[2].from, expected[2].until}});

  const auto absence =
      std::ranges::find(found.absences, person, [](const rules::Absence& one) { return one.leave.person; });
  REQUIRE(absence != found.absences.end());
  std::vector<rules::Gap> behind = absence->gaps;
  std::erase_if(behind, [&](const rules::Gap& gap) { return gap.post != grid; });
  CHECK(behind == std::vector(expected.begin() + 1, expected.end()));

  CHECK(found.vacant.empty());                                                     // the unit chief's post has a roster
  CHECK(std::ranges::find(found.on_one, town.post("PJ1")) != found.on_one.end());  // its shift was before the window
}

// --- on a running city

constexpr std::string_view chief = "P22088100100101";

// The sample city without leaves, where three take turns for the chief of the first grid, a day each: on Tuesday, 10
// March, at 8:00 the second one takes over.
class Running : public RunningCity {
 public:
  Running() {
    Tables tables = tests::sample_city().tables;
    tables.of(TableKind::leave).clear();
    tables.of(TableKind::rotations) = {{std::string(chief), "2026-03-09", "08:00", "1", "R00003|R00005|R00007"}};
    tables.of(TableKind::shifts) = {{std::string(chief), "2026-03-11T10:00", "2026-03-11T12:00", "R00003", "替班"}};
    adopt(tables);
    settle();
  }

  PersonId person(std::string_view code) const { return city().codes.people.find(code); }
  const Post& row() const { return city().configuration->posts[post(chief).value]; }

  loop::Outcome submit(Party complained_of = {}) {
    Submit command = plain(place("22088100100101"), category("1301"));
    command.complained_of = complained_of;
    const loop::Outcome outcome = send(command, plain_text);
    REQUIRE_FALSE(outcome.refusal);
    REQUIRE(outcome.lead == Party(post(chief)));
    return outcome;
  }
  PersonId holder_at(std::string_view time) {
    move_to(local(time));
    return submit().holder;
  }
};

TEST_CASE("A demand a second before a hand-over is for who hands over, at its second for who takes over") {
  Running running;
  CHECK(running.submit().holder == running.person("R00005"));
  CHECK(running.holder_at("2026-03-11 07:59:59") == running.person("R00005"));
  CHECK(running.holder_at("2026-03-11 08:00:00") == running.person("R00007"));
  CHECK(running.holder_at("2026-03-11 09:59:59") == running.person("R00007"));
  CHECK(running.holder_at("2026-03-11 10:00:00") == running.person("R00003"));
  CHECK(running.holder_at("2026-03-11 11:59:59") == running.person("R00003"));
  CHECK(running.holder_at("2026-03-11 12:00:00") == running.person("R00007"));
  CHECK(running.holder_at("2026-03-12 08:00:00") == running.person("R00003"));
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("A hand-over moves nothing: the post leads, with the deadlines that there were") {
  Running running;
  const DemandId demand{running.submit().position.value};
  REQUIRE_FALSE(running.send(Act{.demand = demand, .as = running.post(chief), .deed = Deed::accept}).refusal);
  const Position last = running.city().demands.last_of(demand);
  const Dues dues = running.city().demands.find(demand)->dues;
  running.move_to(local("2026-03-11 08:00:00"));
  CHECK(running.city().demands.last_of(demand) == last);
  const Slot& slot = *running.city().demands.find(demand);
  CHECK(slot.lead == Party(running.post(chief)));
  CHECK(std::ranges::equal(slot.dues.of, dues.of));
}

TEST_CASE("Who is complained of never gets it, on whose day ever it comes") {
  Running running;
  CHECK(running.submit(running.person("R00005")).holder == running.row().holder);
  CHECK(running.submit(running.person("R00007")).holder == running.person("R00005"));
  CHECK(running.submit(running.row().holder).holder == running.person("R00005"));
  running.move_to(local("2026-03-11 08:00"));
  CHECK(running.submit(running.person("R00007")).holder == running.row().holder);
  CHECK(running.submit(running.person("R00005")).holder == running.person("R00007"));
}

TEST_CASE("What who is on duty does not accept in time is the deputy's") {
  Running running;
  const DemandId demand{running.submit().position.value};
  REQUIRE(running.row().deputy);
  running.move_to(RunningCity::morning + 30min);
  CHECK(running.city().demands.find(demand)->lead == Party(running.post(chief)));
  CHECK(running.city().demands.aside(demand).to_deputy);
}

TEST_CASE("Who sees a post's queue sees its roster, as of the engine's time") {
  Running running;
  const PostId post = running.post(chief), other = running.post("P22088100100102");
  Rights rights;
  rights.posts = {other};
  const AccountId stranger = running.city().sessions[running.open(AccountKind::person, rights, 9)].account();
  const AccountId desk = running.city().sessions[running.desk()].account();
  const auto ask = [&](AccountId account, PostId of) {
    return views::roster_of(running.city(), account, {.post = of, .from = 0, .weeks = 1}, running.now);
  };
  CHECK_FALSE(ask(stranger, post).known);
  CHECK(ask(stranger, other).known);
  CHECK(ask(stranger, other).rows.empty());
  CHECK_FALSE(ask(desk, PostId{999'999}).known);
  const views::Roster roster = ask(desk, post);
  CHECK(roster.at == to_seconds(RunningCity::morning));
  REQUIRE(roster.rows.size() == 10);  // the shift cuts a turn in two
  CHECK(roster.rows[0].person == running.person("R00005"));
  CHECK(roster.rows[0].from == to_seconds(local("2026-03-10 08:00")));
  CHECK(roster.rows[2].is_shift);
  CHECK(roster.rows[2].why == "替班");
}

// --- the subcommands

json::object said_in_json(const std::string& text) { return json::parse(text).as_object(); }

std::string told(Texts arguments) {
  const tests::Printed printed =
      tests::say({tools::add_roster, tools::add_explain, tools::add_city}, std::move(arguments));
  REQUIRE(printed.exit_code == 0);
  return printed.out;
}

TEST_CASE("wangge roster tells who is on duty when, of a city's tables") {
  const Town town("PG1,2026-03-09,08:00,1,R4|R5\n", "PG1,2026-03-10T12:00,2026-03-10T20:00,R6,替班\n");
  const Texts arguments{"roster", "--post", "PG1", "--city", town.folder(), "--from", "2026-03-09", "--weeks", "1"};
  const std::string text = told(arguments);
  CHECK_THAT(text, Catch::Contains("PG1 网格长一\n"));
  CHECK_THAT(text, Catch::Contains("2026-03-09T08:00:00+08:00\t2026-03-10T08:00:00+08:00\tR4 赵四\t轮值\n"
                                   "2026-03-10T08:00:00+08:00\t2026-03-10T12:00:00+08:00\tR5 钱五\t轮值\n"
                                   "2026-03-10T12:00:00+08:00\t2026-03-10T20:00:00+08:00\tR6 孙六\t替班\n"
                                   "2026-03-10T20:00:00+08:00\t2026-03-11T08:00:00+08:00\tR5 钱五\t轮值\n"));
  Texts in_json = arguments;
  in_json.emplace_back("--json");
  const json::array rows = said_in_json(told(in_json)).at("roster").as_array();
  REQUIRE(rows.size() == 9);  // seven turns, one of them in two parts beside the shift
  CHECK(rows[2].at("person").at("code") == "R6");
  CHECK(rows[2].at("by") == "shift");
  CHECK(rows[8].at("until") == "2026-03-16T08:00:00+08:00");

  CHECK_THAT(told({"roster", "--post", "PG2", "--city", town.folder()}),
             Catch::Contains("这段时间未排班，由任职人负责"));
  CHECK_THROWS_WITH(told({"roster", "--post", "PG9", "--city", town.folder()}), Catch::Contains("--post PG9"));
  CHECK_THROWS_AS(told({"roster", "--city", town.folder()}), CLI::RequiredError);
}

TEST_CASE("wangge explain tells who is on duty and until when") {
  const Town town("PG1,2026-03-09,08:00,1,R4|R5\n", "", "R5,2026-03-10T12:00,2026-03-12,病假\n");
  const auto explained = [&](const std::string& at, bool as_json) {
    Texts arguments{"explain", "--city", town.folder(), "--grid", "G1", "--category", "1301", "--at", at};
    if (as_json) arguments.emplace_back("--json");
    return told(arguments);
  };
  CHECK_THAT(explained("2026-03-10T09:00", false), Catch::Contains("值班 钱五 (至 2026-03-11T08:00:00+08:00)"));
  CHECK_THAT(explained("2026-03-10T12:00", false),
             Catch::Contains("值班 钱五 (请假至 2026-03-12T00:00:00+08:00) (至 2026-03-11T08:00:00+08:00)"));
  const json::object all = said_in_json(explained("2026-03-10T09:00", true));
  const json::value& grid = all.at("chain").at(0);
  CHECK(grid.at("on_duty").at("person").at("code") == "R5");
  CHECK(grid.at("on_duty").at("until") == "2026-03-11T08:00:00+08:00");
  CHECK(grid.at("acting").at("code") == "R5");
  CHECK(all.at("chain").at(1).at("on_duty").is_null());
  CHECK(said_in_json(explained("2026-03-10T12:00", true)).at("chain").at(0).at("acting").at("code") == "R2");
}

TEST_CASE("wangge city coverage lists the turns of who is on leave") {
  const Town town("PG1,2026-03-09,08:00,1,R4|R5\n", "", "R5,2026-03-10T12:00,2026-03-12,病假\n");
  const Texts arguments{"city", "coverage", "--city", town.folder(), "--from", "2026-03-09", "--weeks", "1"};
  CHECK_THAT(told(arguments),
             Catch::Contains("PG1 网格长一\tR5 钱五\t2026-03-10T12:00:00+08:00\t2026-03-11T08:00:00+08:00\n"));
  Texts in_json = arguments;
  in_json.emplace_back("--json");
  const json::object all = said_in_json(told(in_json));
  CHECK(all.at("summary").at("turns_on_leave") == 1);
  CHECK(all.at("turns_on_leave").at(0).at("person").at("code") == "R5");
}

TEST_CASE("wangge roster asks a running engine, and tells who takes over what is open and what came in", "[threads]") {
  const Town town("PG1,2026-03-09,08:00,1,R4|R5\n");
  tests::ServedCity served;
  served.adopt(town.tables());
  served.settle();
  const tests::Speaker clerk(served);
  served.run();
  const auto run = [&](Texts arguments, bool as_json = true) {
    if (as_json) arguments.emplace_back("--json");
    const tests::Printed printed = clerk.say({tools::add_roster, tools::add_submit}, std::move(arguments));
    REQUIRE(printed.exit_code == 0);
    return printed.out;
  };
  const std::string number(said_in_json(run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮"}))
                               .at("number")
                               .as_string());

  const json::object roster = said_in_json(run({"roster", "--post", "PG1", "--weeks", "1"}));
  CHECK(roster.at("at") == "2026-03-10T09:00:00+08:00");
  CHECK(roster.at("post").at("name") == "网格长一");
  CHECK(roster.at("roster").at(0).at("person").at("code") == "R5");
  CHECK(roster.at("roster").at(0).at("from") == "2026-03-10T08:00:00+08:00");

  const json::object handed_over = said_in_json(run({"roster", "handover", "--post", "PG1"}));
  CHECK(handed_over.at("on_duty").at("person").at("code") == "R5");
  CHECK(handed_over.at("next").at("person").at("code") == "R4");
  CHECK(handed_over.at("next").at("from") == "2026-03-11T08:00:00+08:00");
  CHECK(handed_over.at("queue").at("all") == 1);
  CHECK(handed_over.at("queue").at("rows").at(0).at("number") == json::string(number));
  REQUIRE(handed_over.at("since").as_array().size() == 1);
  CHECK(handed_over.at("since").at(0).at("number") == json::string(number));

  CHECK_THAT(run({"roster", "handover", "--post", "PG1"}, false),
             Catch::Contains("值班：R5 钱五") && Catch::Contains("接班：R4 赵四") && Catch::Contains("收到 1 件"));
  const json::object without = said_in_json(run({"roster", "handover", "--post", "PG2"}));
  CHECK(without.at("on_duty").is_null());
  CHECK(without.at("since").as_array().empty());
  CHECK_THAT(run({"roster", "handover", "--post", "PG2"}, false), Catch::Contains("未排班，由任职人负责\n"));
  CHECK_THROWS_WITH(run({"roster", "handover", "--post", "PX"}), Catch::StartsWith("PX"));
}

}  // namespace
}  // namespace wangge
