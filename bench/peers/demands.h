#pragma once
// The demands that every peer is sent: the texts of the engine's counter load, over all grids and categories.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/peers/routes.h"

namespace wangge::peers {

struct Demand {
  std::uint32_t place, category;
  std::uint32_t lead;  // the answer that must come back: Party::raw()
  std::string text, contact;
};

// At least 100,000 distinct demands, always the same.
std::vector<Demand> counter_demands(const RoutingTable& table);

}  // namespace wangge::peers
