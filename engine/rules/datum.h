#pragma once
// Points of a Chinese telephone's map, made WGS84, which is what outlines and points of a city are in. Which a point is
// has to be said: nothing in its numbers tells, and to take one for the other is some hundred metres wrong, with BD-09
// more than a kilometre.
//
// GCJ-02 (高德, 腾讯, Apple in China) moves a point of WGS84 by a secret formula. What stands here is the public
// approximation of it, in constants and terms as in `transform.go` of github.com/googollee/eviltransform and `index.js`
// of github.com/wandergis/coordtransform. BD-09 (百度) moves a point of GCJ-02 once more, by the formula of that
// coordtransform.
//
// Neither is given backwards. Here a point is sought that comes to the given one when it is moved, until it is nearer
// than a millionth of a degree, the step in which points are kept: the inverse adds less than 0.2 m. The public formula
// itself is told to follow the maps to within a metre or two; an edge of a grid is no better known.

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/model/ground.h"

namespace wangge::rules {

enum class Datum : std::uint8_t { wgs84, gcj02, bd09 };

// "wgs84", "gcj02", "bd09".
std::optional<Datum> datum_of(std::string_view name);

// Outside of the box that the formula knows as China (72.004 to 137.8347 east, 0.8293 to 55.8271 north) maps are not
// moved.
GroundPoint to_wgs84(GroundPoint point, Datum datum);
// The other way, for who shows a point on such a map.
GroundPoint from_wgs84(GroundPoint point, Datum datum);

}  // namespace wangge::rules
