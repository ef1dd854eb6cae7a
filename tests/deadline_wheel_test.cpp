#include "engine/loop/deadline_wheel.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace wangge::loop {
namespace {

// The wheel beside a sorted map that does the same: what is due comes out of both in the same order.
class WheelAndModel {
 public:
  explicit WheelAndModel(std::size_t moves_a_call = DeadlineWheel::moves_by_default) : wheel_(moves_a_call) {}

  SlotIndex add(Seconds at) {
    const SlotIndex index = slots_.take();
    slots_[index].id = DemandId{slots_.size()};
    schedule(index, at);
    return index;
  }

  void schedule(SlotIndex index, Seconds at) {
    const std::uint64_t id = slots_[index].id.value;
    std::erase_if(model_, [&](const auto& entry) { return entry.second == index; });
    wheel_.schedule(slots_, index, at);
    if (at != 0) model_.emplace(std::pair{at, id}, index);
  }

  // Takes from both, compares, and forgets what came out.
  void take(Seconds now, std::size_t most) {
    std::vector<DeadlineWheel::Ripe> ripe;
    do {
      wheel_.take_due(slots_, now, most - ripe.size(), ripe);
    } while (ripe.size() < most && wheel_.next() && *wheel_.next() <= now);
    for (const DeadlineWheel::Ripe& next : ripe) {
      REQUIRE_FALSE(model_.empty());
      REQUIRE(model_.begin()->first == std::pair{next.at, next.demand.value});
      REQUIRE(next.at <= now);
      model_.erase(model_.begin());
    }
    if (ripe.size() < most) REQUIRE((model_.empty() || model_.begin()->first.first > now));
    REQUIRE(wheel_.size() == model_.size());
  }

  std::optional<Seconds> next() const { return wheel_.next(); }
  std::optional<Seconds> model_next() const {
    if (model_.empty()) return std::nullopt;
    return model_.begin()->first.first;
  }
  std::size_t slots() const { return slots_.size(); }

 private:
  Slots slots_;
  DeadlineWheel wheel_;
  std::map<std::pair<Seconds, std::uint64_t>, SlotIndex> model_;
};

constexpr Seconds spring_2026 = 1'773'100'800;  // 2026-03-10T00:00:00Z

TEST_CASE("what falls due comes out once, in the order of instant and id, however time moves") {
  const auto seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u);
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  WheelAndModel both(GENERATE(1u, 3u, 16'384u));
  Seconds now = spring_2026;
  for (int step = 0; step < 3'000; ++step) {
    switch (below(4)) {
      case 0:
      case 1: {  // from the past to forty days ahead, many in the same second
        const Seconds spans[] = {10, 300, 70'000, 40 * 86'400};
        both.add(now - 5 + below(spans[below(4)]));
        break;
      }
      case 2:
        if (both.slots() > 0) {
          const bool is_met = below(2) == 0;
          both.schedule(below(static_cast<std::uint32_t>(both.slots())), is_met ? 0 : now + below(1'000));
        }
        break;
      case 3: {
        const Seconds jumps[] = {0, 1, 255, 256, 257, 65'536, 3 * 86'400};
        now += jumps[below(7)];
        both.take(now, 1 + below(50));
        break;
      }
    }
  }
  for (int i = 0; i < 200; ++i) both.take(now + 400 * 86'400, 100);
  REQUIRE_FALSE(both.model_next().has_value());
}

TEST_CASE("the next instant that is told is never after the first deadline") {
  std::mt19937 random(7);
  WheelAndModel both;
  Seconds now = spring_2026;
  both.take(now, 1);
  for (int step = 0; step < 500; ++step) {
    both.add(now + static_cast<Seconds>(random() % 100'000));
    REQUIRE(both.next().has_value());
    REQUIRE(*both.next() <= *both.model_next());
    now += static_cast<Seconds>(random() % 400);
    both.take(now, 1'000);
  }
}

TEST_CASE("a deadline of the same second that was not taken yet can still be moved or met") {
  WheelAndModel both;
  const SlotIndex first = both.add(spring_2026);
  const SlotIndex second = both.add(spring_2026);
  both.add(spring_2026);
  both.take(spring_2026, 1);
  both.schedule(second, 0);
  both.take(spring_2026, 10);
  both.schedule(first, spring_2026 + 10);
  both.take(spring_2026 + 10, 10);
  REQUIRE_FALSE(both.next().has_value());
}

TEST_CASE("a crowded second is dealt out in portions, and comes out in order all the same") {
  Slots slots;
  DeadlineWheel wheel(1'000);
  const Seconds at = spring_2026 + 70'000;  // two wheels away
  std::vector<SlotIndex> mixed(2'500);
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    mixed[i] = slots.take();
    slots[mixed[i]].id = DemandId{i + 1};
  }
  std::ranges::shuffle(mixed, std::mt19937(3));
  for (const SlotIndex slot : mixed) wheel.schedule(slots, slot, at);

  std::vector<DeadlineWheel::Ripe> ripe;
  std::size_t calls = 0;
  while (ripe.empty()) {
    REQUIRE(wheel.next() <= at);
    wheel.take_due(slots, at, mixed.size(), ripe);
    ++calls;
    if (calls == 6) wheel.schedule(slots, mixed[0], 0);  // by now some of that second is ripe
  }
  CHECK(calls >= 7);  // at a thousand moves a call, each moved twice or more
  CHECK(ripe.size() == mixed.size() - 1);
  CHECK(std::ranges::is_sorted(ripe, {}, [](const DeadlineWheel::Ripe& one) { return one.demand.value; }));
  CHECK(wheel.size() == 0);
}

TEST_CASE("an hour of downtime costs no step for each second") {
  WheelAndModel both;
  both.take(spring_2026, 1);
  both.add(spring_2026 + 30 * 365 * 86'400u);
  both.take(spring_2026 + 29 * 365 * 86'400u, 1);
  both.take(spring_2026 + 31 * 365 * 86'400u, 1);
  REQUIRE_FALSE(both.next().has_value());
}

}  // namespace
}  // namespace wangge::loop
