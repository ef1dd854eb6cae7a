#pragma once
// Counts how often memory is taken from the heap: every form of operator new of a program that links this counts, for
// each thread separately, so that counting costs an increment of the thread's own cache line. Nothing else of the heap
// is changed.

#include <cstdint>

namespace wangge::tools {

// False under clang's thread sanitizer, whose runtime has an operator new of its own that nobody may replace: all
// counts are 0.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WANGGE_OPERATOR_NEW_IS_TAKEN
#endif
#endif
#ifdef WANGGE_OPERATOR_NEW_IS_TAKEN
inline constexpr bool counts_allocations = false;
#else
inline constexpr bool counts_allocations = true;
#endif

// The allocations of this thread since it began.
std::uint64_t allocations_of_this_thread();
// The allocations of all threads since the program began, ended threads included. Others may be allocating meanwhile.
std::uint64_t allocations_of_all_threads();

}  // namespace wangge::tools
