#pragma once
// What this process has cost so far.

#include "adapters/terminal/messages.h"

namespace wangge::tools {

// To be called on the thread whose allocations are told apart.
terminal::Costs process_costs();

}  // namespace wangge::tools
