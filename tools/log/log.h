#pragma once
// wangge log stat|dump|verify|accept-loss: the log itself, without an engine.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 the log is broken, or its numbers do not follow each other.
// Throws log::CannotOpen where the log must not be opened.
void add_log(cli::App& app, int& exit_code);

}  // namespace wangge::tools
