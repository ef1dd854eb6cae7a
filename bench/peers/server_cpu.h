#pragma once
// The processor time of a peer's server, which may be several processes.

#include <sys/types.h>

namespace wangge::peers {

// Seconds used so far by a process, its children, and those of its children that have ended. Throws std::runtime_error
// where there is no such process.
double server_cpu_seconds(pid_t server);

}  // namespace wangge::peers
