#pragma once
// One run of a load: the page.

#include <cstdint>
#include <string>

#include "tools/bench/load.h"
#include "tools/bench/page.h"
#include "tools/bench/target.h"
#include "tools/console.h"

namespace wangge::tools::bench {

// 130 where Ctrl-C cut it short, as a shell has it.
inline constexpr int cut_short = 130;

struct Run {
  Load load;
  Whereabouts where;
  std::uint32_t speed = 1'800;  // of the engine's clock in lives
  std::string plot;             // an SVG file; empty: none
  bool as_json = false;
};

// Prints the page. The exit code: 0, 1 where the log does not hold every acknowledged number, cut_short.
int run(const Run& run, const Console& console);

// What an engine of its own is started with for a load.
std::vector<std::string> serve_arguments(const Load& load, std::uint32_t speed);
// Counts in the log of the target, which may go on running.
Verified verify(const Measured& measured, const Target& target);

}  // namespace wangge::tools::bench
