#pragma once
// For who used a command wrongly: what is wrong in Chinese and in English, and what they may have meant.

#include <string>

#include <CLI/CLI.hpp>

namespace wangge::tools {

// The innermost subcommand that was given.
const CLI::App& innermost(const CLI::App& app);

// As CLI::App::failure_message() takes it, after a parse that failed.
std::string wrong_use_text(const CLI::App* app, const CLI::Error& error);

}  // namespace wangge::tools
