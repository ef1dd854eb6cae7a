// What is looked at before it is filed (先核实后立案): on which clock the look runs, and from when the lead's limits
// count.

#include "engine/state/digest.h"
#include "tests/desk.h"
#include "tests/local_time.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::Desk;
using tests::local;

Party looks(const Desk& city, DemandId demand) { return city.slot(demand).lead; }

TEST_CASE("Filed in time, the lead has its own limit to accept it, and the others count from when it was received") {
  Desk city;
  // 15分钟 to accept, 2紧急工作时
  const DemandId demand = city.submit(Desk::plain(city.grid(), city.category("0805")));
  CHECK(city.due(demand, Stage::check) == "2026-03-10 09:30");
  city.move_to(local("2026-03-10 09:25"));
  REQUIRE(city.act(demand, Deed::file, looks(city, demand)) == Reason::none);
  const Party lead = city.slot(demand).lead;
  CHECK(lead.is_organisation());
  CHECK(city.due(demand, Stage::acceptance) == "2026-03-10 09:40");
  CHECK(city.due(demand, Stage::resolution) == "2026-03-10 11:00");
  city.move_to(local("2026-03-10 09:39"));
  CHECK(city.slot(demand).lead == lead);
  CHECK_FALSE(city.slot(demand).is_late);
  city.move_to(local("2026-03-10 09:40"));
  CHECK(city.slot(demand).lead != lead);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("The look runs on the continuous clock in an emergency and where the limits do, and else on the offices'") {
  Desk city;
  city.move_to(local("2026-03-10 20:00"));
  const auto due = [&](std::string_view code, std::uint8_t severity = 0) {
    Submit command = Desk::plain(city.grid(), city.category(code));
    command.severity = severity;
    return city.due(city.submit(command), Stage::check);
  };
  CHECK(due("0802") == "2026-03-10 20:30");     // severity 2
  CHECK(due("0702") == "2026-03-10 20:30");     // severity 3, done within 2紧急工作时
  CHECK(due("0701") == "2026-03-11 08:30");     // contained within 48紧急工作时, done within 15工作日
  CHECK(due("0704") == "2026-03-11 08:30");     // working days
  CHECK(due("0704", 2) == "2026-03-10 20:30");  // given
  CHECK(due("0704", 4) == "2026-03-11 08:30");
}

TEST_CASE("What is filed late by its containment or resolution is late from then on, and not by its acceptance") {
  Desk city;
  const DemandId demand = city.submit(Desk::plain(city.grid(), city.category("0805")));
  const Party looked = looks(city, demand);
  city.move_to(local("2026-03-10 11:30"));  // the look is late, and two hours are over
  REQUIRE(city.act(demand, Deed::file, looked) == Reason::none);
  city.settle();
  CHECK(city.due(demand, Stage::acceptance) == "2026-03-10 11:45");
  CHECK(city.due(demand, Stage::resolution) == "none");
  CHECK(city.slot(demand).lead.is_organisation());
  CHECK(city.facts<Escalated>(demand).back().stage == Stage::resolution);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("The look is warned of on its own clock") {
  Desk city;
  city.move_to(local("2026-03-10 20:00"));
  const DemandId demand = city.submit(Desk::plain(city.grid(), city.category("0802")));
  city.move_to(local("2026-03-10 20:22"));
  CHECK(city.slot(demand).warned == 0);
  city.move_to(local("2026-03-10 20:23"));  // three quarters of 30 minutes are 22 and a half
  CHECK(city.slot(demand).warned != 0);
}

}  // namespace
}  // namespace wangge
