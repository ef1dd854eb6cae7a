#pragma once
// wangge show NUMBER: a demand and its history, from the log or from a running engine.

#include <CLI/CLI.hpp>

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 shown, 1 the number is wrong, or there is no such demand to see.
void add_show(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
