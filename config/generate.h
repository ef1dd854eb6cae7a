#pragma once
// The synthetic part of the sample city: everything beyond the published figures. The same seed gives the same bytes on
// every machine.

#include <cstdint>
#include <span>

#include "engine/model/tables.h"

namespace wangge::config {

inline constexpr std::uint64_t sample_seed = 220881;  // the city's code

// The tables that are generated. The others (settings, subdistricts, communities, categories, conditions, calendar)
// are official or kept by hand.
std::span<const TableKind> generated_tables();

// Fills the generated tables for a city with the settings, subdistricts and communities of `kept`; the figures are
// those published for 洮南 (grids, posts, committees, alliances, volunteers …), so `kept` must hold its 18
// communities. Throws std::invalid_argument where it does not.
Tables generate_city(const Tables& kept, std::uint64_t seed);

}  // namespace wangge::config
