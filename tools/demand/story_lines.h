#pragma once
// The lines of a demand's story, with repeated lines folded into one.

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/time.h"
#include "tools/table.h"

namespace wangge::tools {

struct StoryLine {
  Seconds at = 0;
  std::string event, actor, text;
  Meaning meaning = Meaning::plain;
  bool is_notice = false;  // says who was told of the line before it, or that the notice arrived
  bool is_again = false;   // begins a block that may be repeated, with the notices behind it
  std::size_t times = 1;   // how many repetitions it stands for
  Seconds last = 0;        // when the last of those came
};

// Folds blocks: where a line and its notices repeat those right before them, the first ones stand for all.
std::vector<StoryLine> folded(const std::vector<StoryLine>& lines);

}  // namespace wangge::tools
