#pragma once
// `wangge queue`: what must be acted on, or has been escalated, in a running engine.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_queue(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
