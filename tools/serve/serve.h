#pragma once
// wangge serve: the engine on its log, with the terminals' door open.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 stopped cleanly, 1 could not start. Throws log::CannotOpen where the
// log must not be opened.
void add_serve(cli::App& app, int& exit_code);

}  // namespace wangge::tools
