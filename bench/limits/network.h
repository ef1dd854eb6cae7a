#pragma once
// The network by itself, on loopback. Failures are exceptions of Asio's.

#include <chrono>

#include "bench/limits/figure.h"

namespace wangge::bench {

// Sends a full frame's bytes one way and its answers' the other, over one connection; CPU is of both ends.
Figure loopback(const Bytes& bytes, std::chrono::seconds time);

// A server in a process of its own sends back all that it receives, on one thread, to clients in this process that have
// one demand under way each. CPU is the server's.
Figure echo(const Bytes& bytes, int connections, std::chrono::seconds time);

}  // namespace wangge::bench
