#pragma once
// wangge account add|end|list: who may speak to the engine.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 refused or a code is unknown.
void add_account(cli::App& app, int& exit_code);

}  // namespace wangge::tools
