// A million deadlines on the wheel, of demands that came in over a day: put on, a part of applying, and taken off.

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

constexpr SlotIndex demands = 1'048'576;

Slots demands_of_a_day() {
  Slots slots;
  std::mt19937 random(1);
  Facts facts;
  while (slots.size() < demands) {
    const log::Batch& batch = facts.next();
    for (const Event& event : batch.events) {
      Slot slot{.id = DemandId{slots.size() + 1}, .received = to_seconds(morning), .dues = std::get<Submitted>(event).dues};
      const auto later = static_cast<Seconds>(random() % 86'400);
      for (Seconds& due : slot.dues.of) due += due != 0 ? later : 0;
      slots.add(slot);
    }
  }
  return slots;
}

// Its clock stands at the morning.
DeadlineWheel empty_wheel(const Slots& slots) {
  DeadlineWheel wheel;
  std::vector<DeadlineWheel::Ripe> none;
  wheel.take_due(slots, to_seconds(morning), limits::turn_expiries_max, none);
  return wheel;
}

void schedule_all(DeadlineWheel& wheel, const Slots& slots) {
  for (SlotIndex slot = 0; slot < demands; ++slot) wheel.schedule(slots, slot, soonest(slots[slot].dues, slots[slot].state).at);
}

void schedule_deadline(benchmark::State& state) {
  const Slots slots = demands_of_a_day();
  std::optional<DeadlineWheel> wheel;
  for (auto _ : state) {
    state.PauseTiming();
    wheel.emplace(empty_wheel(slots));
    state.ResumeTiming();
    schedule_all(*wheel, slots);
  }
  count_demands(state, demands);
}
BENCHMARK(schedule_deadline)->Unit(benchmark::kMillisecond);

void take_due(benchmark::State& state) {
  const Slots slots = demands_of_a_day();
  std::optional<DeadlineWheel> wheel;
  std::vector<DeadlineWheel::Ripe> ripe;
  for (auto _ : state) {
    state.PauseTiming();
    wheel.emplace(empty_wheel(slots));
    schedule_all(*wheel, slots);
    CHECK(wheel->size() == demands);
    state.ResumeTiming();
    while (const std::optional<Seconds> next = wheel->next()) {
      ripe.clear();
      wheel->take_due(slots, *next, limits::turn_expiries_max, ripe);
    }
    CHECK(wheel->size() == 0);
  }
  count_demands(state, demands);
}
BENCHMARK(take_due)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wangge::micro
