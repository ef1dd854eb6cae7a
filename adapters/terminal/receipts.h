#pragma once
// From what became of a frame's commands to what the terminal is told, once it is durable. A repeat is told again what
// was answered the first time: the log's reader has read that (log_questions.h).

#include <optional>
#include <span>
#include <vector>

#include "adapters/lookup_code.h"
#include "adapters/terminal/log_questions.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

// Fills `out`, one for each outcome. The frame has been released. `repeats`: of those, in order, what was found in the
// log. Whether something was not taken because its number had been used for something else (number_taken).
bool write_receipts(const loop::Frame& frame, const loop::Engine& engine,
                    std::span<const std::optional<RepeatsReading::Found>> repeats, LookUpCodes& codes,
                    std::vector<Receipt>& out);

}  // namespace wangge::terminal
