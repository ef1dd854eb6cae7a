// Situations (状况): who declares and ends them, what they change for demands that come in, and the job that follows.

#include "engine/rules/situations.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/refusal.h"
#include "engine/state/digest.h"
#include "tests/desk.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::rules {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

struct Winter : tests::Desk {
  SituationId situation(std::string_view code) const { return city().codes.situations.find(code); }

  Reason declare(std::string_view code, std::string_view place_code, std::string_view post_code, Instant since = {}) {
    return send(DeclareSituation{situation(code), place(place_code), post(post_code), to_seconds(since)})
        .refusal.reason;
  }
  Reason end(std::string_view code, std::string_view place_code, std::string_view post_code) {
    return send(EndSituation{situation(code), place(place_code), post(post_code)}).refusal.reason;
  }
  DemandId submit(std::string_view category_code, std::string_view place_code) {
    Submit command = plain(place(place_code), category(category_code));
    command.condition = category_code == "0602" ? 2 : 0;  // 小雪后主次干道: within 24 hours
    return Desk::submit(command);
  }
};

constexpr std::string_view grid = "22088100100101", other_grid = "22088100200101";

TEST_CASE("a situation is declared and ended by a post that is high enough, for a place that is its own") {
  Winter city;
  CHECK(city.declare("暴雨", "220881001", "P220881001") == Reason::unknown_situation);
  CHECK(city.declare("降雪", "nowhere", "P220881001") == Reason::unknown_place);
  CHECK(city.declare("降雪", "22088100100101L01", "P220881001") == Reason::scope_too_small);
  CHECK(city.declare("降雪", "220881001", "P220881001001") == Reason::not_declared_by);  // a community's, too low
  CHECK(city.declare("降雪", "220881002", "P220881001") == Reason::not_declared_by);     // another subdistrict
  CHECK(city.declare("寒潮", "220881001", "P220881001") == Reason::not_declared_by);     // the city's to declare
  CHECK(city.declare("降雪", "220881001", "P220881001") == Reason::none);
  CHECK(city.declare("降雪", "220881001", "P220881") == Reason::situation_in_force);
  CHECK(city.declare("降雪", grid, "P220881") == Reason::situation_in_force);  // it lies in it
  CHECK(city.end("降雪", grid, "P220881") == Reason::situation_not_in_force);
  CHECK(city.end("寒潮", "220881", "P220881") == Reason::situation_not_in_force);
  CHECK(city.end("降雪", "220881001", "P220881") == Reason::none);
  CHECK(city.city().situations.empty());
  CHECK(city.declare("降雪", "220881", "P220881", city.now - 25h) == Reason::bad_since);
  CHECK(city.declare("降雪", "220881", "P220881", city.now + 1h) == Reason::bad_since);

  Rights one_grid;
  one_grid.grids = {city.place(grid)};
  const SessionId station = city.open(AccountKind::terminal, one_grid, 2);
  const DeclareSituation snow{city.situation("降雪"), city.place("220881"), city.post("P220881")};
  CHECK(city.send_frame(station, 1, {snow}, {}).outcomes.at(0).refusal.reason == Reason::not_allowed);
  Rights chief;
  chief.posts = {city.post("P220881001")};
  const SessionId person = city.open(AccountKind::person, chief, 3);
  CHECK(city.send_frame(person, 1, {snow}, {}).outcomes.at(0).refusal.reason == Reason::not_allowed);  // not its post
}

TEST_CASE("snow is to be cleared from the end of the snowfall, and made safe at once") {
  Winter city;
  const DemandId before = city.submit("0602", grid);
  REQUIRE(city.declare("降雪", "220881001", "P220881001") == Reason::none);
  const DemandId during = city.submit("0602", grid);
  const DemandId elsewhere = city.submit("0602", other_grid);
  const DemandId pipe = city.submit("0304", grid);

  CHECK(city.slot(during).waits);
  CHECK(city.slot(during).dues[Stage::resolution] == 0);
  CHECK(city.slot(during).dues[Stage::containment] == to_seconds(city.now + 2h));
  for (const DemandId other : {before, elsewhere, pipe}) CHECK_FALSE(city.slot(other).waits);
  CHECK(city.slot(before).dues[Stage::resolution] == to_seconds(city.now + 24h));
  CHECK(city.slot(elsewhere).dues[Stage::resolution] == to_seconds(city.now + 24h));

  const Instant stops = city.now + 30h;
  city.move_to(stops);
  CHECK(city.slot(during).dues[Stage::resolution] == 0);  // it still snows
  REQUIRE(city.end("降雪", "220881001", "P220881001") == Reason::none);
  CHECK_FALSE(city.slot(during).waits);
  CHECK(city.slot(during).dues[Stage::resolution] == to_seconds(stops + 24h));
  CHECK(city.city().jobs.empty());
  const auto fact = std::get<Rescheduled>(city.log().read(city.slot(during).last).value().event);
  CHECK(fact.why == JobKind::situation);
  CHECK(city.replayed_digest() == digest_of(city.city()));
  city.move_to(stops + 24h);
  CHECK(city.slot(during).is_late);
}

