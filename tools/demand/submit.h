#pragma once
// wangge submit: submits demands as a grid station's terminal, for people and scripts.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 everything was accepted, or is kept in a spool; 1 something was
// not: it was declined, could not be mapped, or has no answer.
void add_submit(cli::App& app, int& exit_code);

}  // namespace wangge::tools
