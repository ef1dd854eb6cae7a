#pragma once
// How many words of a message a struct of a schema takes, without the targets of its pointers: as capnp has generated
// it.

#include <cstddef>

namespace wangge::wire {

template <class Struct>
inline constexpr std::size_t struct_words = Struct::_capnpPrivate::dataWordSize + Struct::_capnpPrivate::pointerCount;

}  // namespace wangge::wire
