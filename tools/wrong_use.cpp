#include "tools/wrong_use.h"

#include <string_view>
#include <vector>

#include "tools/nearest.h"

namespace wangge::tools {
namespace {

// The innermost subcommand that was understood.
const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().back();
  return *command;
}

}  // namespace

std::string suggestion(const CLI::App& app) {
  const CLI::App& command = innermost(app);
  const std::vector<std::string> words = app.remaining(true);
  std::vector<std::string_view> known;
  for (const CLI::App* subcommand : command.get_subcommands({})) known.push_back(subcommand->get_name());
  for (const std::string& word : words) {
    const std::vector<std::string_view> near = nearest(word, known, 1);
    if (!near.empty()) return "是不是 / did you mean: " + std::string(near.front()) + "\n";
  }
  return {};
}

}  // namespace wangge::tools
