#pragma once
// `wangge similar`: open demands that may be about the same, before one is submitted or while it is handled.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_similar(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
