#pragma once
// wangge watch --scope CODE: shows a queue live as it changes.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 when it is left, 1 where the queue cannot be watched.
void add_watch(cli::App& app, int& exit_code);

}  // namespace wangge::tools
