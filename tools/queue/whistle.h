#pragma once
// wangge whistle (吹哨报到): a post summons organisations to a place; the command records who comes or leaves early,
// the end and the grades, and shows what is under way, and the turnout of each organisation.

#include "tools/command_line.h"

namespace wangge::tools {

void add_whistle(cli::App& app, int& exit_code);

}  // namespace wangge::tools