TEST_CASE("what waits for the end of a situation is not extended yet, and says why") {
  Winter city;
  REQUIRE(city.declare("降雪", "220881001", "P220881001") == Reason::none);
  const DemandId demand = city.submit("0602", grid);
  const Party lead = city.slot(demand).lead;
  REQUIRE_FALSE(city.send(Act{.demand = demand, .as = lead, .deed = Deed::accept}).refusal);
  const Act ask{
      .demand = demand, .as = lead, .note = {0, 12}, .deed = Deed::extend, .limit = {2, LimitUnit::working_hour}};
  CHECK(city.send(ask, Winter::plain_text).refusal.reason == Reason::waits_for_situation);
  REQUIRE(city.end("降雪", "220881001", "P220881001") == Reason::none);
  CHECK(city.send(ask, Winter::plain_text).refusal.reason == Reason::none);
}

TEST_CASE("a snowfall of the night that is declared in the morning holds for what came in since") {
  Winter city;
  const DemandId before = city.submit("0602", grid);
  city.move_to(city.now + 2h);
  const Instant began = city.now - 30min;
  const DemandId since = city.submit("0602", grid);
  city.move_to(city.now + 20min);
  REQUIRE(city.declare("降雪", "220881", "P220881", began) == Reason::none);
  CHECK_FALSE(city.slot(before).waits);
  CHECK(city.slot(since).waits);
  CHECK(city.slot(since).dues[Stage::resolution] == 0);
  CHECK(city.slot(since).dues[Stage::containment] != 0);
  REQUIRE(city.end("降雪", "220881", "P220881") == Reason::none);
  CHECK(city.slot(since).dues[Stage::resolution] == to_seconds(city.now + 24h));
}

TEST_CASE("where it snows in a part and in the whole, the clocks begin when both have ended") {
  Winter city;
  REQUIRE(city.declare("降雪", "220881001", "P220881001") == Reason::none);
  REQUIRE(city.declare("降雪", "220881", "P220881") == Reason::none);
  const DemandId demand = city.submit("0602", grid);
  REQUIRE(city.end("降雪", "220881001", "P220881001") == Reason::none);
  CHECK(city.slot(demand).waits);
  city.move_to(city.now + 1h);
  REQUIRE(city.end("降雪", "220881", "P220881") == Reason::none);
  CHECK(city.slot(demand).dues[Stage::resolution] == to_seconds(city.now + 24h));
}

