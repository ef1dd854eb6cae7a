#pragma once
// `wangge hotspots`: where the same comes up again and again, and of what very many came at once.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_hotspots(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
