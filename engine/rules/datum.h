#pragma once
// Converts points of a Chinese telephone's map to WGS84, the datum of a city's outlines and points. The datum of a
// point has to be said: nothing in its numbers tells it, and to take one datum for another is some hundred metres
// wrong, with BD-09 more than a kilometre.
//
// GCJ-02 (高德, 腾讯, Apple in China) moves a point of WGS84 by a secret formula. This file has the public
// approximation of it, in constants and terms as in `transform.go` of github.com/googollee/eviltransform and `index.js`
// of github.com/wandergis/coordtransform. BD-09 (百度) moves a point of GCJ-02 once more, by the formula of that
// coordtransform.
//
// Neither formula has an inverse. So a point is sought that the formula moves to the given one, until the two are
// nearer than a millionth of a degree, the step in which points are kept: the inverse adds less than 0.2 m. The public
// formula itself is told to follow the maps to within a metre or two; an edge of a grid is no better known.

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/model/ground.h"

namespace wangge::rules {

enum class Datum : std::uint8_t { wgs84, gcj02, bd09 };

// The datum of a name: "wgs84", "gcj02" or "bd09".
std::optional<Datum> datum_of(std::string_view name);

// Outside of the box that the formula knows as China (72.004 to 137.8347 east, 0.8293 to 55.8271 north) maps are not
// moved.
GroundPoint to_wgs84(GroundPoint point, Datum datum);
// The inverse of to_wgs84(), for showing a point on such a map.
GroundPoint from_wgs84(GroundPoint point, Datum datum);

}  // namespace wangge::rules
