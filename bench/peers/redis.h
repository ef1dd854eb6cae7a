#pragma once
// The load on Redis: submit.lua for each demand, as many under way on a connection as the load says.

#include <cstdint>
#include <string>

#include "bench/peers/closed_loop.h"

namespace wangge::peers {

// `script` is the text of submit.lua. Throws std::runtime_error where the peer gives another answer than expected.
Measured play_redis(const Load& load, std::uint16_t port, const std::string& script,
                    const std::vector<Demand>& demands);

}  // namespace wangge::peers
