// Measures the check of a demand's text, a part of deciding.

#include <string_view>
#include <variant>

#include "bench/micro/counter_load.h"
#include "engine/base/utf8.h"

namespace wangge::micro {
namespace {

void count_code_points(benchmark::State& state) {
  Round round;
  const CounterLoad& load = counter_load();
  for (auto _ : state) {
    const terminal::Numbered& wishes = load.wishes[round.next()];
    for (const Command& command : wishes.commands) {
      const TextRef text = std::get<Submit>(command).text;
      benchmark::DoNotOptimize(
          wangge::count_code_points(std::string_view(wishes.texts).substr(text.offset, text.length)));
    }
  }
  count_demands(state, frame_demands);
}
BENCHMARK(count_code_points);

}  // namespace
}  // namespace wangge::micro
