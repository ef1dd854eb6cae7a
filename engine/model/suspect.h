#pragma once
// The inputs that the engine may have died of: each can be told apart from all else that it decides.

#include <cstdint>
#include <type_traits>
#include <variant>

#include "engine/model/command.h"

namespace wangge {

// A command that a session has sent, named by its number there.
struct CommandNumber {
  SessionId session;
  std::uint32_t sequence = 0;
  friend bool operator==(const CommandNumber&, const CommandNumber&) = default;
};

// A file holds suspects (loop/quarantine.h), and their fields are the format of that file.
using Suspect = std::variant<CommandNumber, OwnWish>;
static_assert(std::is_trivially_copyable_v<Suspect>);

}  // namespace wangge
