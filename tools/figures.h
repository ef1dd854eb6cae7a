#pragma once
// wangge figures: what a running engine has done so far, for ops.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_figures(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
