#pragma once
// Asks for the cache line at an address before it is needed. Any address will do, also one that is not mapped.

namespace wangge {

inline void prefetch_line(const void* address) {
  __builtin_prefetch(address);
  // Without this line, whole-program optimisation takes a function that only prefetches for one without effect and
  // removes its calls.
  asm volatile("" : : "r"(address));
}

}  // namespace wangge
