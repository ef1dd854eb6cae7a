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

TEST_CASE("While very many fall due at once, whoever submits has its turn with them") {
  RunningCity running;
  const SessionId desk = running.desk();
  const std::vector<Command> frame(1'000, RunningCity::plain(running.grid(), running.category("1301")));
  for (int i = 0; i < 40; ++i) {
    running.send_frame(desk, running.city().sessions[desk].expected(), frame, RunningCity::plain_text);
  }
  running.now = RunningCity::morning + std::chrono::minutes{30};  // all of them are to be accepted by now
  loop::Flow flow;
  for (int turn = 0; turn < 3; ++turn) {  // whether the log has got on meanwhile, or not
    const std::uint32_t next = running.city().sessions[desk].expected();
    const Position before = running.city().last;
    auto one = std::make_unique<loop::Frame>();
    one->sender = {desk, next, {}};
    one->commands = {frame.front()};
    one->texts = RunningCity::plain_text;
    one->released = [](std::unique_ptr<loop::Frame>) {};
    REQUIRE(running.engine().inbox().offer(flow, one));
    running.engine().turn(running.now);
    CHECK(running.city().sessions[desk].expected() == next + 1);
    CHECK(running.city().last.value - before.value <= limits::turn_expiries_max + 1);
  }
  running.settle();
}

}  // namespace
}  // namespace wangge::loop
