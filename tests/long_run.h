#pragma once
// How many seeds, kills or rounds a test takes: few enough for every day, or a night's worth under `./tools/test
// --long`.

#include <cstdlib>

namespace wangge::tests {

// The everyday number; twenty times as many where WANGGE_LONG is set.
inline unsigned rounds(unsigned everyday) { return std::getenv("WANGGE_LONG") == nullptr ? everyday : 20 * everyday; }

}  // namespace wangge::tests