TEST_CASE("a cold flat is graver in a cold wave, and the grid chief's to explain outside of the heating season") {
  Winter city;
  const Party heating = city.city().codes.organisations.find("GQ04");
  const DemandId usual = city.submit("0304", grid);
  CHECK(city.slot(usual).severity == 2);
  CHECK(city.slot(usual).lead == heating);
  REQUIRE(city.declare("寒潮", "220881", "P220881") == Reason::none);
  const DemandId cold = city.submit("0304", grid);
  CHECK(city.slot(cold).severity == 1);
  CHECK(city.slot(cold).lead == heating);
  REQUIRE(city.end("寒潮", "220881", "P220881") == Reason::none);
  REQUIRE(city.declare("非供热期", "220881", "P220881") == Reason::none);
  const DemandId in_may = city.submit("0304", grid);
  CHECK(city.slot(in_may).severity == 4);
  CHECK(city.slot(in_may).lead == Party(city.post("P22088100100101")));
  Submit given = RunningCity::plain(city.place(grid), city.category("0304"));
  given.severity = 2;  // who submits knows better
  const loop::Outcome outcome = city.send(given, RunningCity::plain_text);
  CHECK(city.slot(DemandId{outcome.position.value}).severity == 2);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("reopened, reworked or resumed while it snows, a demand waits for the end too") {
  Winter city;
  const auto act = [&](DemandId demand, Deed deed, Party as, Act more = {}) {
    more.demand = demand;
    more.as = as;
    more.deed = deed;
    if (deed != Deed::accept) more.note = {0, 12};
    const Refusal refusal = city.send(more, RunningCity::plain_text).refusal;
    INFO(text_of(refusal.reason).name);
    REQUIRE_FALSE(refusal);
  };
  const DemandId reworked = city.submit("0602", grid), paused = city.submit("0602", grid);
  const Party lead = city.slot(reworked).lead;
  const PostId chief = city.city().routes.chain(city.slot(reworked).chain).posts[city.slot(reworked).acting_step];
  act(reworked, Deed::accept, lead);
  act(reworked, Deed::finish, lead);
  act(paused, Deed::accept, lead);
  act(paused, Deed::suspend, lead, {.until = to_seconds(city.now + 48h)});
  act(paused, Deed::approve, chief);
  REQUIRE(city.declare("降雪", "220881", "P220881") == Reason::none);
  act(reworked, Deed::rework,
      city.city().routes.chain(city.slot(reworked).chain).posts[city.slot(reworked).acting_step + 1]);
  CHECK(city.slot(reworked).waits);
  CHECK(city.slot(reworked).dues == Dues{});
  act(paused, Deed::resume, chief);
  CHECK_FALSE(city.slot(paused).waits);  // what was left goes on: it was there before the snow
  REQUIRE(city.end("降雪", "220881", "P220881") == Reason::none);
  CHECK(city.slot(reworked).dues[Stage::resolution] == to_seconds(city.now + 24h));
}

TEST_CASE("a job sees to as many as a turn allows, goes on after a restart, and lets submitting go on") {
  Winter city;
  REQUIRE(city.declare("降雪", "220881", "P220881") == Reason::none);
  constexpr std::uint32_t count = 20'000;
  std::vector<Command> commands;
  for (std::uint32_t sent = 0; sent < count; sent += limits::commands_per_frame_max) {
    Submit command = RunningCity::plain(city.place(grid), city.category("0602"));
    command.condition = 2;
    commands.assign(std::min<std::size_t>(limits::commands_per_frame_max, count - sent), command);
    city.send_frame(city.desk(), city.city().sessions[city.desk()].expected(), commands, RunningCity::plain_text);
  }
  city.move_to(city.now + 3h);
  const Instant stops = city.now;

  // One turn at a time, so that the job is met half way.
  auto frame = std::make_unique<loop::Frame>();
  frame->sender = {city.desk(), city.city().sessions[city.desk()].expected(), {}};
  frame->commands = {EndSituation{city.situation("降雪"), city.place("220881"), city.post("P220881")}};
  frame->released = [](std::unique_ptr<loop::Frame>) {};
  loop::Flow flow;
  REQUIRE(city.engine().inbox().offer(flow, frame));
  city.engine().turn(city.now);
  REQUIRE(city.city().jobs.size() == 1);
  CHECK(city.city().jobs.front().changed == 0);
  city.engine().turn(city.now);
  const std::uint32_t after_one = city.city().jobs.front().changed;
  CHECK(after_one > 0);
  CHECK(after_one <= limits::turn_job_looks);
  city.log().flush();
  city.now += 1h;  // nobody was there meanwhile
  city.break_off();
  CHECK(city.city().jobs.empty());

  std::size_t rescheduled = 0;
  city.log().replay(Position{1},
                    [&](const Fact& fact) { rescheduled += std::holds_alternative<Rescheduled>(fact.event); });
  CHECK(rescheduled == count);
  std::size_t right = 0;
  city.city().demands.each(
      [&](const Slot& demand) { right += demand.dues[Stage::resolution] == to_seconds(stops + 24h); },
      [](DemandId, Position) {});
  CHECK(right == count);  // from the end of the snowfall, not from when the job came by
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("a version of the city that lacks a situation in force is not adopted") {
  Winter city;
  REQUIRE(city.declare("降雪", "220881", "P220881") == Reason::none);
  Tables tables = tests::sample_city().tables;
  std::erase_if(tables.of(TableKind::situations), [](const Row& row) { return row.front() == "降雪"; });
  std::erase_if(tables.of(TableKind::situation_effects), [](const Row& row) { return row.front() == "降雪"; });
  city.adopt(tables, false);
  CHECK(city.engine().perform(AdoptConfiguration{}, {}, city.now).refusal.reason == Reason::situation_in_force);
}

}  // namespace
}  // namespace wangge::rules
