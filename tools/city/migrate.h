#pragma once
// wangge city migrate: running demands go by the escalation policies that are in force, after a look at the effect.

#include "tools/command_line.h"

namespace wangge::tools {

// `city` is the subcommand of that name. `exit_code` must outlive the parsing: 0 done or nothing to do, 1 it cannot be
// done, 2 it was not confirmed.
void add_migrate(cli::App& city, int& exit_code);

}  // namespace wangge::tools
