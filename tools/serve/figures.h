#pragma once
// wangge figures: the counters of a running engine, for ops.

#include "tools/command_line.h"

namespace wangge::tools {

void add_figures(cli::App& app, int& exit_code);

}  // namespace wangge::tools
