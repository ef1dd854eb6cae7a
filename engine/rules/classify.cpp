#include "engine/rules/classify.h"

#include <algorithm>
#include <map>

#include "engine/base/limits.h"

// The words stand in the order of their bytes, so those that begin alike stand together. As a text is read, each byte
// narrows the range of words that may still match, by two binary searches; a word that is complete is the first of the
// range. At most places of a text the first character already leaves no word. A word of the text that ends no later
// than one that began before it lies within that one.

namespace wangge::rules {
namespace {

using std::string_view;

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

int count_characters(string_view word) { return static_cast<int>(std::ranges::count_if(word, begins_character)); }

// The front of the text: at most this many code points.
string_view front(string_view text, std::size_t code_points_max) {
  std::size_t code_points = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins_character(text[at]) && ++code_points > code_points_max) return text.substr(0, at);
  }
  return text;
}

int score(const Condition& condition, string_view subject, string_view text) {
  int sum = 0;
  for (const auto& [word, weight] : condition.keywords) {
    const int times = subject.find(word) != string_view::npos ? 2 : text.find(word) != string_view::npos ? 1 : 0;
    sum += times * weight * count_characters(word);
  }
  return sum;
}

// The condition that scores best, among equals the one with the lower number.
std::uint8_t best_condition(const std::vector<Condition>& conditions, string_view subject, string_view text) {
  std::size_t chosen = 0;
  int highest = 0;
  for (std::size_t number = 1; number < conditions.size(); ++number) {
    const int sum = score(conditions[number], subject, text);
    if (sum > highest) highest = sum, chosen = number;
  }
  return static_cast<std::uint8_t>(chosen);
}

}  // namespace

Classifier::Classifier(const Configuration& city, string_view fallback) : city_(city) {
  for (std::uint16_t id = 1; id < city.categories.size(); ++id) {
    if (!city.categories[id].present) continue;
    if (city.category_names[id].code == fallback)
      fallback_ = CategoryId{id};
    else
      categories_.push_back(CategoryId{id});
  }
  std::ranges::sort(categories_, {}, [&](CategoryId id) -> string_view { return city.category_names[id.value].code; });

  std::map<string_view, std::vector<Use>> uses;
  for (std::size_t rank = 0; rank < categories_.size(); ++rank)
    for (const auto& [word, weight] : city.categories[categories_[rank].value].keywords)
      uses[word].push_back({static_cast<std::uint16_t>(rank), weight});
  for (auto& [word, of] : uses) words_.push_back({word, count_characters(word), std::move(of)});
  for (const Word& word : words_) ++begins_[static_cast<unsigned char>(word.text.front()) + 1];
  for (std::size_t byte = 1; byte < begins_.size(); ++byte) begins_[byte] += begins_[byte - 1];
}

// The longest word with which the text begins.
std::optional<std::uint32_t> Classifier::longest_word(string_view text) const {
  const auto byte = static_cast<unsigned char>(text.front());
  std::uint32_t first = begins_[byte], last = begins_[byte + 1];
  std::optional<std::uint32_t> longest;
  for (std::size_t length = 1; first != last; ++length) {
    if (words_[first].text.size() == length) longest = first++;
    if (length == text.size()) break;
    const auto next = static_cast<unsigned char>(text[length]);
    const auto its_next = [length](const Word& word) { return static_cast<unsigned char>(word.text[length]); };
    const auto begin = words_.begin() + first, end = words_.begin() + last;
    first = static_cast<std::uint32_t>(std::ranges::lower_bound(begin, end, next, {}, its_next) - words_.begin());
    last = static_cast<std::uint32_t>(std::ranges::upper_bound(begin, end, next, {}, its_next) - words_.begin());
  }
  return longest;
}

void Classifier::look_through(string_view text, const Stretches& stretches, std::vector<bool>& seen,
                              std::vector<Found>& found) const {
  std::size_t end = 0;  // of the word that reaches furthest
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto word = longest_word(text.substr(at));
    if (!word || at + words_[*word].text.size() <= end) continue;
    end = at + words_[*word].text.size();
    if (!seen[*word]) found.push_back({*word, stretches.times(at)});
    seen[*word] = true;
  }
}

// The best categories, as ranks in categories_.
std::vector<std::uint16_t> Classifier::best(const std::vector<Found>& found) const {
  std::vector<int> scores(categories_.size());
  std::vector<std::uint16_t> ranks;  // in the order in which they are named
  for (const Found& each : found) {
    const Word& word = words_[each.word];
    for (const Use& use : word.uses) {
      scores[use.rank] += each.score(word, use);
      if (use.weight > 0 && std::ranges::find(ranks, use.rank) == ranks.end()) ranks.push_back(use.rank);
    }
  }
  std::erase_if(ranks, [&](std::uint16_t rank) { return scores[rank] <= 0; });
  std::ranges::stable_sort(ranks, std::ranges::greater{}, [&](std::uint16_t rank) { return scores[rank]; });
  ranks.resize(std::min(ranks.size(), suggestions_max));
  return ranks;
}

Suggestion Classifier::suggestion(std::uint16_t rank, const std::vector<Found>& found) const {
  Suggestion made{.category = categories_[rank]};
  for (const Found& each : found) {
    const Word& word = words_[each.word];
    for (const Use& use : word.uses) {
      if (use.rank != rank) continue;
      made.words.push_back({word.text, each.score(word, use), use.weight, each.times});
      made.score += made.words.back().score;
    }
  }
  return made;
}

std::vector<Suggestion> Classifier::classify(string_view subject, string_view text) const {
  subject = front(subject, limits::classified_code_points_max);
  text = front(text, limits::classified_code_points_max);
  std::vector<bool> seen(words_.size());
  std::vector<Found> found;
  look_through(subject, {subject.size(), subject.size()}, seen, found);
  const std::size_t spoken = subject.empty() ? spoken_subject_code_points : 0;
  look_through(text, {front(text, spoken).size(), front(text, spoken + front_code_points).size()}, seen, found);

  std::vector<Suggestion> suggestions;
  for (const std::uint16_t rank : best(found)) {
    suggestions.push_back(suggestion(rank, found));
    Suggestion& made = suggestions.back();
    made.condition = best_condition(city_.categories[made.category.value].conditions, subject, text);
  }
  if (fallback_ && (suggestions.empty() || suggestions.front().score < telling_score)) {
    suggestions.insert(suggestions.begin(), {.category = fallback_});
    suggestions.resize(std::min(suggestions.size(), suggestions_max));
  }
  return suggestions;
}

}  // namespace wangge::rules
