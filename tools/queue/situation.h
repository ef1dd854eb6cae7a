#pragma once
// wangge situation: a post declares and ends situations (状况); also lists those in force, and the changes to all
// demands under way.

#include "tools/command_line.h"

namespace wangge::tools {

void add_situation(cli::App& app, int& exit_code);

}  // namespace wangge::tools
