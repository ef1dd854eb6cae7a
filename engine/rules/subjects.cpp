#include "engine/rules/subjects.h"

#include <algorithm>

#include "engine/rules/locate.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

// A refusal with several grids that may be meant holds the id of the first one, and a bit for each of this many ids
// after it.
constexpr std::uint32_t next_ids = 32;

// The finer of two places where one lies in the other; none where neither does.
PlaceId finer(const Configuration& city, PlaceId one, PlaceId other) {
  if (city.lies_in(one, other)) return one;
  return city.lies_in(other, one) ? other : PlaceId{};
}

Refusal grid_needed(const std::vector<PlaceId>& grids) {
  Refusal refusal{Reason::grid_needed};
  if (grids.empty()) return refusal;
  refusal.what = grids.front().value;
  for (const PlaceId grid : grids) {
    const std::uint32_t after = grid.value - refusal.what;
    if (after >= 1 && after <= next_ids) refusal.limit |= 1u << (after - 1);
  }
  return refusal;
}

// The grids in which a road's points lie, each once, by id.
std::vector<PlaceId> grids_along(const Configuration& city, PlaceId road, PlaceId subdistrict) {
  std::vector<PlaceId> grids;
  for (const PlacePoints& along : city.points) {
    if (along.place != road) continue;
    for (const GroundPoint point : along.points) {
      const std::vector<PlaceId> there = grids_at(city, point, subdistrict);
      if (!there.empty() && std::ranges::find(grids, there.front()) == grids.end()) grids.push_back(there.front());
    }
  }
  std::ranges::sort(grids, {}, &PlaceId::value);
  return grids;
}

// The grid of an asset at a road. On an edge it is the one with the lower code, so that it is the same whoever asks.
Refusal settle_grid(const Configuration& city, Subject subject, PlaceId road, PlaceId& place) {
  const PlaceId subdistrict = city.enclosing(road, PlaceKind::subdistrict);
  std::vector<PlaceId> grids;
  if (const std::optional<GroundPoint>& at = city.assets[subject.asset().value].at)
    grids = grids_at(city, *at, subdistrict);
  if (!grids.empty()) {
    place = grids.front();
    return fine;
  }
  grids = grids_along(city, road, subdistrict);
  if (grids.size() != 1) return grid_needed(grids);
  place = grids.front();
  return fine;
}

}  // namespace

Refusal settle(const Configuration& city, Subject subject, PlaceId& place, PlaceId& road) {
  if (!subject) return fine;
  const PlaceId stands = city.place_of(subject);
  if (!stands) return {subject.is_door() ? Reason::unknown_door : Reason::unknown_asset, subject.raw()};
  const PlaceKind kind = city.places[stands.value].kind;
  const bool is_at_road = kind == PlaceKind::street || kind == PlaceKind::lane;
  PlaceId& said = is_at_road ? road : place;
  if (said && !city.has(said)) return fine;
  const PlaceId finest = said ? finer(city, said, stands) : stands;
  if (!finest) return {Reason::subject_elsewhere, subject.raw()};
  said = finest;
  return is_at_road && !place ? settle_grid(city, subject, road, place) : fine;
}

std::vector<PlaceId> grids_meant(const Refusal& refusal) {
  std::vector<PlaceId> grids;
  if (refusal.reason != Reason::grid_needed || refusal.what == 0) return grids;
  grids.push_back(PlaceId{refusal.what});
  for (std::uint32_t bit = 0; bit < next_ids; ++bit) {
    if ((refusal.limit >> bit & 1) != 0) grids.push_back(PlaceId{refusal.what + 1 + bit});
  }
  return grids;
}

}  // namespace wangge::rules
