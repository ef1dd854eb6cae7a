#pragma once
// A change to all demands under way: its effect is shown from the data folder first, then an ops account asks the
// running engine for it.

#include <string>

#include "tools/command_line.h"

#include "tools/console.h"
#include "tools/log/data_folder.h"

namespace wangge::tools {

struct MassChangeOptions {
  std::string data = default_data_folder, to = "127.0.0.1:8243", token;
  bool is_confirmed = false, as_json = false;
};

// Adds --data, --to, --token, --yes and --json.
void add_mass_change_options(cli::App& command, MassChangeOptions& options);

// Whether the change is to be made: a token was given, and somebody says yes. `question` ends in "？" or "?".
enum class Go { show_only, yes, no };
Go may_go(const MassChangeOptions& options, std::string_view question);

}  // namespace wangge::tools
