#pragma once
// A small struct that is returned by value on the path of every demand.

#include <cstddef>

namespace wangge {

// The alignment of such a struct: with a size of 8 or 16 bytes it is put together in registers. With any other size
// compilers put it together in memory, field by field, and read it back as a whole at once; that read waits until all
// earlier writes have reached the cache, also those to memory that is far (a store that cannot be forwarded).
inline constexpr std::size_t in_registers = 8;

}  // namespace wangge
