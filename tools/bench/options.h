#pragma once
// Options that several of the bench's commands have.

#include <chrono>

#include <CLI/CLI.hpp>

#include "tools/bench/load.h"
#include "tools/bench/target.h"

namespace wangge::tools::bench {

// A number of seconds, also part of one.
CLI::Option* add_seconds(CLI::App& command, const char* name, std::chrono::milliseconds& into, const char* description);
void add_json(CLI::App& command, bool& as_json);
void add_plot(CLI::App& command, std::string& file);
void add_seed_and_in_flight(CLI::App& command, Load& load);

// An engine of its own; and where it may be one that runs already, that.
void add_whereabouts(CLI::App& command, Whereabouts& where, bool may_be_running);
// Everything that a load may be.
void add_load(CLI::App& command, Load& load);
// Of the loads that only fill a log.
void add_filling(CLI::App& command, Load& load);

}  // namespace wangge::tools::bench
