#pragma once
// How the program's help is laid out.

#include <CLI/CLI.hpp>

namespace wangge::tools {

// A subcommand's own help begins with examples; where subcommands are listed, one line says what each is for: the first
// of its description that is no example. To be called before subcommands are added.
void lay_out_help(CLI::App& program);

}  // namespace wangge::tools
