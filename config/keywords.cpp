#include "config/keywords.h"

#include <algorithm>
#include <compare>

namespace wangge::config {
namespace {

struct Weight {
  int all = 0;
  std::size_t longest = 0;
  friend auto operator<=>(const Weight&, const Weight&) = default;
};

Weight weigh(std::string_view text, const std::vector<Keyword>& keywords) {
  Weight weight;
  for (const auto& [word, each] : keywords) {
    if (text.find(word) == std::string_view::npos) continue;
    weight.all += each * static_cast<int>(word.size());
    weight.longest = std::max(weight.longest, word.size());
  }
  return weight;
}

std::uint8_t choose_condition(std::string_view text, const std::vector<Condition>& conditions) {
  Weight best;
  std::size_t chosen = 0;
  for (std::size_t number = 1; number < conditions.size(); ++number) {
    const Weight weight = conditions[number].present ? weigh(text, conditions[number].keywords) : Weight{};
    if (weight > best) best = weight, chosen = number;
  }
  return static_cast<std::uint8_t>(chosen);
}

}  // namespace

KeywordIndex::KeywordIndex(const Configuration& configuration, std::string_view fallback)
    : configuration_(configuration) {
  for (std::uint16_t id = 1; id < configuration.categories.size(); ++id)
    if (configuration.categories[id].present && configuration.category_names[id].code != fallback)
      categories_.push_back({id});
  std::ranges::sort(categories_, {}, [&](CategoryId id) -> std::string_view {
    return configuration.category_names[id.value].code;
  });
}

std::optional<KeywordIndex::Choice> KeywordIndex::choose(std::string_view text) const {
  Weight best;
  CategoryId chosen;
  for (const CategoryId id : categories_) {
    const Weight weight = weigh(text, configuration_.categories[id.value].keywords);
    if (weight > best) best = weight, chosen = id;
  }
  if (!chosen) return std::nullopt;
  return Choice{chosen, choose_condition(text, configuration_.categories[chosen.value].conditions)};
}

}  // namespace wangge::config
