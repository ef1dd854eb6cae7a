#pragma once
// The lines of a demand's story, in which what comes again and again is one.

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
  bool is_notice = false;  // it says who was told of what stands before it, or that the notice arrived
  bool is_again = false;   // it begins what may come again and again, with the notices behind it
  std::size_t times = 1;   // it stands for so many
  Seconds last = 0;        // of those, when the last one came
};

// Where such a beginning and its notices say what those right before them said, the first ones stand for all.
std::vector<StoryLine> folded(const std::vector<StoryLine>& lines);

}  // namespace wangge::tools
