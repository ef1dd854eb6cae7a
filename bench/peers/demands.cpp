#include "bench/peers/demands.h"

#include <random>

#include "tools/bench/texts.h"

namespace wangge::peers {

std::vector<Demand> counter_demands(const RoutingTable& table) {
  constexpr std::size_t distinct_demands = 131'072;
  std::mt19937 random(1);
  std::vector<Demand> demands;
  demands.reserve(distinct_demands);
  while (demands.size() < distinct_demands) {
    const Route& route = table.routes[random() % table.routes.size()];
    demands.push_back({.place = route.place,
                       .category = route.category,
                       .lead = route.lead.raw(),
                       .text = tools::bench::counter_text(random),
                       .contact = tools::bench::counter_contact(demands.size())});
  }
  return demands;
}

}  // namespace wangge::peers
