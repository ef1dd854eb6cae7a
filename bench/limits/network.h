#pragma once
// The network by itself, on loopback. Failures are exceptions of Asio's.

#include <chrono>

#include "bench/limits/figure.h"

namespace wangge::bench {

// A full frame's bytes one way, its answers' the other, over one connection; CPU is of both ends.
Figure loopback(const Bytes& bytes, std::chrono::seconds time);

// A server in a process of its own that sends back what it receives, on one thread, and clients in this one that have
// one demand under way each. CPU is the server's.
Figure echo(const Bytes& bytes, int connections, std::chrono::seconds time);

}  // namespace wangge::bench
