// Measures how a fact changes the city: slot, index, queue, deadline, the session's number. The city grows to a million
// demands.

#include <memory>
#include <optional>

#include "bench/micro/counter_load.h"
#include "engine/state/apply.h"

namespace wangge::micro {
namespace {

constexpr std::size_t demands_until_restart = 1'048'576;

void apply_submitted(benchmark::State& state) {
  std::unique_ptr<City> city;
  std::optional<Facts> facts;
  for (auto _ : state) {
    // Numbering the facts leaves them in the cache, where deciding leaves them too.
    state.PauseTiming();
    if (!city || city->demands.size() == demands_until_restart) {
      city.reset();  // before there is another city
      city = new_city();
      facts.emplace();
    }
    const log::Batch& batch = facts->next();
    state.ResumeTiming();
    for (const Event& event : batch.events) apply(*city, {Position{city->last.value + 1}, batch.at, event, batch.blob});
  }
  count_demands(state, frame_demands);
}
BENCHMARK(apply_submitted);

}  // namespace
}  // namespace wangge::micro
