#pragma once
// How many descriptors this process may have, and how many of them are for connections.

#include <cstddef>

namespace wangge::tools {

// Raises the limit of open files to the hard one.
void raise_descriptor_limit();

// Of the limit, less what is open and what is kept for the rest (engine/base/limits.h); before anybody connects.
std::size_t descriptors_for_connections();

}  // namespace wangge::tools
