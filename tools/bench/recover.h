#pragma once
// wangge bench recover: how soon an engine is back after it was killed under load, and whether nothing was lost.

#include <cstdint>

#include "tools/bench/load.h"
#include "tools/bench/target.h"
#include "tools/console.h"

namespace wangge::tools::bench {

struct Recover {
  Load load;
  std::uint64_t demands = 2'000'000;  // the engine is killed once this many were acknowledged
  Whereabouts where;
  bool as_json = false;
};

// Returns the exit code, as run().
int recover(const Recover& recover, const Console& console);

}  // namespace wangge::tools::bench
