#pragma once
// wangge city check DIR, wangge city generate DIR

#include <CLI/CLI.hpp>

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 the city has mistakes or cannot be written.
void add_city(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
