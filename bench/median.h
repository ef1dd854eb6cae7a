#pragma once
// The median of several rounds' results.

#include <algorithm>
#include <vector>

namespace wangge::bench {

// Of an even number of values the mean of the two in the middle. Needs at least one value.
inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace wangge::bench
