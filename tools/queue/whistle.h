#pragma once
// wangge whistle (吹哨报到): a post summons organisations to a place; who comes, leaves early, how it ends and how good
// they were; what is under way, and how each organisation has turned out.

#include "tools/command_line.h"

namespace wangge::tools {

void add_whistle(cli::App& app, int& exit_code);

}  // namespace wangge::tools
