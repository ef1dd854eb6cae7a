// When the engine looks at a demand again.

#include "engine/loop/deadlines.h"

#include "tests/running_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::loop {
namespace {

using tests::RunningCity;

TEST_CASE("a demand that has left memory falls due no more") {
  RunningCity running;
  const Submit command = RunningCity::plain(running.grid(), running.category("0304"));
  const DemandId demand{running.send(command, RunningCity::plain_text).position.value};
  REQUIRE(running.engine().next_deadline().has_value());
  const Act withdrawal{.demand = demand, .as = {}, .note = {0, 12}, .deed = Deed::withdraw};
  REQUIRE_FALSE(running.send(withdrawal, RunningCity::plain_text).refusal);
  REQUIRE(running.city().demands.last_of_final(demand));
  CHECK_FALSE(running.engine().next_deadline().has_value());
}

}  // namespace
}  // namespace wangge::loop
