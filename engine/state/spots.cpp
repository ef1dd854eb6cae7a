#include "engine/state/spots.h"

#include <algorithm>
#include <numeric>

namespace wangge {
namespace {

constexpr std::uint32_t minute_of(Seconds at) { return at / 60; }

// What came in the minute before is that of two minutes before, and so on.
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

void Spots::add(Key at_spot, Key of_surge, DemandId demand, Seconds received) {
  if (Spot* const spot = take_spot(at_spot)) {
    spot->received[spot->next] = received;
    spot->next = static_cast<std::uint8_t>((spot->next + 1u) % spot->received.size());
  }
  if (Surge* const surge = take_surge(of_surge)) count(*surge, demand, received);
}

Spot* Spots::take_spot(Key key) {
  if (const std::uint32_t found = find_spot(key); found != Spot::none) return &spots_[found];
  if (spots_.size() >= most_) return nullptr;
  const std::uint32_t at = spots_.take();
  spots_[at].class_number = static_cast<std::uint8_t>(key.what);
  spots_[at].other = spot_at_[index_of(key)];
  spot_at_.set(index_of(key), at);
  return &spots_[at];
}

Surge* Spots::take_surge(Key key) {
  const auto found = surge_at_.find(key);
  if (found != surge_at_.end()) return &surges_[found->second];
  if (surges_.size() >= most_) return nullptr;
  const std::uint32_t at = surges_.take();
  surge_at_.emplace(key, at);
  return &surges_[at];
}

void Spots::count(Surge& surge, DemandId demand, Seconds received) {
  const std::uint32_t minute = minute_of(received);
  const bool is_over = minute - surge.minute >= limits::storm_minutes_max;
  if (minute != surge.minute) move_on(surge, minute);
  if (is_over) surge = {.of_minute = {}, .minute = minute, .first = demand, .began = received};
  if (surge.of_minute.front() < 0xFFFF) ++surge.of_minute.front();
}

void Spots::find_hot(Key key, bool is_raised, Seconds now) {
  Spot& spot = *take_spot(key);
  (is_raised ? spot.raised : spot.found) = now;
}

void Spots::find_storm(Key key, Seconds now) { surges_[surge_at_.at(key)].found = now; }

}  // namespace wangge
