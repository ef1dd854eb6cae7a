#include "tools/console.h"

#include <charconv>
#include <cstdlib>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

namespace wangge::tools {
namespace {

constexpr const char* language_option = "--lang";

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

std::string_view locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string_view value = environment(name); !value.empty()) return value;
  }
  return {};
}

Language language_of(const cli::App& command) {
  const cli::Option* const option = command.program().find_option(language_option);
  const std::string chosen = option != nullptr && option->count() > 0 ? option->text() : std::string(locale());
  return chosen.starts_with("en") ? Language::english : Language::chinese;
}

}  // namespace

TerminalSize terminal_size() {
  winsize said{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &said) != 0) said = {};
  TerminalSize size{.columns = said.ws_col, .rows = said.ws_row};
  const std::string_view columns = environment("COLUMNS");
  if (size.columns == 0) std::from_chars(columns.data(), columns.data() + columns.size(), size.columns);
  return size;
}

void add_language_option(cli::App& program) {
  program.add_word(language_option, "语言 / language: zh, en")
      ->one_of({{"zh", {"中文", "Chinese"}}, {"en", {"英文", "English"}}});
}

Console console_of(const cli::App& command) {
  const bool is_terminal = isatty(STDOUT_FILENO) != 0;
  return {.language = language_of(command),
          .is_terminal = is_terminal,
          .columns = is_terminal ? terminal_size().columns : 0,
          .has_colour = is_terminal && environment("NO_COLOR").empty(),
          .shows_progress = isatty(STDERR_FILENO) != 0};
}

}  // namespace wangge::tools
