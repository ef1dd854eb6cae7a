#pragma once
// wangge locate: which grid a point lies in, and what is nearest.

#include <CLI/CLI.hpp>

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 answered, also where the point lies outside; 1 the city has mistakes or no outlines.
void add_locate(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
