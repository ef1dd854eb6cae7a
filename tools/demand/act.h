#pragma once
// wangge accept | contain | finish | verify | rework | close | send-back | transfer | note | escalate | withdraw
// NUMBER: acts on a demand, in the name of the token's account.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 refused, or the engine cannot be asked.
void add_act(cli::App& app, int& exit_code);

}  // namespace wangge::tools
