#pragma once
// Counting the code points of a text that came from outside.

#include <cstdint>
#include <optional>
#include <string_view>

namespace wangge {

// The number of Unicode code points of `text`, or nothing where it is not valid UTF-8 (RFC 3629: no surrogates,
// no overlong forms, nothing above U+10FFFF, no cut sequence).
std::optional<std::uint32_t> count_code_points(std::string_view text);

}  // namespace wangge
