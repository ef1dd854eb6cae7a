#pragma once
// wangge show NUMBER: a demand and its history, from the log or from a running engine.

#include <string>

#include "tools/command_line.h"

#include "engine/model/demand.h"
#include "tools/console.h"

namespace wangge::tools {

// `exit_code` must outlive the parsing of `app`: 0 shown, 1 the number is wrong, or there is no such demand to see.
void add_show(cli::App& app, int& exit_code);

// Prints the demand as `wangge show` does, from a running engine. Throws where the engine cannot be asked, or the
// demand may not be seen.
void show(const std::string& to, const std::string& token, DemandId demand, const Console& console);

}  // namespace wangge::tools
