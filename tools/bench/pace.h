#pragma once
// When bundles are due in an open loop, whatever has become of those before.

#include <chrono>
#include <cstdint>
#include <vector>

#include "tools/bench/load.h"

namespace wangge::tools::bench {

class Pace {
 public:
  // Of a load with a rate. Before its window (ramp and warm-up) bundles come as fast as the window begins.
  explicit Pace(const Load& load);

  // After the beginning of the run; counted from 0, never falling. Those after the window's end are not to be sent.
  std::chrono::nanoseconds due(std::uint64_t bundle) const;

 private:
  double seconds_in_window(double bundles) const;

  double before_s_, window_s_;
  std::vector<double> passed_;  // at the end of each equally long part of the window: the share of its bundles by then
  double bundles_;              // of the window
  double before_rate_;          // bundles a second
  double bundles_before_;
};

}  // namespace wangge::tools::bench
