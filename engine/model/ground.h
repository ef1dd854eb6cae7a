#pragma once
// Places on the ground: single points, and the outlines (边界) of grids.

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/place.h"

namespace wangge {

inline constexpr std::int32_t micro_degrees = 1'000'000;  // in a degree

// WGS84, in millionths of a degree: a tenth of a metre at the most. Whole numbers, so that a corner that neighbours
// share is the same.
struct GroundPoint {
  std::int32_t lon = 0, lat = 0;
  friend constexpr auto operator<=>(GroundPoint, GroundPoint) = default;
};

// No city lies nearer to a pole than this: the plane on which distances are measured ends here.
inline constexpr std::int32_t latitude_max = 85 * micro_degrees;

constexpr bool is_on_earth(GroundPoint point) {
  const auto within = [](std::int32_t value, std::int32_t most) { return -most <= value && value <= most; };
  return within(point.lon, 180 * micro_degrees) && within(point.lat, latitude_max);
}

// The area of a grid: the corners of a ring in order, either way round; the first is not repeated at the end. Further
// rings are other parts of the grid where they lie apart, and where one lies within another it is a hole: an enclave of
// another grid, say. A ring within a hole is a part again.
struct Outline {
  PlaceId grid;
  std::vector<GroundPoint> ring;
  std::vector<std::vector<GroundPoint>> others;
};

// The position of a compound, a street or a lane: one point, and of a road the points along it.
struct PlacePoints {
  PlaceId place;
  std::vector<GroundPoint> points;
};

// A coordinate as text, such as "122.781234".
std::string degrees_text(std::int32_t value);
// Points as text, such as "122.781234 45.341234", several parted by ";".
std::string to_text(GroundPoint point);
std::string to_text(std::span<const GroundPoint> points);

}  // namespace wangge
