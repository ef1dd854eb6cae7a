#pragma once
// The number that people see and say on the telephone: a demand's id with two check digits (ISO 7064, MOD 97-10),
// digits only. One wrong digit, or two neighbours exchanged, is always noticed.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/demand.h"

namespace wangge {

// The number of a demand, such as "12320" for the demand 123. Needs a demand.
std::string format_number(DemandId demand);

// The demand of a number as format_number writes it; nothing where a digit is wrong, missing or too many. Whether the
// city has such a demand is another question.
std::optional<DemandId> parse_number(std::string_view number);

}  // namespace wangge
