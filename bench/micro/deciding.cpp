// Measures how a wish becomes facts: all checks, the text's and the contact's code points, and the routing. Nothing is
// applied.

#include "bench/micro/counter_load.h"
#include "engine/base/check.h"
#include "engine/rules/decide.h"

namespace wangge::micro {
namespace {

void decide_submit(benchmark::State& state) {
  const auto city = new_city();
  rules::Router router(*city);
  fill(router);
  rules::Draft draft;
  rules::Prefetcher prefetcher;
  Sender sender{.session = terminal_session, .sequence = 1, .account = terminal_account};
  Round round;
  const CounterLoad& load = counter_load();
  for (auto _ : state) {
    const auto& [first, commands, texts, codes] = load.wishes[round.next()];
    for (std::size_t i = 0; i < commands.size(); ++i, ++sender.sequence) {
      prefetcher.look_ahead(*city, router, commands, i);
      CHECK(!rules::decide(*city, router, {sender, commands[i], texts}, morning, draft));
      benchmark::DoNotOptimize(draft.events.data());
    }
  }
  count_demands(state, frame_demands);
}
BENCHMARK(decide_submit);

}  // namespace
}  // namespace wangge::micro
