// The engine's time when somebody sets the machine's clock.

#include "engine/loop/steady_time.h"
#include "tests/running_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::loop {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

constexpr Instant noon = RunningCity::morning + 3h;

TEST_CASE("a clock that is corrected by minutes is followed") {
  const auto correction = GENERATE(-300s, -299s, 4s, 300s);
  SteadyTime time;
  time.read(noon, 1000s);
  for (auto passed = 60s; passed <= 3600s; passed += 60s) {
    const SteadyTime::Reading reading = time.read(noon + passed + correction, 1000s + passed);
    CHECK(reading.now == noon + passed + correction);
    CHECK_FALSE(reading.is_doubtful);
  }
}

TEST_CASE("small corrections that add up to a jump are one") {
  const auto correction = GENERATE(60s, -60s, 299s, -299s);
  SteadyTime time;
  Instant agreed = noon;
  auto passed = 0s;
  Duration added{0};
  for (; std::chrono::abs(added) <= 300s; passed += 60s, added += correction) {
    agreed = noon + passed + added;
    const SteadyTime::Reading reading = time.read(agreed, passed);
    CHECK(reading.now == agreed);
    CHECK_FALSE(reading.is_doubtful);
  }
  const SteadyTime::Reading jumped = time.read(noon + passed + added, passed);
  CHECK(jumped.is_doubtful);
  CHECK(jumped.now == agreed + 60s);  // as the monotonic clock goes on from there
  CHECK_FALSE(time.read(noon + passed + 60s, passed + 60s).is_doubtful);
}

TEST_CASE("a clock that nobody corrects drifts, and is followed for years") {
  const auto day = GENERATE(86'400s + 40s, 86'400s - 40s);
  SteadyTime time;
  Instant clock = noon;
  for (auto passed = 0s; passed <= 1'000 * 86'400s; passed += 86'400s, clock += day) {
    const SteadyTime::Reading reading = time.read(clock, passed);
    CHECK(reading.now == clock);
    CHECK_FALSE(reading.is_doubtful);
  }
}

TEST_CASE("at a start a clock is plausible up to five minutes behind the last fact, and up to the bound ahead of it") {
  constexpr Duration bound = 24h * 7;
  CHECK(judge(noon, noon, bound) == ClockAtStart::plausible);
  CHECK(judge(noon - 5min, noon, bound) == ClockAtStart::plausible);
  CHECK(judge(noon - 5min - 1s, noon, bound) == ClockAtStart::behind);
  CHECK(judge(noon + bound, noon, bound) == ClockAtStart::plausible);
  CHECK(judge(noon + bound + 1s, noon, bound) == ClockAtStart::ahead);
}

TEST_CASE("a clock that jumps is not believed until it is back; meanwhile time goes on") {
  const auto jump = GENERATE(301s, -301s, 86'400s * 365, -86'400s);
  SteadyTime time;
  time.read(noon, 1000s);
  CHECK(time.read(noon + 10s, 1010s).now == noon + 10s);
  const SteadyTime::Reading jumped = time.read(noon + 20s + jump, 1020s);
  CHECK(jumped.now == noon + 20s);
  CHECK(jumped.is_doubtful);
  const SteadyTime::Reading later = time.read(noon + 8h + jump, 1000s + 8h);
  CHECK(later.now == noon + 8h);
  CHECK(later.is_doubtful);
  const SteadyTime::Reading back = time.read(noon + 9h + 4min, 1000s + 9h);
  CHECK(back.now == noon + 9h + 4min);
  CHECK_FALSE(back.is_doubtful);
}

TEST_CASE(
    "while the clock is in doubt nothing expires and submitting goes on; afterwards what fell due takes effect once") {
  RunningCity running;
  const Submit command = RunningCity::plain(running.grid(), running.category("0304"));
  const DemandId late{running.send(command, RunningCity::plain_text).position.value};
  running.now += 1h;
  running.engine().turn(running.now, true);
  CHECK(running.city().demands.find(late)->last == position_of(late));
  auto frame = std::make_unique<Frame>();
  frame->sender = {running.desk(), running.city().sessions[running.desk()].expected(), {}};
  frame->commands = {command};
  frame->texts = RunningCity::plain_text;
  bool is_taken = false;
  frame->released = [&](std::unique_ptr<Frame> back) { is_taken = !back->outcomes.at(0).refusal; };
  Flow flow;
  REQUIRE(running.engine().inbox().offer(flow, frame));
  for (int turn = 0; turn < 10 && !is_taken; ++turn) {
    running.engine().turn(running.now, true);
    running.log().flush();
  }
  CHECK(is_taken);
  CHECK(running.city().demands.find(late)->last == position_of(late));
  running.move_to(running.now);
  CHECK(running.city().demands.find(late)->last != position_of(late));
}

TEST_CASE("the engine's time never goes back") {
  RunningCity running;
  const Submit command = RunningCity::plain(running.grid(), running.category("0304"));
  running.send(command, RunningCity::plain_text);
  running.now -= 4min;
  const Position second = running.send(command, RunningCity::plain_text).position;
  CHECK(running.log().read(second)->at == to_seconds(RunningCity::morning));
}

}  // namespace
}  // namespace wangge::loop
