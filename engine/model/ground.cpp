#include "engine/model/ground.h"

#include <cstdlib>

namespace wangge {

std::string degrees_text(std::int32_t value) {
  const std::int32_t size = std::abs(value);
  std::string decimals = std::to_string(size % micro_degrees);
  decimals.insert(0, 6 - decimals.size(), '0');
  return (value < 0 ? "-" : "") + std::to_string(size / micro_degrees) + "." + decimals;
}

std::string to_text(GroundPoint point) { return degrees_text(point.lon) + " " + degrees_text(point.lat); }

std::string to_text(std::span<const GroundPoint> points) {
  std::string text;
  for (const GroundPoint& point : points) text += (text.empty() ? "" : ";") + to_text(point);
  return text;
}

}  // namespace wangge
