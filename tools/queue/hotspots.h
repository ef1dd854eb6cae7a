#pragma once
// `wangge hotspots`: places from which the same trouble comes again and again, and troubles of which very many came at
// once.

#include "tools/command_line.h"

namespace wangge::tools {

void add_hotspots(cli::App& app, int& exit_code);

}  // namespace wangge::tools
