#include "engine/state/spots.h"

#include <algorithm>
#include <numeric>

#include "engine/base/check.h"

namespace wangge {
namespace {

constexpr std::uint32_t minute_of(Seconds at) { return at / 60; }

// Shifts the counters: the count of the last minute becomes that of the minute before, and so on.
void move_on(Surge& surge, std::uint32_t minute) {
  const std::uint32_t passed = minute - surge.minute;
  auto& counts = surge.of_minute;
  if (passed >= counts.size()) {
    counts.fill(0);
  } else {
    std::shift_right(counts.begin(), counts.end(), passed);
    std::fill_n(counts.begin(), passed, std::uint16_t{0});
  }
  surge.minute = minute;
}

void count(Surge& surge, DemandId demand, Seconds received) {
  const std::uint32_t minute = minute_of(received);
  const bool is_over = minute - surge.minute >= limits::storm_minutes_max;
  if (minute != surge.minute) move_on(surge, minute);
  if (is_over) surge = {.of_minute = {}, .minute = minute, .first = demand, .began = received};
  if (surge.of_minute.front() < 0xFFFF) ++surge.of_minute.front();
}

}  // namespace

std::uint32_t Spot::since(Seconds from) const {
  return static_cast<std::uint32_t>(std::ranges::count_if(received, [&](Seconds at) { return at != 0 && at >= from; }));
}

std::uint32_t Surge::within(std::uint32_t minutes, Seconds now) const {
  const std::uint32_t passed = minute_of(now) - minute;
  if (passed >= minutes) return 0;
  const auto end = of_minute.begin() + std::min<std::ptrdiff_t>(minutes - passed, limits::storm_minutes_max);
  return std::accumulate(of_minute.begin(), end, std::uint32_t{0});
}

void Spots::add(Key key, DemandId demand, Seconds received) {
  if (Spot* const spot = of_spots_.take(key.spot, key.class_number)) {
    spot->received[spot->next] = received;
    spot->next = static_cast<std::uint8_t>((spot->next + 1u) % spot->received.size());
  }
  if (Surge* const surge = of_surges_.take(key.community, key.category.value)) count(*surge, demand, received);
}

// The spot has a counter, since a recurrence was found there.
void Spots::find_hot(PlaceId place, std::uint8_t class_number, bool is_raised, Seconds now) {
  Spot* const spot = of_spots_.find(place, class_number);
  CHECK(spot != nullptr);
  (is_raised ? spot->raised : spot->found) = now;
}

void Spots::find_storm(PlaceId community, CategoryId category, Seconds now) {
  Surge* const surge = of_surges_.find(community, category.value);
  CHECK(surge != nullptr);
  surge->found = now;
}

}  // namespace wangge
