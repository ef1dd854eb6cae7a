#pragma once
// The load on PostgreSQL: submit() for each demand, or submit_many() where a request has more than one. Each request is
// a transaction and waits for its commit; a connection has one under way.

#include <cstdint>

#include "bench/peers/closed_loop.h"

namespace wangge::peers {

// Needs the tables and functions of schema.sql. Makes the sessions. Throws std::runtime_error where the peer gives
// another answer than expected.
Measured play_postgres(const Load& load, std::uint16_t port, const std::vector<Demand>& demands);

}  // namespace wangge::peers
