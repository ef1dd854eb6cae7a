#pragma once
// The names of an enum's values, as an option of a command takes them.

#include <algorithm>
#include <string>
#include <vector>

#include "engine/model/words.h"

namespace wangge::tools {

// Of the values from `first` to `count` - 1.
template <class Enum>
std::vector<std::string> names_of(int first, int count) {
  std::vector<std::string> names;
  for (int value = first; value < count; ++value) names.emplace_back(words_of(Enum(value)).name);
  return names;
}

// The value of a name that is one of them; `none` where it is empty.
template <class Enum>
Enum value_of(const std::string& name, int count, Enum none = Enum{}) {
  if (name.empty()) return none;
  const std::vector<std::string> names = names_of<Enum>(0, count);
  return Enum(std::ranges::find(names, name) - names.begin());
}

}  // namespace wangge::tools
