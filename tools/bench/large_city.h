#pragma once
// A city of any size for measuring: copies of the sample city, side by side under one city, without names.

#include <cstddef>

#include "engine/model/configuration.h"

namespace wangge::tools::bench {

// A city of whole copies of `tile`, with at least `grids` grids. Each copy has its own subdistricts and everything in
// them; the city's own place, post, duties and resources are there once.
Configuration enlarge(const Configuration& tile, std::size_t grids);

std::size_t count_grids(const Configuration& city);

}  // namespace wangge::tools::bench
