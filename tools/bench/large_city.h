#pragma once
// A city of any size for measuring: the sample city again and again, side by side under one city, without names.

#include <cstddef>

#include "engine/model/configuration.h"

namespace wangge::tools::bench {

// Of `tile`'s kind, with at least so many grids: whole tiles. Each has its own subdistricts and all that lies in them;
// the city's own place, post, duties and resources are there once.
Configuration enlarge(const Configuration& tile, std::size_t grids);

std::size_t count_grids(const Configuration& city);

}  // namespace wangge::tools::bench
