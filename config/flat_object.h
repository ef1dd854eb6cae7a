#pragma once
// A JSON object's scalars as they were written: a number keeps its digits, however many it has and however it ends
// ("1.10" is not 1.1, and a code of 20 digits is no floating point number).

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wangge::config {

// Scalars by their names; of a name that comes twice the last counts. Truth values are "true" and "false", null is an
// empty text; a list or an object is an empty optional.
using FlatObject = std::map<std::string, std::optional<std::string>, std::less<>>;

// Nothing where the text is not one JSON object.
std::optional<FlatObject> parse_flat_object(std::string_view text);

}  // namespace wangge::config
