#pragma once
// What is lacking of a fact that was to be read.

#include <cstdint>

namespace wangge::story {

// What of a fact cannot be read from the log, or is not what was written there. The numbers are told to terminals.
enum class Damage : std::uint8_t {
  none = 0,
  texts = 1,  // they are left out
  fact = 2,  // all but its position; the facts before it are not known either, but for the submission where that can be
             // read
  unknown = 3,  // whoever reads it is older than the engine, and cannot
};
inline constexpr int damages = 4;

}  // namespace wangge::story
