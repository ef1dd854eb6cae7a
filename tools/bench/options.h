#pragma once
// Options that several of the bench's commands have.

#include <chrono>

#include "tools/command_line.h"

#include "tools/bench/load.h"
#include "tools/bench/target.h"

namespace wangge::tools::bench {

// A number of seconds, also part of one.
cli::Option* add_seconds(cli::App& command, const char* name, std::chrono::milliseconds& into, const char* description);
void add_json(cli::App& command, bool& as_json);
void add_plot(cli::App& command, std::string& file);
void add_seed_and_in_flight(cli::App& command, Load& load);

// Options for where the engine is: one of its own or, with `may_be_running`, one that runs already.
void add_whereabouts(cli::App& command, Whereabouts& where, bool may_be_running);
// All options of a load.
void add_load(cli::App& command, Load& load);
// The options of loads that only fill a log.
void add_filling(cli::App& command, Load& load);

}  // namespace wangge::tools::bench
