#pragma once
// wangge bench: the load generator, and what is measured with it.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_bench(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
