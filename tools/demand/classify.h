#pragma once
// wangge classify: which categories a resident's words are about, and how often the answer is right.

#include "tools/command_line.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 done, 1 a file cannot be read or the city has mistakes.
void add_classify(cli::App& app, int& exit_code);

}  // namespace wangge::tools
