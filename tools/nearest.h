#pragma once
// Suggestions for a mistyped word: the known words that may have been meant.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace wangge::tools {

// At most `most` of `known`, the nearest first by changed, added and left out bytes; none that differs in more than a
// third of the word (but one byte always may).
std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known, std::size_t most);

}  // namespace wangge::tools
