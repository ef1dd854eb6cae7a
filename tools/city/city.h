#pragma once
// wangge city check DIR and wangge city generate DIR.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 the city has mistakes or cannot be written.
void add_city(cli::App& app, int& exit_code);

}  // namespace wangge::tools
