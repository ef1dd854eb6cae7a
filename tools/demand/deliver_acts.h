#pragma once
// Delivers acts to a running engine, exactly once, and returns its answer to each.

#include <string>
#include <vector>

#include "adapters/terminal/outbox.h"
#include "tools/console.h"

namespace wangge::tools {

// The answers in the order of `acts`. Waits for its turn with the token's file. Throws NoConnection where the engine
// cannot be asked.
std::vector<terminal::Receipt> deliver_acts(const std::string& to, const std::string& token,
                                            const std::vector<terminal::WrittenAct>& acts, const Console& console);

}  // namespace wangge::tools
