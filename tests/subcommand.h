#pragma once
// Runs some subcommands of `wangge` in the test's own process, and catches what they print.

#include <initializer_list>
#include <string>
#include <vector>

#include "tools/command_line.h"
#include <boost/json.hpp>

#include "adapters/terminal/token.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

namespace wangge::tests {

// A function such as tools::add_submit.
using AddSubcommand = void (*)(cli::App& app, int& exit_code);

struct Printed {
  int exit_code = -1;
  std::string out, err;

  boost::json::object json() const { return boost::json::parse(out).as_object(); }
};

// The output of `wangge ARGUMENTS`; in Chinese where they name no language, whatever the locale. Throws what the
// program ends with: CLI::ParseError for wrong use, std::runtime_error where it failed.
Printed say(std::initializer_list<AddSubcommand> known, std::vector<std::string> arguments);

// Runs subcommands with a token at a served city: --to and --token end the arguments.
class Speaker {
 public:
  explicit Speaker(const ServedCity& city) : Speaker(city, city.token()) {}
  Speaker(const ServedCity& city, const terminal::Token& token);

  Printed say(std::initializer_list<AddSubcommand> known, std::vector<std::string> arguments) const;
  std::string token_file() const { return folder_.path() / "token"; }

 private:
  std::string address_;
  TemporaryFolder folder_;
};

}  // namespace wangge::tests
