#pragma once
// wangge city recompute: what runs on the working clock goes by the calendars that are in force, after a look at what
// that changes.

#include "tools/command_line.h"

namespace wangge::tools {

void add_recompute(cli::App& city, int& exit_code);

}  // namespace wangge::tools
