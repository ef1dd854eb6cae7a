#pragma once
// The instants at which bundles are due in an open loop, whatever has become of earlier ones.

#include <chrono>
#include <cstdint>
#include <vector>

#include "tools/bench/load.h"

namespace wangge::tools::bench {

class Pace {
 public:
  // The pace of a load with a rate. Before its window (ramp and warm-up) bundles come at the rate with which the window
  // begins.
  explicit Pace(const Load& load);

  // When a bundle is due, after the beginning of the run; bundles count from 0, and the result never falls. Bundles due
  // after the window's end are not to be sent.
  std::chrono::nanoseconds due(std::uint64_t bundle) const;

 private:
  double seconds_in_window(double bundles) const;

  double before_s_, window_s_;
  std::vector<double> passed_;  // at the end of each equal part of the window: the share of its bundles due
  double bundles_;              // of the window
  double before_rate_;          // bundles a second
  double bundles_before_;
};

}  // namespace wangge::tools::bench
