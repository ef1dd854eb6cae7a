#pragma once
// How many descriptors this process may have, and how many of them are for connections.

#include <cstddef>

namespace wangge::tools {

// Raises the limit of open files to the hard one.
void raise_descriptor_limit();

// The descriptors of the limit, less those that are open and those that are kept for the rest of the engine
// (engine/base/limits.h); call before anybody connects.
std::size_t descriptors_for_connections();

}  // namespace wangge::tools
