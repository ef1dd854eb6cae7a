#pragma once
// Helpers for `wangge submit` and related commands.

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"
#include "tools/demand/submit.h"
#include "tools/account/token.h"

namespace wangge::tests {

// A folder with a terminal's token, from which commands are given to a small city.
class Station {
 public:
  Station() {
    city.add_account(AccountKind::ops, {}, 9);
    city.run();
    tools::write_token(file("token"), city.token());
    write("mapping.toml",
          "[text]\ncolumns = [\"text\"]\n[category]\ncode = \"category\"\n[place]\ncode = \"place\"\n"
          "[severity]\ncolumn = \"severity\"\n");
  }

  std::string file(const std::string& name) const { return folder.path() / name; }
  void write(const std::string& name, std::string_view text) { std::ofstream{file(name), std::ios::binary} << text; }

  // Runs the command, without a token where it names none. Where a city is named, its tables check the demands that a
  // spool keeps.
  int submit(std::vector<std::string> arguments) {
    const auto has = [&](const char* option) { return std::ranges::find(arguments, option) != arguments.end(); };
    if (has("--spool") && !has("--deliver") && !has("--city")) arguments.emplace_back("--unchecked");
    return run(tools::add_submit, "submit", std::move(arguments));
  }
  // Runs another subcommand.
  int run(AddSubcommand add, const std::string& name, std::vector<std::string> arguments) {
    const bool is_offline = name == "spool" || std::ranges::find(arguments, "--spool") != arguments.end();
    arguments.insert(arguments.begin(), name);
    if (name != "spool" && (name == "submit" || !is_offline))
      arguments.insert(arguments.end(), {"--to", "127.0.0.1:" + std::to_string(city.port())});
    said = say({add}, std::move(arguments));
    return said.exit_code;
  }
  int submit_one(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--token",    file("token"), "--grid", "G1",
                                       "--category", "0201",        "--text", "井盖没了"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return submit(arguments);
  }

  int submit_table(std::vector<std::string> more) {
    const std::string city_folder = std::string{WANGGE_SOURCE_ROOT} + "/config/taonan";
    std::vector<std::string> arguments{"--token", file("token"), "--file", file("t.csv"), "--map", file("mapping.toml"),
                                       "--city",  city_folder,   "--json"};
    if (std::ranges::find(more, "--spool") != more.end()) arguments.emplace_back("--unchecked");
    arguments.insert(arguments.end(), more.begin(), more.end());
    return submit(arguments);
  }

  // The commands in the log, once the city has stopped.
  ServedCity::Counted log_holds() {
    city.stop();
    return city.count();
  }

  ServedCity city;
  TemporaryFolder folder;
  Printed said;
};

}  // namespace wangge::tests
