#pragma once
// Runs a load once and prints the page.

#include <cstdint>
#include <string>

#include "tools/bench/load.h"
#include "tools/bench/page.h"
#include "tools/bench/target.h"
#include "tools/console.h"

namespace wangge::tools::bench {

// The exit code where Ctrl-C cut the run short, as a shell has it.
inline constexpr int cut_short = 130;

struct Run {
  Load load;
  Whereabouts where;
  std::uint32_t speed = 1'800;  // of the engine's clock in lives
  std::string plot;             // an SVG file; empty: none
  bool as_json = false;
};

// Prints the page and returns the exit code: 0, 1 where the log does not hold every acknowledged number, or cut_short.
int run(const Run& run, const Console& console);

// The arguments with which an engine of its own is started for a load.
std::vector<std::string> serve_arguments(const Load& load, std::uint32_t speed);
// Counts in the log of the target, whose engine may go on running.
Verified verify(const Measured& measured, const Target& target);

}  // namespace wangge::tools::bench
