#pragma once
// wangge bench grow: whether the engine stays as fast, and its memory as small as it should be, while the log grows.

#include <cstdint>

#include "tools/bench/load.h"
#include "tools/bench/target.h"
#include "tools/console.h"

namespace wangge::tools::bench {

struct Grow {
  Load load;
  std::uint64_t demands = 10'000'000;
  std::size_t steps = 10;
  Whereabouts where;
  bool yes = false;  // does not ask
  bool as_json = false;
};

// Returns the exit code, as run(); 1 also where disk or memory do not suffice, or nobody said yes.
int grow(const Grow& grow, const Console& console);

}  // namespace wangge::tools::bench
