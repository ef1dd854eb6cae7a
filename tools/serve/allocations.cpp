#include "tools/serve/allocations.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace wangge::tools {
namespace {

// Each thread that allocates takes the next counter for ever, and only that thread writes it: no read-modify-write is
// needed. Threads beyond this number share the last counter.
constexpr std::size_t counters_max = 256;

struct alignas(64) Counter {
  std::atomic<std::uint64_t> count = 0;
};
constinit Counter counters[counters_max];
constinit std::atomic<std::size_t> taken = 0;
constinit thread_local Counter* mine = nullptr;
constinit thread_local std::uint64_t mine_alone = 0;

[[maybe_unused]] void count() noexcept {
  ++mine_alone;
  if (mine == nullptr) mine = &counters[std::min(taken.fetch_add(1), counters_max - 1)];
  if (mine == &counters[counters_max - 1]) {
    mine->count.fetch_add(1, std::memory_order_relaxed);
  } else {
    mine->count.store(mine_alone, std::memory_order_relaxed);
  }
}

[[maybe_unused]] void* take(std::size_t bytes) noexcept {
  count();
  return std::malloc(std::max<std::size_t>(bytes, 1));
}

[[maybe_unused]] void* take(std::size_t bytes, std::align_val_t alignment) noexcept {
  count();
  void* memory = nullptr;
  const std::size_t at_least = std::max(static_cast<std::size_t>(alignment), sizeof(void*));
  return ::posix_memalign(&memory, at_least, std::max<std::size_t>(bytes, 1)) == 0 ? memory : nullptr;
}

// Allocates as the standard demands of a new that may throw: the handler is called again and again until there is
// memory.
template <class... Alignment>
void* take_or_throw(std::size_t bytes, Alignment... alignment) {
  for (;;) {
    if (void* const memory = take(bytes, alignment...)) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace

std::uint64_t allocations_of_this_thread() { return mine_alone; }

std::uint64_t allocations_of_all_threads() {
  std::uint64_t all = 0;
  for (const Counter& counter : counters) all += counter.count.load(std::memory_order_relaxed);
  return all;
}

}  // namespace wangge::tools

#ifndef WANGGE_OPERATOR_NEW_IS_TAKEN

using wangge::tools::take;
using wangge::tools::take_or_throw;

void* operator new(std::size_t bytes) { return take_or_throw(bytes); }
void* operator new[](std::size_t bytes) { return take_or_throw(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return take_or_throw(bytes, alignment); }
void* operator new[](std::size_t bytes, std::align_val_t alignment) { return take_or_throw(bytes, alignment); }
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return take(bytes, alignment);
}
void* operator new[](std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return take(bytes, alignment);
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept { std::free(memory); }

#endif
