#pragma once
// Checks the machine's clock when an engine starts, against the log's last fact (engine/loop/steady_time.h).

#include <string>

#include "engine/base/time.h"
#include "engine/state/city.h"
#include "tools/command_line.h"
#include "tools/console.h"

namespace wangge::tools {

// Why no engine may start by a clock that says `now`, and what to do; empty where it may. Needs a log with at least one
// fact.
std::string clock_problem(const City& city, Instant now, const Console& console);

// Adds --clock-is-right: whoever gives it has looked at the clock, and the problem is ignored.
cli::Option* add_clock_is_right(cli::App& command, bool& clock_is_right);

}  // namespace wangge::tools
