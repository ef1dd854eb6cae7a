#pragma once
// wangge bench: the load generator, and the measurements that use it.

#include "tools/command_line.h"

namespace wangge::tools {

void add_bench(cli::App& app, int& exit_code);

}  // namespace wangge::tools
