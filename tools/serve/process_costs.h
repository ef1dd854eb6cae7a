#pragma once
// The costs of this process so far.

#include "adapters/terminal/messages.h"

namespace wangge::tools {

// Must be called on the thread whose allocations are counted separately.
terminal::Costs process_costs();

}  // namespace wangge::tools
