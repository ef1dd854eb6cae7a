#pragma once
// wangge day: plays the sample day to a running engine through terminal sessions, then prints what became of it.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 the day was played, and the log holds all that was sent exactly
// once; 1 it does not, or the day could not be played.
void add_day(cli::App& app, int& exit_code);

}  // namespace wangge::tools
