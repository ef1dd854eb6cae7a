// Another calendar: what runs on the working clock is worked out again by a job, once each, and what was granted stays
// as long.

#include "engine/rules/jobs.h"

#include "config/provisional_years.h"
#include "engine/base/limits.h"
#include "engine/rules/working_time.h"
#include "engine/state/digest.h"
#include "tests/changed_tables.h"
#include "tests/local_time.h"
#include "tests/raw_terminal.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/served_city.h"
#include "tests/small_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::rules {
namespace {

using namespace std::chrono_literals;
using tests::local;
using tests::RunningCity;
using tests::show;

// 充电桩与非机动车棚: 60 working minutes and 5 working days.
constexpr std::string_view category = "0209";

Tables with_days(std::initializer_list<Row> days) {
  Tables tables = tests::sample_city().tables;
  auto& calendar = tables.of(TableKind::calendar);
  for (const Row& day : days) calendar.push_back(day);
  return tables;
}

DemandId submit(RunningCity& city) {
  const loop::Outcome outcome =
      city.send(RunningCity::plain(city.grid(), city.category(category)), RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  return DemandId{outcome.position.value};
}

std::string due(const RunningCity& city, DemandId demand, Stage stage = Stage::resolution) {
  return show(to_instant(city.city().demands.find(demand)->dues[stage]));
}

void recompute(RunningCity& city) {
  REQUIRE_FALSE(city.engine().perform(RecomputeDeadlines{}, {}, city.now).refusal);
  city.settle();
  REQUIRE(city.city().jobs.empty());
}

TEST_CASE("a day that becomes a holiday moves what runs on the working clock by a day, when it is asked for, once") {
  RunningCity city;  // Tuesday 2026-03-10, 9:00
  REQUIRE(city.city().configuration->categories[city.category(category).value].resolve ==
          Limit{5, LimitUnit::working_day});
  const DemandId before = submit(city);
  REQUIRE(due(city, before) == "2026-03-17 09:00");
  city.move_to(city.now + 60s);
  city.adopt(with_days({{"2026-03-12", "off", "临时放假"}}));
  CHECK(due(city, before) == "2026-03-17 09:00");  // as promised, until it is asked for
  city.move_to(city.now + 60s);
  const DemandId after = submit(city);
  CHECK(due(city, after) == "2026-03-18 09:02");
  recompute(city);
  CHECK(due(city, before) == "2026-03-18 09:00");
  CHECK(due(city, after) == "2026-03-18 09:02");
  const Position last = city.city().demands.find(before)->last;
  recompute(city);
  CHECK(city.city().demands.find(before)->last == last);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("a day that becomes a workday moves it back, but not into the past") {
  RunningCity city;
  city.move_to(local("2026-03-13 17:30"));
  const DemandId demand = submit(city);  // Friday; the weekend is off
  REQUIRE(due(city, demand, Stage::acceptance) == "2026-03-16 08:30");
  city.move_to(local("2026-03-14 16:00"));
  city.adopt(with_days({{"2026-03-14", "work", "调休"}}));
  recompute(city);
  CHECK(due(city, demand) == "2026-03-19 17:30");
  // Its acceptance would have run out on Saturday at 8:30: it does so now, and is late from now on.
  CHECK(city.city().demands.find(demand)->is_late);
}

TEST_CASE(
    "by two versions in a row, one of them without a recomputation, a deadline is moved from where it was worked out") {
  RunningCity city;
  const DemandId demand = submit(city);
  city.move_to(city.now + 60s);
  city.adopt(with_days({{"2026-03-11", "off", "临时放假"}}));
  city.move_to(city.now + 60s);
  city.adopt(with_days({{"2026-03-11", "off", "临时放假"}, {"2026-03-12", "off", "临时放假"}}));
  recompute(city);
  CHECK(due(city, demand) == "2026-03-19 09:00");
  city.move_to(city.now + 60s);
  city.adopt(tests::sample_city().tables);
  recompute(city);
  CHECK(due(city, demand) == "2026-03-17 09:00");  // and back
}

TEST_CASE("what is suspended goes on with what was left of it, by the calendar of then") {
  RunningCity city;
  const DemandId demand = submit(city);
  const auto act = [&](Deed deed, Party as, Seconds until = 0) {
    Act command{.demand = demand, .as = as, .deed = deed, .until = until};
    if (deed != Deed::accept) command.note = {0, 12};
    const Refusal refusal = city.send(command, RunningCity::plain_text).refusal;
    INFO(text_of(refusal.reason).name);
    REQUIRE_FALSE(refusal);
  };
  const Slot& slot = *city.city().demands.find(demand);
  const PostId superior = city.city().routes.chain(slot.chain).posts[slot.acting_step + 1];
  act(Deed::accept, slot.lead);
  act(Deed::suspend, slot.lead, to_seconds(local("2026-03-30 09:00")));
  act(Deed::approve, superior);
  city.move_to(city.now + 24h);  // five working days are left of it
  city.adopt(with_days({{"2026-03-16", "off", "临时放假"}}));
  recompute(city);
  act(Deed::resume, superior);
  CHECK(due(city, demand) == "2026-03-19 09:00");  // from Wednesday the 11th, 9:00, without Monday the 16th
}

TEST_CASE("when the list of a year comes, what was worked out without it is worked out again by itself") {
  RunningCity city;
  city.move_to(local("2026-12-30 09:00"));
  const DemandId demand = submit(city);
  REQUIRE(due(city, demand) == "2027-01-07 09:00");  // without a list only 1 January is off
  city.move_to(city.now + 60s);
  city.adopt(with_days({{"2027", "listed", ""}, {"2027-01-01", "off", "元旦"}, {"2027-01-04", "off", "元旦"}}));
  city.settle();
  CHECK(due(city, demand) == "2027-01-08 09:00");
  const auto fact = std::get<Rescheduled>(city.log().read(city.city().demands.find(demand)->last).value().event);
  CHECK(fact.why == JobKind::calendar);
}

TEST_CASE(
    "one line of a year's list is not its list: until the table says that it is complete the year stays provisional") {
  RunningCity city;
  const Tables tables = with_days({{"2027-01-01", "off", "元旦"}});
  city.adopt(tables);
  const Calendar& calendar = city.city().configuration->calendars.city;
  CHECK(calendar.listed_years.back() == 2026);
  using namespace std::chrono;
  CHECK_FALSE(is_workday(calendar, 2027y / 10 / 1));  // by law
  CHECK(touches_provisional_year(calendar, local("2027-09-30 16:00"), local("2027-10-08 16:00")));
  const auto found = config::provisional_years(tables);
  REQUIRE(found.size() == 1);
  CHECK(found[0].year == 2027);
  CHECK(found[0].days == 1);
  CHECK(found[0].missing == std::vector<std::string_view>{"春节", "清明", "劳动", "端午", "中秋", "国庆"});
  CHECK(config::provisional_years(tests::sample_city().tables).empty());
}

TEST_CASE("only ops may ask for it, and not while it is under way") {
  RunningCity city;
  CHECK(city.send(RecomputeDeadlines{}).refusal.reason == Reason::not_allowed);
  REQUIRE_FALSE(city.engine().perform(RecomputeDeadlines{}, {}, city.now).refusal);
  CHECK(city.engine().perform(RecomputeDeadlines{}, {}, city.now).refusal.reason == Reason::jobs_under_way);
}

TEST_CASE("an office with hours of its own counts by them, and a day off of its own") {
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::timetables) = {{"220881001", "", "", "09:00-13:00|15:00-19:00"},
                                      {"220881", "06-01", "09-30", "07:30-11:30|14:30-18:30"}};
  tables.of(TableKind::local_days) = {{"220881002", "2026-03-11", "off", "建街日"}};
  RunningCity city;
  city.adopt(tables);
  const auto due_at = [&](std::string_view grid) {
    const loop::Outcome outcome =
        city.send(RunningCity::plain(city.place(grid), city.category(category)), RunningCity::plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return show(to_instant(outcome.dues[Stage::resolution]));
  };
  city.move_to(local("2026-03-10 18:30"));
  CHECK(due_at("22088100100101") == "2026-03-17 18:30");  // open until 19:00 there
  CHECK(due_at("22088100200101") == "2026-03-18 18:00");  // from the 12th: the 11th is off there
  CHECK(due_at("22088100300101") == "2026-03-17 18:00");  // as in the city
  city.move_to(local("2026-06-02 07:30"));
  CHECK(due_at("22088100300101") == "2026-06-08 18:30");  // summer hours of the city
  CHECK(due_at("22088100100101") == "2026-06-08 19:00");  // its own all the year
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

// How far a job goes ahead of the disk is bounded; then there is nothing to do until the disk has taken what there is.
TEST_CASE("a job that has outrun the disk waits for it, and does not turn in vain", "[threads]") {
  tests::ServedCity served;
  loop::Engine& engine = served.engine();
  const Instant morning = tests::ServedCity::morning;
  tests::RawTerminal terminal(served);
  terminal.greet(served.token());
  const terminal::Submission demand{.category = served.category("1302"), .place = served.place("G1"), .text = "信访"};
  const std::vector<terminal::Submission> frame(limits::commands_per_frame_max, demand);
  constexpr std::size_t demands =
      limits::gather_batches_max * limits::batch_events_max * (limits::groups_under_way_max + 1);
  for (std::uint32_t first = 1; first <= demands; first += static_cast<std::uint32_t>(frame.size())) {
    terminal.submit(first, frame);
    terminal.hear_only<terminal::Acknowledged>();
  }
  REQUIRE(served.city().demands.size() >= demands);
  tests::ChangedTables tables(tests::small_tables());
  tables.of(TableKind::local_days).push_back({"C1", "2026-03-11", "off", ""});
  served.adopt(tables);
  served.gate().hold();
  const Refusal refusal = engine.perform(RecomputeDeadlines{}, {}, morning).refusal;
  int turns = 0;
  while (engine.turn(morning) && turns < 1'000) ++turns;
  const bool is_under_way = !served.city().jobs.empty();
  served.gate().let_go();
  CHECK(refusal.reason == Reason::none);
  CHECK(turns < 1'000);
  CHECK(is_under_way);
  served.settle();
  CHECK(served.city().jobs.empty());
}

}  // namespace
}  // namespace wangge::rules
