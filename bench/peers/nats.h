#pragma once
// The load on NATS JetStream: each demand a message to its lead's subject, recognised by its message id, acknowledged
// by the stream. JetStream looks nothing up, so the generator routes.

#include <cstdint>

#include "bench/peers/closed_loop.h"

namespace wangge::peers {

// Makes the stream first. Throws std::runtime_error where the peer gives another answer than expected.
Measured play_nats(const Load& load, std::uint16_t port, const std::vector<Demand>& demands);

}  // namespace wangge::peers
