#include "config/demand_words.h"

#include "engine/model/words.h"

namespace wangge::config {
namespace {

template <class T>
std::optional<T> find(int count, std::string_view word) {
  for (int i = 0; i < count; ++i) {
    const Words& words = words_of(static_cast<T>(i));
    if (word == words.name || word == words.chinese || word == words.english) return static_cast<T>(i);
  }
  return std::nullopt;
}

template <class T>
std::string list(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    const Words& words = words_of(static_cast<T>(i));
    all.append(all.empty() ? "" : ", ").append(words.chinese).append("|").append(words.name);
  }
  return all;
}

}  // namespace

std::optional<DemandKind> demand_kind_of(std::string_view word) { return find<DemandKind>(demand_kinds, word); }
std::optional<Reporter> reporter_of(std::string_view word) { return find<Reporter>(reporters, word); }

std::string list_demand_kinds() { return list<DemandKind>(demand_kinds); }
std::string list_reporters() { return list<Reporter>(reporters); }

}  // namespace wangge::config
