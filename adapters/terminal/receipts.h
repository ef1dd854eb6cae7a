#pragma once
// Turns the outcomes of a frame's commands into what the terminal is told, once they are durable. A repeat is answered
// as the first time: the log's reader has read that answer (log_questions.h).

#include <optional>
#include <span>
#include <vector>

#include "adapters/lookup_code.h"
#include "adapters/terminal/log_questions.h"
#include "adapters/terminal/messages.h"
#include "engine/loop/engine.h"

namespace wangge::terminal {

// Fills `out`, one for each outcome. The frame has been released. `repeats`: what was found in the log for each repeat,
// in order. Returns whether a command was not taken because its number had been used for something else (number_taken).
bool write_receipts(const loop::Frame& frame, const loop::Engine& engine,
                    std::span<const std::optional<RepeatsReading::Found>> repeats, LookUpCodes& codes,
                    std::vector<Receipt>& out);

}  // namespace wangge::terminal
