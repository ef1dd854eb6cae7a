#pragma once
// wangge tally: the counts of the log, as tables that a supervisor understands.

#include <filesystem>

#include "tools/command_line.h"

#include "engine/state/city.h"
#include "engine/views/tally.h"
#include "tools/console.h"

namespace wangge::tools {

// A log counted from its first fact, and the city that it gives. Read-only, also beside a running engine: then up to
// what was durable when it was opened.
struct CountedLog {
  City city;
  views::Tally tally;

  // Throws log::CannotOpen, or std::runtime_error where no city has been adopted yet.
  CountedLog(const std::filesystem::path& folder, const Console& console);
};

void print(const CountedLog& counted, const Console& console);

// `exit_code` must outlive the parsing of `app`: 0 counted.
void add_tally(cli::App& app, int& exit_code);

}  // namespace wangge::tools
