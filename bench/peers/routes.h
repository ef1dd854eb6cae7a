#pragma once
// The table that every peer looks up: the lead for each place and category, by the engine's own rules.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/model/owner.h"
#include "engine/state/routes.h"

namespace wangge::peers {

struct Route {
  std::uint32_t place, category;  // ids
  int severity;
  Party lead;
  std::uint32_t chain;  // from 1, in RoutingTable::chains
};

struct RoutingTable {
  std::vector<Route> routes;  // each grid with each category
  std::vector<Chain> chains;
};

// Throws std::runtime_error where the city's folder has mistakes.
RoutingTable read_routing_table(const std::filesystem::path& city);

// Writes routes.csv (place,category,severity,lead,chain) and chains.csv (chain,posts as PostgreSQL writes an array).
void write_routing_table(const RoutingTable& table, const std::filesystem::path& folder);

}  // namespace wangge::peers
