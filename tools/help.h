#pragma once
// The layout of the program's help.

#include <CLI/CLI.hpp>

namespace wangge::tools {

// A subcommand's own help begins with examples; in a list of subcommands each has one line: the first of its
// description that is no example. Must be called before subcommands are added.
void lay_out_help(CLI::App& program);

}  // namespace wangge::tools
