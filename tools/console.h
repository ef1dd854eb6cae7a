#pragma once
// Who reads what a command prints: which language, whether as a table for people, in colour, with a progress line.

#include <cstddef>
#include <string_view>

#include "tools/command_line.h"

namespace wangge::tools {

enum class Language { chinese, english };

// Of the terminal at stdout; 0 where that is not known.
struct TerminalSize {
  std::size_t columns = 0, rows = 0;
};
// Where the terminal does not say its columns, COLUMNS does.
TerminalSize terminal_size();

struct Console {
  Language language = Language::chinese;
  bool is_terminal = false;  // stdout: tables are aligned, otherwise tab-separated
  std::size_t columns = 0;   // of that terminal, which tables keep to; 0: not known, they are as wide as what they hold
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
