#pragma once
// wangge bench: the load generator, and what is measured with it.

#include "tools/command_line.h"

namespace wangge::tools {

void add_bench(cli::App& app, int& exit_code);

}  // namespace wangge::tools
