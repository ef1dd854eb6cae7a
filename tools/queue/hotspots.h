#pragma once
// `wangge hotspots`: where the same comes up again and again, and of what very many came at once.

#include "tools/command_line.h"

namespace wangge::tools {

void add_hotspots(cli::App& app, int& exit_code);

}  // namespace wangge::tools
