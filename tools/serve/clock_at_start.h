#pragma once
// The machine's clock when an engine starts: the log's last fact is what it is compared with
// (engine/loop/steady_time.h).

#include <string>

#include "engine/base/time.h"
#include "engine/state/city.h"
#include "tools/command_line.h"
#include "tools/console.h"

namespace wangge::tools {

// Why no engine starts by a clock that says `now`, and what to do; empty where it may. Of a log with at least one fact.
std::string clock_problem(const City& city, Instant now, const Console& console);

// --clock-is-right: whoever gives it has looked, and the problem is none.
cli::Option* add_clock_is_right(cli::App& command, bool& clock_is_right);

}  // namespace wangge::tools
