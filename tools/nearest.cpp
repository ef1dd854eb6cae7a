#include "tools/nearest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace wangge::tools {
namespace {

// Levenshtein's distance, row by row.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({changed, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known,
                                      std::size_t most) {
  const std::size_t tolerated = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const std::string_view candidate : known) {
    const std::size_t length_differs =
        std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
    if (length_differs > tolerated) continue;
    if (const std::size_t far = distance(word, candidate); far <= tolerated) found.emplace_back(far, candidate);
  }
  std::ranges::sort(found);
  std::vector<std::string_view> words;
  for (const auto& [far, candidate] : found) {
    if (words.size() < most) words.push_back(candidate);
  }
  return words;
}

}  // namespace wangge::tools
