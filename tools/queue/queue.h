#pragma once
// `wangge queue`: demands that must be acted on, or have been escalated, in a running engine.

#include "tools/command_line.h"

namespace wangge::tools {

void add_queue(cli::App& app, int& exit_code);

}  // namespace wangge::tools
