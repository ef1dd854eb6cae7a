#pragma once
// wangge city coverage: who is in post in the weeks ahead.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `city`.
void add_city_coverage(cli::App& city, int& exit_code);

}  // namespace wangge::tools
