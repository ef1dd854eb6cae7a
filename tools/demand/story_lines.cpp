#include "tools/demand/story_lines.h"

#include <algorithm>
#include <span>

namespace wangge::tools {
namespace {

bool says_the_same(const StoryLine& one, const StoryLine& other) {
  return one.event == other.event && one.actor == other.actor && one.text == other.text;
}

// A line and the notices behind it, where it may be repeated.
std::span<const StoryLine> block_at(const std::vector<StoryLine>& lines, std::size_t first) {
  std::size_t end = first + 1;
  while (lines[first].is_again && end < lines.size() && lines[end].is_notice) ++end;
  return std::span(lines).subspan(first, end - first);
}

}  // namespace

std::vector<StoryLine> folded(const std::vector<StoryLine>& lines) {
  std::vector<StoryLine> out;
  std::size_t before = 0;  // where the last block begins in `out`
  for (std::size_t i = 0; i < lines.size();) {
    const std::span<const StoryLine> block = block_at(lines, i);
    i += block.size();
    if (block.front().is_again && std::ranges::equal(block, std::span(out).subspan(before), says_the_same)) {
      ++out[before].times;
      out[before].last = block.front().at;
      continue;
    }
    before = out.size();
    out.insert(out.end(), block.begin(), block.end());
  }
  return out;
}

}  // namespace wangge::tools
