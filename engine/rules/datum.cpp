#include "engine/rules/datum.h"

#include <cmath>
#include <numbers>

namespace wangge::rules {
namespace {

using std::numbers::pi;

struct Degrees {
  double lon, lat;
};

// Krasovsky's ellipsoid of 1940: half its long axis in metres, and its eccentricity squared.
constexpr double half_axis = 6'378'245.0, eccentricity_squared = 0.00669342162296594323;
// Each step leaves less than a hundredth of the distance.
constexpr int steps = 6;

// In the names that others give their constants, "x" and "y" are degrees from 105 east, 35 north.
double waves(double at) { return (20 * std::sin(6 * at * pi) + 20 * std::sin(2 * at * pi)) * 2 / 3; }

double moved_north(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + waves(x) +
         (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3 +
         (160 * std::sin(y / 12 * pi) + 320 * std::sin(y / 30 * pi)) * 2 / 3;
}

double moved_east(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + waves(x) +
         (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3 +
         (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
}

bool is_in_china(Degrees point) {
  return point.lon >= 72.004 && point.lon <= 137.8347 && point.lat >= 0.8293 && point.lat <= 55.8271;
}

Degrees gcj02_of(Degrees point) {
  const double x = point.lon - 105, y = point.lat - 35, latitude = point.lat / 180 * pi;
  const double rest = 1 - eccentricity_squared * std::sin(latitude) * std::sin(latitude), root = std::sqrt(rest);
  return {point.lon + moved_east(x, y) * 180 / (half_axis / root * std::cos(latitude) * pi),
          point.lat + moved_north(x, y) * 180 / (half_axis * (1 - eccentricity_squared) / (rest * root) * pi)};
}

Degrees bd09_of_gcj02(Degrees point) {
  constexpr double turns = pi * 3000 / 180;
  const double length = std::hypot(point.lon, point.lat) + 0.00002 * std::sin(point.lat * turns);
  const double angle = std::atan2(point.lat, point.lon) + 0.000003 * std::cos(point.lon * turns);
  return {length * std::cos(angle) + 0.0065, length * std::sin(angle) + 0.006};
}

Degrees moved(Degrees point, Datum datum) {
  switch (datum) {
    case Datum::wgs84: return point;
    case Datum::gcj02: return gcj02_of(point);
    case Datum::bd09: return bd09_of_gcj02(gcj02_of(point));
  }
  return point;
}

Degrees degrees_of(GroundPoint point) {
  return {static_cast<double>(point.lon) / micro_degrees, static_cast<double>(point.lat) / micro_degrees};
}

GroundPoint rounded(Degrees point) {
  const auto micro = [](double degrees) { return static_cast<std::int32_t>(std::lround(degrees * micro_degrees)); };
  return {micro(point.lon), micro(point.lat)};
}

}  // namespace

std::optional<Datum> datum_of(std::string_view name) {
  if (name == "wgs84") return Datum::wgs84;
  if (name == "gcj02") return Datum::gcj02;
  return name == "bd09" ? std::optional(Datum::bd09) : std::nullopt;
}

GroundPoint to_wgs84(GroundPoint point, Datum datum) {
  const Degrees sought = degrees_of(point);
  if (datum == Datum::wgs84 || !is_in_china(sought)) return point;
  Degrees guess = sought;
  for (int step = 0; step < steps; ++step) {
    const Degrees came = moved(guess, datum);
    guess = {guess.lon - (came.lon - sought.lon), guess.lat - (came.lat - sought.lat)};
  }
  return rounded(guess);
}

GroundPoint from_wgs84(GroundPoint point, Datum datum) {
  const Degrees from = degrees_of(point);
  return is_in_china(from) ? rounded(moved(from, datum)) : point;
}

}  // namespace wangge::rules
