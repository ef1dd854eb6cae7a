#pragma once
// How many words of a message a struct of a schema takes, beside what its pointers lead to: as capnp has generated it.

#include <cstddef>

namespace wangge::wire {

template <class Struct>
inline constexpr std::size_t struct_words = Struct::_capnpPrivate::dataWordSize + Struct::_capnpPrivate::pointerCount;

}  // namespace wangge::wire
