#pragma once
// The load generator: many terminals on one thread. Closed loop: a bundle is sent when an earlier one was answered.
// Open loop: bundles are due by the clock, and an answer's time counts from then, so that a stall of the engine is not
// hidden.

#include <cstdint>
#include <functional>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "adapters/terminal/token.h"
#include "tools/bench/frames.h"
#include "tools/bench/interrupt.h"
#include "tools/bench/load.h"
#include "tools/bench/measured.h"

namespace wangge::tools::bench {

// The partners of a load: by whom it is played, and who else has to act.
struct Partners {
  boost::asio::ip::tcp::endpoint engine;
  terminal::Token ops{};
  std::vector<terminal::Token> terminals;  // at least Load::terminals
  std::vector<PostId> superiors;           // by post, for lives: the posts that verify
};

// Called some times a second with the progress of the run: in milliseconds, or in demands where the load has a number
// of those.
using OnProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// Plays a load on a running engine. The window begins and ends when the engine has told its figures. Throws
// std::runtime_error where a connection is lost or turned away.
Measured play(const Load& load, const std::vector<Bundle>& bundles, const Partners& partners,
              const Interrupt& interrupt, const OnProgress& progress);

}  // namespace wangge::tools::bench
