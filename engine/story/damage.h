#pragma once
// The damage of a fact: how much of it could not be read.

#include <cstdint>

namespace wangge::story {

// The part of a fact that cannot be read from the log, or is not what was written there. The numbers are told to
// terminals.
enum class Damage : std::uint8_t {
  none = 0,
  texts = 1,  // the texts are left out
  fact = 2,   // only its position is known; the facts before it are not known either, except the submission where that
              // can be read
  unknown = 3,  // the program that reads it is older than the engine, and cannot
};
inline constexpr int damages = 4;

}  // namespace wangge::story
