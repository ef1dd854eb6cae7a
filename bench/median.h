#pragma once
// The middle of what several rounds brought.

#include <algorithm>
#include <vector>

namespace wangge::bench {

// Of an even number the middle of the two in the middle. Needs a value at least.
inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace wangge::bench
