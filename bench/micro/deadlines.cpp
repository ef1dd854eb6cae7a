// Measures the wheel with a million deadlines, and with ten: deadlines of demands that came in over a day are put on, a
// part of applying, and taken off; and the memory of each.

#include <malloc.h>

#include <optional>
#include <random>
#include <variant>
#include <vector>

#include "bench/micro/counter_load.h"
#include "engine/base/check.h"
#include "engine/loop/deadline_wheel.h"

namespace wangge::micro {
namespace {

using loop::DeadlineWheel;

constexpr SlotIndex million = 1'000'000;

Slots demands_of_a_day(SlotIndex demands) {
  Slots slots;
  std::mt19937 random(1);
  Facts facts;
  while (slots.size() < demands) {
    const log::Batch& batch = facts.next();
    for (const Event& event : batch.events) {
      Slot slot{
          .id = DemandId{slots.size() + 1}, .received = to_seconds(morning), .dues = std::get<Submitted>(event).dues};
      const auto later = static_cast<Seconds>(random() % 86'400);
      for (Seconds& due : slot.dues.of) due += due != 0 ? later : 0;
      slots.add(slot);
    }
  }
  return slots;
}

// The bytes taken from the heap, and, for large blocks, from the system.
std::size_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// An empty wheel whose clock stands at the morning.
DeadlineWheel empty_wheel(const Slots& slots) {
  DeadlineWheel wheel;
  std::vector<DeadlineWheel::Ripe> none;
  wheel.take_due(slots, to_seconds(morning), limits::turn_expiries_max, none);
  return wheel;
}

void schedule_all(DeadlineWheel& wheel, const Slots& slots) {
  for (SlotIndex slot = 0; slot < slots.size(); ++slot)
    wheel.schedule(slots, slot, soonest(slots[slot].dues, slots[slot].state).at);
}

void schedule_deadline(benchmark::State& state) {
  const auto demands = static_cast<SlotIndex>(state.range(0));
  const Slots slots = demands_of_a_day(demands);
  std::optional<DeadlineWheel> wheel;
  std::size_t bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    wheel.reset();
    const std::size_t before = heap_bytes();
    wheel.emplace(empty_wheel(slots));
    state.ResumeTiming();
    schedule_all(*wheel, slots);
    state.PauseTiming();
    bytes = heap_bytes() - before;
    state.ResumeTiming();
  }
  count_demands(state, demands);
  state.counters["bytes"] = static_cast<double>(bytes) / static_cast<double>(demands);
}
BENCHMARK(schedule_deadline)->Arg(million)->Arg(10 * million)->Unit(benchmark::kMillisecond);

void take_due(benchmark::State& state) {
  const Slots slots = demands_of_a_day(static_cast<SlotIndex>(state.range(0)));
  std::optional<DeadlineWheel> wheel;
  std::vector<DeadlineWheel::Ripe> ripe;
  for (auto _ : state) {
    state.PauseTiming();
    wheel.emplace(empty_wheel(slots));
    schedule_all(*wheel, slots);
    CHECK(wheel->size() == slots.size());
    state.ResumeTiming();
    while (const std::optional<Seconds> next = wheel->next()) {
      ripe.clear();
      wheel->take_due(slots, *next, limits::turn_expiries_max, ripe);
    }
    CHECK(wheel->size() == 0);
  }
  count_demands(state, slots.size());
}
BENCHMARK(take_due)->Arg(million)->Arg(10 * million)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wangge::micro
