#pragma once
// The plane on which the geometry of outlines is done: Mercator's. Angles are those on the ground, so that the nearest
// object in the plane is the nearest on the ground; a metre is `stretch` units long there, the same in all directions.
// The earth is taken for a ball, which makes a distance wrong by three in a thousand at the most. Boost.Geometry takes
// long to compile: only two sources include this.

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <boost/geometry/util/algorithm.hpp>  // the header below lacks these two
#include <boost/geometry/algorithms/detail/assign_indexed_point.hpp>
#include <boost/geometry/algorithms/closest_points.hpp>
#include <boost/geometry/algorithms/correct.hpp>
#include <boost/geometry/algorithms/covered_by.hpp>
#include <boost/geometry/algorithms/envelope.hpp>
#include <boost/geometry/algorithms/for_each.hpp>
#include <boost/geometry/algorithms/within.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/multi_polygon.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <boost/geometry/geometries/ring.hpp>
#include <boost/geometry/geometries/segment.hpp>
#include <boost/geometry/strategies/cartesian.hpp>

#include "engine/model/ground.h"

namespace wangge::rules::plane {

namespace geometry = boost::geometry;

using Point = geometry::model::d2::point_xy<double>;
using Segment = geometry::model::segment<Point>;
using Box = geometry::model::box<Point>;
using Ring = geometry::model::ring<Point, false, false>;  // counter-clockwise, the first corner not repeated
using Polygon = geometry::model::polygon<Point, false, false>;
using Polygons = geometry::model::multi_polygon<Polygon>;

inline constexpr double earth_metres = 6'371'008.8;  // mean radius
inline constexpr double micro_radian = std::numbers::pi / 180 / micro_degrees;

// A point this near to an outline lies on it: grids are drawn on the spot, and no receiver knows better.
inline constexpr double edge_metres = 1;

inline Point at(GroundPoint point) {
  return {earth_metres * micro_radian * point.lon, earth_metres * std::asinh(std::tan(micro_radian * point.lat))};
}

inline double latitude(const Point& point) { return std::atan(std::sinh(point.y() / earth_metres)); }  // in radians

inline GroundPoint ground(const Point& point) {
  const auto rounded = [](double radians) { return static_cast<std::int32_t>(std::lround(radians / micro_radian)); };
  return {rounded(point.x() / earth_metres), rounded(latitude(point))};
}

// How many units of the plane a metre has at this point.
inline double stretch(const Point& point) { return std::cosh(point.y() / earth_metres); }

inline Point midway(const Point& a, const Point& b) { return {(a.x() + b.x()) / 2, (a.y() + b.y()) / 2}; }

inline double units(const Point& from, const Point& to) { return std::hypot(to.x() - from.x(), to.y() - from.y()); }

// The distance on the ground, however far: the great circle.
inline double metres(const Point& from, const Point& to) {
  const double south = latitude(from), north = latitude(to);
  const double across = std::sin((to.x() - from.x()) / (2 * earth_metres)), along = std::sin((north - south) / 2);
  const double half_chord = std::sqrt(along * along + std::cos(south) * std::cos(north) * across * across);
  return 2 * earth_metres * std::asin(std::min(1.0, half_chord));
}

// A box that contains everything within this distance of the point.
inline Box around(const Point& point, double metres) {
  const double units = metres * stretch(point);
  return {{point.x() - units, point.y() - units}, {point.x() + units, point.y() + units}};
}

inline Point closest(const Point& to, const Segment& segment) {
  Segment way;
  geometry::closest_points(to, segment, way);
  return way.second;
}

// The point on the edge of the ground that is nearest; the ground must not be empty.
inline Point closest(const Point& to, const Polygons& ground) {
  Point best = ground.front().outer().front();
  geometry::for_each_segment(ground, [&](const auto& edge) {
    const Point candidate = closest(to, Segment{edge.first, edge.second});
    if (units(to, candidate) < units(to, best)) best = candidate;
  });
  return best;
}

inline Ring ring_of(const std::vector<GroundPoint>& corners) {
  Ring ring;
  for (const GroundPoint corner : corners) ring.push_back(at(corner));
  geometry::correct(ring);
  return ring;
}

inline bool is_within(const Ring& ring, const Ring& other) {
  return std::ranges::all_of(ring, [&](const Point& corner) { return geometry::covered_by(corner, other); });
}

// The ground of an outline: a ring within an odd number of others is a hole of the innermost of them, any other the
// edge of a part. Nothing where that leaves no part, as of the same ring twice.
inline Polygons ground_of(const Outline& outline) {
  std::vector<Ring> rings{ring_of(outline.ring)};
  for (const auto& other : outline.others) rings.push_back(ring_of(other));
  std::vector<std::vector<std::size_t>> around(rings.size());  // for each ring, the rings that it lies within
  for (std::size_t i = 0; i < rings.size(); ++i)
    for (std::size_t j = 0; j < rings.size(); ++j)
      if (i != j && is_within(rings[i], rings[j])) around[i].push_back(j);

  Polygons ground;
  std::vector<std::size_t> part(rings.size());  // for each ring that is an edge, its index in `ground`
  for (std::size_t i = 0; i < rings.size(); ++i) {
    if (around[i].size() % 2 != 0) continue;
    part[i] = ground.size();
    ground.emplace_back().outer() = rings[i];
  }
  for (std::size_t i = 0; i < rings.size(); ++i) {
    if (around[i].size() % 2 == 0) continue;
    const auto innermost =
        std::ranges::find_if(around[i], [&](std::size_t j) { return around[j].size() + 1 == around[i].size(); });
    if (innermost == around[i].end()) return {};
    ground[part[*innermost]].inners().push_back(rings[i]);
  }
  geometry::correct(ground);
  return ground;
}

inline Box box_of(const Ring& ring) { return geometry::return_envelope<Box>(ring); }
inline Box box_of(const Polygons& ground) { return geometry::return_envelope<Box>(ground); }

}  // namespace wangge::rules::plane
