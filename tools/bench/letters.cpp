#include "tools/bench/letters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/limits.h"

namespace wangge::tools::bench {
namespace {

constexpr double median_bytes = 643, sigma = 1.06;
constexpr double bytes_of_character = 3;

double between_0_and_1(std::mt19937& random) { return (static_cast<double>(random()) + 0.5) / 4'294'967'296.0; }

// A normal distribution by Box and Muller's method; the standard's distributions differ between libraries.
double normal(std::mt19937& random) {
  const double radius = std::sqrt(-2 * std::log(between_0_and_1(random)));
  return radius * std::cos(2 * std::numbers::pi * between_0_and_1(random));
}

}  // namespace

std::size_t letter_characters(std::mt19937& random) {
  for (;;) {
    const double bytes = median_bytes * std::exp(sigma * normal(random));
    const auto characters = static_cast<std::size_t>(std::max(1.0, std::round(bytes / bytes_of_character)));
    if (characters <= limits::text_code_points_max) return characters;
  }
}

}  // namespace wangge::tools::bench
