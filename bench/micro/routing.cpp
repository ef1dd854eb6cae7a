// Measures who gets a demand, a part of deciding: the router knows all answers, and they are fetched ahead as in the
// loop.

#include <string>
#include <variant>
#include <vector>

#include "bench/micro/counter_load.h"
#include "engine/base/check.h"
#include "engine/rules/decide.h"

namespace wangge::micro {
namespace {

using Questions = std::vector<rules::RoutingQuestion>;

// The questions of each frame.
std::vector<Questions> questions_of_frames() {
  std::vector<Questions> frames;
  for (const terminal::Numbered& wishes : counter_load().wishes) {
    Questions& questions = frames.emplace_back();
    for (const Command& command : wishes.commands) {
      const auto& submit = std::get<Submit>(command);
      questions.push_back({.place = submit.place, .category = submit.category});
    }
  }
  return frames;
}

void route(benchmark::State& state) {
  const auto city = new_city();
  rules::Router router(*city);
  fill(router);
  const std::vector<Questions> frames = questions_of_frames();
  std::vector<Event> events;
  std::string blob;
  Round round;
  for (auto _ : state) {
    const Questions& questions = frames[round.next()];
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (i + rules::Prefetcher::first_ahead < questions.size())
        router.prefetch_places(questions[i + rules::Prefetcher::first_ahead]);
      if (i + rules::Prefetcher::second_ahead < questions.size())
        router.prefetch_route(questions[i + rules::Prefetcher::second_ahead]);
      benchmark::DoNotOptimize(router.route(questions[i], morning, events, blob));
    }
  }
  CHECK(events.empty());
  count_demands(state, frame_demands);
}
BENCHMARK(route);

}  // namespace
}  // namespace wangge::micro
