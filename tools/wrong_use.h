#pragma once
// Messages for wrong use of a command: what is wrong in Chinese and in English, and what may have been meant.

#include <string>

#include <CLI/CLI.hpp>

namespace wangge::tools {

// The innermost subcommand that was given.
const CLI::App& innermost(const CLI::App& app);

// Has the form that CLI::App::failure_message() takes; called after a parse that failed.
std::string wrong_use_text(const CLI::App* app, const CLI::Error& error);

}  // namespace wangge::tools
