#pragma once
// The reader of a command's output: which language, whether as a table for people, in colour, with a progress line.

#include <cstddef>
#include <string_view>

#include "tools/command_line.h"

namespace wangge::tools {

enum class Language { chinese, english };

// The size of the terminal at stdout; 0 where it is not known.
struct TerminalSize {
  std::size_t columns = 0, rows = 0;
};
// Asks the terminal; where it does not tell its columns, COLUMNS does.
TerminalSize terminal_size();

struct Console {
  Language language = Language::chinese;
  bool is_terminal = false;  // stdout: tables are aligned, otherwise tab-separated
  std::size_t columns = 0;   // of that terminal; tables keep to it; 0: not known, tables are as wide as their contents
  bool has_colour = false;   // stdout: a terminal, and NO_COLOR is not set
  bool shows_progress = false;  // stderr is a terminal: one line that moves

  std::string_view say(std::string_view chinese, std::string_view english) const {
    return language == Language::english ? english : chinese;
  }
};

// Adds --lang to the program.
void add_language_option(cli::App& program);

// For a subcommand that was parsed: --lang of its program; else English where LC_ALL, LC_MESSAGES or LANG (the first
// that is set) begins with "en"; else Chinese.
Console console_of(const cli::App& command);

}  // namespace wangge::tools
