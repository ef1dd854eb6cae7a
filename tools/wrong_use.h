#pragma once
// For who mistyped a subcommand.

#include <string>

#include <CLI/CLI.hpp>

namespace wangge::tools {

// After a parse that failed: "did you mean …?" where a word that was not understood is near to a subcommand; empty
// where it is not.
std::string suggestion(const CLI::App& app);

}  // namespace wangge::tools
