// What the tally counts, told from what was done.

#include "engine/views/tally.h"

#include <catch2/catch.hpp>

#include "engine/state/apply.h"
#include "tests/running_city.h"

namespace {

using namespace wangge;
using namespace wangge::tests;
using namespace std::chrono_literals;

views::Tally count(RunningCity& running) {
  running.settle();
  City city;
  views::Tally tally;
  running.log().replay(Position{1}, [&](const Fact& fact) {
    apply(city, fact);
    tally.count(city, fact);
  });
  return tally;
}

loop::Outcome submit(RunningCity& running, std::string_view category, std::size_t grid = 0) {
  return running.send(RunningCity::plain(running.grid(grid), running.category(category)), RunningCity::plain_text);
}

}  // namespace

TEST_CASE("a demand is counted where it is, by its class, and by the level of the post that it went to") {
  RunningCity running;
  submit(running, "0101");
  submit(running, "0102");
  submit(running, "0304");
  const views::Tally tally = count(running);
  REQUIRE(tally.demands().size() == 2);
  std::uint64_t sanitation = 0, heating = 0;
  for (const auto& [group, counts] : tally.demands()) {
    CHECK(group.subdistrict == running.place("220881001"));  // the first grid is 220881001…
    CHECK(group.level == Level::grid);
    (group.class_number == 1 ? sanitation : heating) += counts.submitted;
    CHECK((group.class_number == 1 || group.class_number == 3));
  }
  CHECK(sanitation == 2);
  CHECK(heating == 1);
  CHECK(tally.all_demands().submitted == 3);
}

TEST_CASE("each step of a demand's life is counted once") {
  RunningCity running;
  const loop::Outcome first = submit(running, "0101"), second = submit(running, "0101", 1);
  for (const loop::Outcome& one : {first, second})
    REQUIRE_FALSE(
        running.send(Act{.demand = DemandId{one.position.value}, .as = one.lead, .deed = Deed::accept}).refusal);
  REQUIRE_FALSE(
      running.send(Act{.demand = DemandId{first.position.value}, .as = first.lead, .note = {}, .deed = Deed::finish})
          .refusal);
  REQUIRE_FALSE(
      running
          .send(Act{.demand = DemandId{first.position.value}, .as = first.follow_up, .note = {}, .deed = Deed::close})
          .refusal);
  const views::DemandCounts all = count(running).all_demands();
  CHECK(all.submitted == 2);
  CHECK(all.accepted == 2);
  CHECK(all.finished == 1);
  CHECK(all.closed == 1);
  CHECK(all.escalated == 0);
}

TEST_CASE("every deadline that passes is counted by its stage, and the demand as escalated once") {
  RunningCity running;
  submit(running, "0303");  // 30 minutes, 1 hour, 4 hours, all on the continuous clock
  running.move_to(RunningCity::morning + 30min);
  CHECK(count(running).all_demands().overdue == std::array<std::uint64_t, stages>{1, 0, 0});
  running.move_to(RunningCity::morning + 4h);
  const views::DemandCounts all = count(running).all_demands();
  CHECK(all.overdue == std::array<std::uint64_t, stages>{2, 1, 1});  // the second acceptance began at 9:30
  CHECK(all.escalated == 1);
}

TEST_CASE("what was exempted is late in no count, and counted as exempted; what runs out after it began again counts") {
  RunningCity running;
  const loop::Outcome outcome = submit(running, "1301");
  const DemandId demand{outcome.position.value};
  const Party chief = outcome.lead;
  const auto act = [&](Deed deed, Party as) {
    const TextRef note{0, deed == Deed::accept ? 0u : 12u};
    REQUIRE_FALSE(
        running.send(Act{.demand = demand, .as = as, .note = note, .deed = deed}, RunningCity::plain_text).refusal);
  };
  act(Deed::accept, chief);
  running.move_to(RunningCity::morning + 7 * 24h);  // the resolution
  for (const Deed deed : {Deed::finish, Deed::close, Deed::appeal}) act(deed, chief);
  act(Deed::grant, running.post("P220881001001"));
  CHECK(count(running).all_demands().escalated == 1);
  act(Deed::grant, running.post("P220881"));
  const views::DemandCounts exempted = count(running).all_demands();
  CHECK(exempted.escalated == 0);
  CHECK(exempted.exempted == 1);
  CHECK(exempted.overdue == std::array<std::uint64_t, stages>{});
  CHECK(exempted.closed == 1);
  act(Deed::reopen, running.post("P220881001001"));
  running.move_to(running.now + 30min);  // not accepted
  const views::DemandCounts again = count(running).all_demands();
  CHECK(again.escalated == 1);
  CHECK(again.exempted == 1);
  CHECK(again.overdue == std::array<std::uint64_t, stages>{1});
}

TEST_CASE("what was refused is counted by its reason, and as a number of its session") {
  RunningCity running;
  submit(running, "0101");
  Submit command = RunningCity::plain(running.grid(), running.category("0101"));
  command.severity = 5;
  running.send(command, RunningCity::plain_text);
  running.send(command, RunningCity::plain_text);
  running.send(Act{.demand = DemandId{1}, .as = {}, .deed = Deed::accept});
  const views::Tally tally = count(running);
  CHECK(tally.refused() == std::map<Reason, std::uint64_t>{{Reason::bad_severity, 2}, {Reason::unknown_demand, 1}});
  const views::SessionCounts desk = tally.sessions().at(running.desk());
  CHECK(desk.submitted == 1);
  CHECK(desk.declined == 3);
  CHECK(desk.acted == 0);
  CHECK(desk.last == 4);
  CHECK(desk.out_of_turn == 0);
}

TEST_CASE("a number that comes again, or that was left out, is out of turn") {
  RunningCity running;
  submit(running, "0101");
  running.settle();
  City city;
  views::Tally tally;
  const auto take = [&](std::uint32_t sequence) {
    const Event declined = Declined{.session = running.desk(), .sequence = sequence, .refusal = {Reason::text_empty}};
    tally.count(city, {Position{1}, 0, declined, {}});
  };
  take(1), take(2), take(2), take(3), take(5);
  CHECK(tally.sessions().at(running.desk()).out_of_turn == 2);
}
