#pragma once
// How often memory was taken from the heap: every form of operator new of a program that links this counts, a thread for
// itself, so that counting costs an increment of the thread's own cache line. Nothing else of the heap is changed.

#include <cstdint>

namespace wangge::tools {

// Since the thread began.
std::uint64_t allocations_of_this_thread();
// Of all threads since the program began, ended ones too. Others may be allocating meanwhile.
std::uint64_t allocations_of_all_threads();

}  // namespace wangge::tools
