#pragma once
// wangge bench sweep: the load with several numbers of demands at once and of terminals, one short run each, on one
// engine.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "tools/bench/load.h"
#include "tools/bench/target.h"
#include "tools/console.h"

namespace wangge::tools::bench {

struct Sweep {
  Load load{.in_flight = 1, .warmup = std::chrono::seconds(1), .duration = std::chrono::seconds(3)};
  std::vector<std::size_t> frames{1, 16, 128, 1'024, 8'192}, terminals{1, 8, 64, 512};
  Whereabouts where;
  std::string plot;
  bool as_json = false;
};

// Returns the exit code, as run().
int sweep(const Sweep& sweep, const Console& console);

}  // namespace wangge::tools::bench
