#pragma once
// wangge city recompute: deadlines on the working clock go by the calendars that are in force, after a look at the
// effect.

#include "tools/command_line.h"

namespace wangge::tools {

void add_recompute(cli::App& city, int& exit_code);

}  // namespace wangge::tools
