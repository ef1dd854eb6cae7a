// Measures the classification of a demand's text: no part of submitting, but of the counter's question before it and of
// an import.

#include <string_view>
#include <variant>

#include "bench/micro/counter_load.h"
#include "config/mapping.h"
#include "engine/rules/classify.h"

namespace wangge::micro {
namespace {

void classify(benchmark::State& state) {
  Round round;
  const CounterLoad& load = counter_load();
  const rules::Classifier classifier(*load.configuration, config::fallback_category);
  for (auto _ : state) {
    const terminal::Numbered& wishes = load.wishes[round.next()];
    for (const Command& command : wishes.commands) {
      const TextRef text = std::get<Submit>(command).text;
      benchmark::DoNotOptimize(
          classifier.classify({}, std::string_view(wishes.texts).substr(text.offset, text.length)));
    }
  }
  count_demands(state, frame_demands);
}
BENCHMARK(classify);

}  // namespace
}  // namespace wangge::micro
