#pragma once
// wangge situation: a post declares and ends situations (状况); what is in force, and the changes to all demands under way.

#include <CLI/CLI.hpp>

namespace wangge::tools {

void add_situation(CLI::App& app, int& exit_code);

}  // namespace wangge::tools
