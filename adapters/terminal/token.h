#pragma once
// A token: 32 random bytes. Whoever has it speaks for its account; the engine keeps only its hash.

#include <array>
#include <cstdint>

#include "engine/model/account.h"

namespace wangge::terminal {

using Token = std::array<std::uint8_t, 32>;

// The hash by which the engine knows a token.
TokenHash hash_of(const Token& token);

}  // namespace wangge::terminal
