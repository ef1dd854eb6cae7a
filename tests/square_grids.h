#pragma once
// Grids whose outlines are squares near the equator, where a thousandth of a degree is as long in both directions.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/configuration.h"
#include "engine/rules/locate.h"

namespace wangge::tests {

using Ring = std::vector<GroundPoint>;

// At the equator a thousandth of a degree is as long in both directions; the earth's circumference is 40,030 km.
inline constexpr double milli_degree_metres = 40'030'230.0 / 360'000;
inline constexpr std::int32_t side = 1'000;

inline Ring square(std::int32_t lon, std::int32_t lat, std::int32_t width = side, std::int32_t height = side) {
  return {{lon, lat}, {lon + width, lat}, {lon + width, lat + height}, {lon, lat + height}};
}

// A configuration with grids G1, G2, … with these outlines.
inline Configuration grids_with(const std::vector<Ring>& rings) {
  Configuration city;
  city.places.resize(1);
  city.place_names.resize(1);
  for (const Ring& ring : rings) {
    const PlaceId grid{static_cast<std::uint32_t>(city.places.size())};
    city.places.push_back({.kind = PlaceKind::grid, .present = true});
    city.place_names.push_back({"G" + std::to_string(grid.value), ""});
    city.outlines.push_back({grid, ring});
  }
  return city;
}

inline PlaceId add_place(Configuration& city, PlaceKind kind, PlaceId parent, const Ring& points) {
  const PlaceId id{static_cast<std::uint32_t>(city.places.size())};
  city.places.push_back({.kind = kind, .present = true, .parent = parent});
  city.place_names.push_back({"X" + std::to_string(id.value), ""});
  city.points.push_back({id, points});
  return id;
}

// Four grids: G1 and G2 from west to east, north of them G3 and G4.
inline Configuration four_squares() {
  return grids_with({square(0, 0), square(side, 0), square(0, side), square(side, side)});
}

inline std::vector<std::uint32_t> grids_at(const Configuration& city, GroundPoint point) {
  std::vector<std::uint32_t> grids;
  for (const PlaceId grid : rules::Locator(city).locate(point).grids) grids.push_back(grid.value);
  return grids;
}

// Whether the point lies within the ring, found by counting the edges that a ray from it crosses.
inline bool is_inside(const Ring& ring, GroundPoint point) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const GroundPoint a = ring[i], b = ring[j];
    if ((a.lat > point.lat) == (b.lat > point.lat)) continue;
    const double crossing = a.lon + static_cast<double>(b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat);
    if (point.lon < crossing) inside = !inside;
  }
  return inside;
}

}  // namespace wangge::tests
