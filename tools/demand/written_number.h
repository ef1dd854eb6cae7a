#pragma once
// The number and look-up code of a receipt, as somebody types them.

#include <cstdint>
#include <string>

#include "engine/model/demand.h"
#include "tools/console.h"

namespace wangge::tools {

// Both functions throw, in words for people, where the text cannot be one.
DemandId demand_named(const std::string& number, const Console& console);
std::uint32_t look_up_code_named(const std::string& digits, const Console& console);

}  // namespace wangge::tools
