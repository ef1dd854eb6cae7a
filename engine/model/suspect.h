#pragma once
// What the engine may have died of: whatever can be told from all else that it decides.

#include <cstdint>
#include <type_traits>
#include <variant>

#include "engine/model/command.h"

namespace wangge {

// A command that a session has sent, by its number there.
struct CommandNumber {
  SessionId session;
  std::uint32_t sequence = 0;
  friend bool operator==(const CommandNumber&, const CommandNumber&) = default;
};

// A file holds them (loop/quarantine.h): what they consist of is its format.
using Suspect = std::variant<CommandNumber, OwnWish>;
static_assert(std::is_trivially_copyable_v<Suspect>);

}  // namespace wangge
