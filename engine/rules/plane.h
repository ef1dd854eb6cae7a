#pragma once
// The plane on which the geometry of outlines is done: Mercator's. Angles are those on the ground, so that what is nearest in the
// plane is nearest on the ground; a metre is `stretch` units long there, the same in all directions. The earth is taken for a ball,
// which makes a distance wrong by three in a thousand at the most. Boost.Geometry takes long to compile: only two sources include this.

#include <algorithm>
#include <cmath>
#include <numbers>

#include <boost/geometry/util/algorithm.hpp>  // these two are missed by what follows
#include <boost/geometry/algorithms/detail/assign_indexed_point.hpp>
#include <boost/geometry/algorithms/closest_points.hpp>
#include <boost/geometry/algorithms/correct.hpp>
#include <boost/geometry/algorithms/envelope.hpp>
#include <boost/geometry/algorithms/for_each.hpp>
#include <boost/geometry/algorithms/within.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
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

inline constexpr double earth_metres = 6'371'008.8;  // mean radius
inline constexpr double micro_radian = std::numbers::pi / 180 / micro_degrees;

// A point so near to an outline lies on it: grids are drawn on the spot, and no receiver knows better.
inline constexpr double edge_metres = 1;

inline Point at(GroundPoint point) {
  return {earth_metres * micro_radian * point.lon, earth_metres * std::asinh(std::tan(micro_radian * point.lat))};
}

inline double latitude(const Point& point) { return std::atan(std::sinh(point.y() / earth_metres)); }  // in radians

inline GroundPoint ground(const Point& point) {
  const auto rounded = [](double radians) { return static_cast<std::int32_t>(std::lround(radians / micro_radian)); };
  return {rounded(point.x() / earth_metres), rounded(latitude(point))};
}

// Units of a metre at this point.
inline double stretch(const Point& point) { return std::cosh(point.y() / earth_metres); }

inline Point midway(const Point& a, const Point& b) { return {(a.x() + b.x()) / 2, (a.y() + b.y()) / 2}; }

inline double units(const Point& from, const Point& to) { return std::hypot(to.x() - from.x(), to.y() - from.y()); }

// On the ground, however far: the great circle.
inline double metres(const Point& from, const Point& to) {
  const double south = latitude(from), north = latitude(to);
  const double across = std::sin((to.x() - from.x()) / (2 * earth_metres)), along = std::sin((north - south) / 2);
  const double half_chord = std::sqrt(along * along + std::cos(south) * std::cos(north) * across * across);
  return 2 * earth_metres * std::asin(std::min(1.0, half_chord));
}

// What lies within so many metres of a point lies in this box.
inline Box around(const Point& point, double metres) {
  const double units = metres * stretch(point);
  return {{point.x() - units, point.y() - units}, {point.x() + units, point.y() + units}};
}

inline Point closest(const Point& to, const Segment& segment) {
  Segment way;
  geometry::closest_points(to, segment, way);
  return way.second;
}

// The point of the ring's edge that is nearest.
inline Point closest(const Point& to, const Ring& ring) {
  Point best = ring.front();
  geometry::for_each_segment(ring, [&](const auto& edge) {
    const Point candidate = closest(to, Segment{edge.first, edge.second});
    if (units(to, candidate) < units(to, best)) best = candidate;
  });
  return best;
}

inline Ring ring_of(const Outline& outline) {
  Ring ring;
  for (const GroundPoint corner : outline.ring) ring.push_back(at(corner));
  geometry::correct(ring);
  return ring;
}

inline Box box_of(const Ring& ring) { return geometry::return_envelope<Box>(ring); }

}  // namespace wangge::rules::plane
