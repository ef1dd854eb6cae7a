#pragma once
// `wangge similar`: open demands that may be about the same trouble, before one is submitted or while it is handled.

#include <string>

#include "tools/command_line.h"

#include "engine/views/similar.h"
#include "tools/console.h"

namespace wangge::tools {

// The reasons in words, such as "同一类别、同一楼栋".
std::string reasons_of(const views::Similar& similar, const Console& console);

void add_similar(cli::App& app, int& exit_code);

}  // namespace wangge::tools
