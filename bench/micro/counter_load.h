#pragma once
// The load that every stage is measured on: the counter load's demands on the sample city, in the form in which each
// stage gets them. The forms are made once, by the stages themselves, so that each stage is measured on the results of
// the one before.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "adapters/terminal/protocol.h"
#include "engine/base/limits.h"
#include "engine/base/time.h"
#include "engine/log/batch.h"
#include "engine/rules/router.h"
#include "engine/state/city.h"
#include "tools/bench/frames.h"

namespace wangge::micro {

inline constexpr std::size_t frame_demands = limits::commands_per_frame_max;
static_assert(frame_demands == limits::batch_events_max, "a frame's demands are a batch");

// Tuesday 2026-03-10, 9:00 in the city: the offices are open.
inline constexpr Instant morning{Duration{1'773'104'400}};

// 131,072 demands in frames of 1,024, over all places and categories of config/taonan. An index means the same demands
// in each vector.
struct CounterLoad {
  std::shared_ptr<const Configuration> configuration;
  std::vector<tools::bench::EncodedFrame> frames;  // as they arrive
  std::vector<terminal::Numbered> wishes;          // as they are read
  std::vector<log::Batch> facts;                   // as they are decided and gathered: Submitted only
  // The facts that stand in a log before the demands: one terminal with every grid, its session, and all chains and
  // offers that are needed.
  std::vector<log::Batch> beginnings;
};
const CounterLoad& counter_load();

inline constexpr LogId log_id{1};
inline constexpr SessionId terminal_session{1};
inline constexpr AccountId terminal_account{1};

// A city to which all of `beginnings` and nothing else was applied.
std::unique_ptr<City> new_city();
// Asks for every demand once, so that the router knows all answers. The router's city is one of new_city().
void fill(rules::Router& router);

// The facts of the load again and again, with positions and sequence numbers that go on: they fit a new_city() in this
// order.
class Facts {
 public:
  // The next facts, valid until the next call.
  const log::Batch& next();

 private:
  std::vector<log::Batch> batches_ = counter_load().facts;
  std::size_t next_ = 0;
  std::uint32_t sequence_ = 1;
  Position position_ = counter_load().facts.front().first;
};

// Counts through the parts of the load, round and round.
class Round {
 public:
  std::size_t next() { return next_ = (next_ + 1) % counter_load().frames.size(); }

 private:
  std::size_t next_ = 0;
};

// Must be called at the end; `demands_of_iteration` is the number of demands in each iteration. The time of one is
// printed with its unit, and is in seconds in JSON: the library writes an "s" behind any time.
inline void count_demands(benchmark::State& state, std::size_t demands_of_iteration) {
  const double demands = static_cast<double>(state.iterations()) * static_cast<double>(demands_of_iteration);
  const auto time_of_one = benchmark::Counter::kIsRate | benchmark::Counter::kInvert;
  state.SetItemsProcessed(static_cast<std::int64_t>(demands));
  state.counters["per_demand"] = benchmark::Counter(demands, time_of_one);
}

}  // namespace wangge::micro
