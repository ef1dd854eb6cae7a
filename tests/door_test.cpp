// Other threads come to the engine through its door: bounded, in order, one wake-up a burst.

#include "engine/loop/door.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::loop {
namespace {

std::unique_ptr<Question> a_question(std::vector<int>& asked, int number) {
  auto question = std::make_unique<Question>();
  question->ask = [&asked, number](const City&, Instant) { asked.push_back(number); };
  question->released = [] {};
  return question;
}

TEST_CASE("what comes in a burst costs one wake-up, and is taken in its order") {
  Inbox inbox;
  int wakes = 0;
  Door door(inbox, [&] { ++wakes; });
  std::vector<int> asked;
  for (int i = 0; i < 5; ++i) {
    auto question = a_question(asked, i);
    REQUIRE(door.offer(question));
  }
  CHECK(wakes == 1);
  CHECK_FALSE(door.take_in());
  const City city;
  while (!inbox.empty()) std::get<std::unique_ptr<Question>>(inbox.pop())->ask(city, {});
  CHECK(asked == std::vector{0, 1, 2, 3, 4});
  auto next = a_question(asked, 5);
  REQUIRE(door.offer(next));
  CHECK(wakes == 2);
}

TEST_CASE("a door with too many before it takes no more, and what has no room in the inbox waits in order") {
  Inbox inbox;
  Door door(inbox, [] {});
  std::vector<int> asked;
  std::size_t taken = 0;
  const auto fill = [&] {
    for (auto one = a_question(asked, static_cast<int>(taken)); door.offer(one);
         one = a_question(asked, static_cast<int>(taken)))
      ++taken;
  };
  fill();
  CHECK(taken == limits::door_entries_max);
  door.take_in();
  fill();
  CHECK(taken == 2 * limits::door_entries_max);  // these the inbox has no room for, beside the others
  const City city;
  while (!inbox.empty() || door.take_in()) {
    if (!inbox.empty()) std::get<std::unique_ptr<Question>>(inbox.pop())->ask(city, {});
    door.take_in();
  }
  REQUIRE(asked.size() == taken);
  for (std::size_t i = 0; i < asked.size(); ++i) REQUIRE(asked[i] == static_cast<int>(i));
}

// Rows are staged until no more can be gathered, so many times that the log has all that it takes before a sync.
TEST_CASE("what waits at the door of an engine that waits for the disk does not turn it in vain", "[threads]") {
  tests::ServedCity city;
  Engine& engine = city.engine();
  engine.perform(BeginConfiguration{}, {}, tests::ServedCity::morning);
  std::string cells;
  encode_row(std::vector<std::string>{"x", "y"}, cells);
  const StageRow row{.table = TableKind::settings, .cells = {0, static_cast<std::uint32_t>(cells.size())}};
  engine.settle();
  city.gate().hold();
  constexpr std::size_t full = limits::gather_batches_max * limits::batch_events_max + 1;
  for (std::size_t groups = 0; groups <= limits::groups_under_way_max; ++groups) {
    for (std::size_t i = 0; i < full; ++i) engine.perform(row, cells, tests::ServedCity::morning);
    city.step();
  }
  std::vector<int> asked;
  int taken = 0, steps = 0;
  for (int times = 0; times < 3; ++times) {
    for (auto one = a_question(asked, taken); city.door().offer(one); one = a_question(asked, taken)) ++taken;
    for (steps = 0; steps < 1'000 && city.step();) ++steps;
  }
  const bool was_waiting = asked.empty();
  city.gate().let_go();
  while (asked.size() < static_cast<std::size_t>(taken)) city.step();
  CHECK(was_waiting);
  CHECK(steps < 1'000);
  CHECK(taken > static_cast<int>(limits::inbox_frames_max));
}

TEST_CASE("threads ask a running city through its door, and are all answered", "[threads]") {
  tests::ServedCity city;
  city.run();
  constexpr int threads = 4, questions = 200;
  std::atomic<int> answered = 0, busy = 0, in_a_city = 0;
  std::vector<std::thread> asking;
  for (int thread = 0; thread < threads; ++thread) {
    asking.emplace_back([&] {
      for (int i = 0; i < questions; ++i) {
        auto question = std::make_unique<Question>();
        question->ask = [&](const City& asked, Instant) { in_a_city += asked.configuration != nullptr; };
        question->released = [&] { ++answered; };
        if (!city.door().offer(question)) ++busy;
      }
    });
  }
  for (std::thread& thread : asking) thread.join();
  while (answered + busy < threads * questions) std::this_thread::yield();
  city.stop();
  CHECK(busy == 0);
  CHECK(in_a_city == threads * questions);
}

}  // namespace
}  // namespace wangge::loop
