#pragma once
// wangge day: plays the sample day to a running engine through terminal sessions, then prints what happened.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 the day was played, and the log holds what was sent once; 1 it
// does not, or the day could not be played.
void add_day(cli::App& app, int& exit_code);

}  // namespace wangge::tools
