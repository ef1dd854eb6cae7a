#pragma once
// wangge attachment (附件): lists, sends, fetches and removes the photos and papers that facts name.

#include "tools/command_line.h"

namespace wangge::tools {

void add_attachment(cli::App& app, int& exit_code);

}  // namespace wangge::tools
