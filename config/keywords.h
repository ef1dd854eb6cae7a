#pragma once
// Which category a text is about, by the keywords that the city's tables give for categories and conditions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/configuration.h"

namespace wangge::config {

// The configuration must outlive this.
class KeywordIndex {
 public:
  // A category that is chosen where nothing else fits is not found by keywords: leave it out as `fallback`.
  KeywordIndex(const Configuration& configuration, std::string_view fallback);

  struct Choice {
    CategoryId category;
    std::uint8_t condition = 0;
    friend bool operator==(const Choice&, const Choice&) = default;
  };

  // Each keyword that stands in the text weighs its weight times its bytes, once; the heaviest category wins, among
  // equals the one with the longest keyword, among those the lowest code. Its condition is chosen in the same way, 0
  // where no keyword of a condition stands in the text. Nothing where no keyword of any category does.
  std::optional<Choice> choose(std::string_view text) const;

 private:
  const Configuration& configuration_;
  std::vector<CategoryId> categories_;  // by code
};

}  // namespace wangge::config
