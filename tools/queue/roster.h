#pragma once
// `wangge roster`: who is on duty for a post in the weeks ahead, and which demands are open for whoever takes over.

#include "tools/command_line.h"

namespace wangge::tools {

void add_roster(cli::App& app, int& exit_code);

}  // namespace wangge::tools
