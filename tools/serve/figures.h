#pragma once
// wangge figures: what a running engine has done so far, for ops.

#include "tools/command_line.h"

namespace wangge::tools {

void add_figures(cli::App& app, int& exit_code);

}  // namespace wangge::tools
