#include "tests/subcommand.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "tests/caught.h"
#include "tools/console.h"
#include "tools/account/token.h"

namespace wangge::tests {

Printed say(std::initializer_list<AddSubcommand> known, std::vector<std::string> arguments) {
  if (std::ranges::find(arguments, "--lang") == arguments.end()) arguments.insert(arguments.begin(), {"--lang", "zh"});
  cli::App app;
  app.fallthrough();
  tools::add_language_option(app);
  Printed said;
  for (const AddSubcommand add : known) add(app, said.exit_code);
  const Caught out(std::cout), err(std::cerr);
  app.parse(arguments);
  said.out = out.text();
  said.err = err.text();
  return said;
}

Speaker::Speaker(const ServedCity& city, const terminal::Token& token)
    : address_("127.0.0.1:" + std::to_string(city.port())) {
  tools::write_token(token_file(), token);
}

Printed Speaker::say(std::initializer_list<AddSubcommand> known, std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--to", address_, "--token", token_file()});
  return tests::say(known, std::move(arguments));
}

}  // namespace wangge::tests
