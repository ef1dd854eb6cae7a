#pragma once
// `wangge` in the test's own process: some of its subcommands, with what they print caught.

#include <initializer_list>
#include <string>
#include <vector>

#include "tools/command_line.h"
#include <boost/json.hpp>

#include "adapters/terminal/token.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

namespace wangge::tests {

// tools::add_submit and the like.
using AddSubcommand = void (*)(cli::App& app, int& exit_code);

struct Printed {
  int exit_code = -1;
  std::string out, err;

  boost::json::object json() const { return boost::json::parse(out).as_object(); }
};

// What `wangge ARGUMENTS` says; in Chinese where they name no language, whatever the locale. Throws what the program
// ends with: CLI::ParseError for wrong use, std::runtime_error for what could not be done.
Printed say(std::initializer_list<AddSubcommand> known, std::vector<std::string> arguments);

// Whoever has a token at a served city: --to and --token end the arguments.
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
