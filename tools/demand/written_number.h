#pragma once
// What stands on a receipt, as somebody types it.

#include <cstdint>
#include <string>

#include "engine/model/demand.h"
#include "tools/console.h"

namespace wangge::tools {

// Both throw where it cannot be one, in words for people.
DemandId demand_named(const std::string& number, const Console& console);
std::uint32_t look_up_code_named(const std::string& digits, const Console& console);

}  // namespace wangge::tools
