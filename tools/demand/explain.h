#pragma once
// wangge explain: who would get a demand, why, and when its stages would be due; nothing is submitted.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 a code is unknown or the city has mistakes.
void add_explain(cli::App& app, int& exit_code);

}  // namespace wangge::tools
