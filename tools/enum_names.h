#pragma once
// The values of an enum as words of options: by name, in Chinese and in English.

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/words.h"
#include "tools/command_line.h"

namespace wangge::tools {

// The words of the values from `first` to `count` - 1.
template <class Enum>
std::vector<cli::Word> words_for(int first, int count) {
  std::vector<cli::Word> words;
  for (int value = first; value < count; ++value) {
    const Words& of = words_of(Enum(value));
    words.push_back({.name = std::string(of.name), .also = {std::string(of.chinese), std::string(of.english)}});
  }
  return words;
}

// The value of a name that is one of them; `none` where it is empty.
template <class Enum>
Enum value_of(std::string_view name, int count, Enum none = Enum{}) {
  for (int value = 0; value < count; ++value) {
    if (words_of(Enum(value)).name == name) return Enum(value);
  }
  return none;
}

// The words of severities: 1 the most severe, to 4.
inline std::vector<cli::Word> severity_words() {
  return {{.name = "1", .also = {"一级"}},
          {.name = "2", .also = {"二级"}},
          {.name = "3", .also = {"三级"}},
          {.name = "4", .also = {"四级"}}};
}

}  // namespace wangge::tools
