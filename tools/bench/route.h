#pragma once
// wangge bench route: the cost of routing one demand, in process, in cities of several sizes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/console.h"

namespace wangge::tools::bench {

struct RouteBench {
  std::vector<std::size_t> grids{243, 10'000, 100'000, 1'000'000};
  std::size_t questions = 1'000'000;  // distinct in order and mostly in kind; asked once to fill the tables, then again
  std::size_t rounds = 5;             // with and without prefetching in turn; the median counts
  std::uint32_t seed = 1;
  std::string city = "config/taonan";
  bool as_json = false;
};

int route(const RouteBench& bench, const Console& console);

}  // namespace wangge::tools::bench
