// Measures a restart: the facts of a log are read from its tables, decoded and applied.

#include <filesystem>
#include <memory>
#include <vector>

#include "bench/micro/counter_load.h"
#include "engine/base/check.h"
#include "engine/log/event_log.h"
#include "engine/state/apply.h"
#include "tests/temporary_folder.h"

namespace wangge::micro {
namespace {

constexpr std::size_t batches = 196;  // 200,704 demands

log::Options options_of(const std::filesystem::path& folder) {
  return {.folder = folder, .new_log_id = log_id, .now = to_seconds(morning)};
}

void append(const std::vector<log::Batch>& all, log::EventLog& log) {
  std::vector<log::Batch> group;
  for (const log::Batch& batch : all) {
    group.assign(1, batch);
    if (!log.has_room()) log.flush();
    log.append(group);
  }
}

void write_log(const std::filesystem::path& folder) {
  log::EventLog log(options_of(folder));
  append(counter_load().beginnings, log);
  Facts facts;
  for (std::size_t i = 0; i < batches; ++i) append({facts.next()}, log);
}

void replay(benchmark::State& state) {
  const tests::TemporaryFolder folder;
  write_log(folder.path() / "log");
  const log::EventLog log(options_of(folder.path() / "log"));  // opening puts the facts of the journal into tables
  std::unique_ptr<City> city;
  for (auto _ : state) {
    state.PauseTiming();
    city.reset();
    city = new_city();
    state.ResumeTiming();
    log.replay(Position{city->last.value + 1}, [&](const Fact& fact) { apply(*city, fact); });
    CHECK(city->demands.size() == batches * frame_demands);
  }
  count_demands(state, batches * frame_demands);
}
BENCHMARK(replay)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wangge::micro
