#pragma once
// wangge attachment (附件): the photos and papers that facts name: which are there, sending, fetching and removing
// them.

#include "tools/command_line.h"

namespace wangge::tools {

void add_attachment(cli::App& app, int& exit_code);

}  // namespace wangge::tools
