#pragma once
// wangge city coverage

#include <CLI/CLI.hpp>

namespace wangge::tools {

// `exit_code` must outlive the parsing of `city`.
void add_city_coverage(CLI::App& city, int& exit_code);

}  // namespace wangge::tools
