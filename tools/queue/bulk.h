#pragma once
// wangge bulk accept | transfer | note: does the same to all demands in a queue, after a preview, as one group of the
// history.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, or nothing to do; 1 some were refused, or the engine cannot be
// asked; 2 it was not confirmed.
void add_bulk(cli::App& app, int& exit_code);

}  // namespace wangge::tools
