// What is said to who uses a command wrongly.

#include "tools/command_line.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace {

namespace cli = wangge::cli;

// A program with a subcommand that takes a few options.
class Program {
 public:
  Program() {
    app_.require_subcommand(1);
    cli::App* command = app_.add_subcommand("accept", "accept a demand");
    cli::Option* token = command->add_option("--token", token_, "token")->required()->check(cli::existing_file());
    cli::Option* all = command->add_flag("--all", all_, "all");
    command->add_option("--severity", severity_, "severity")->check(cli::in_range(1, 4))->excludes(all);
    command->add_option("--level", level_, "level")
        ->one_of({{"grid", {"网格", "grid chief"}}, {"street", {"街", "street chief"}}});
    all->needs(token);
    cli::App* place = command->add_option_group("place");
    place->add_flag("--here", here_, "here");
    place->add_flag("--there", there_, "there");
    place->require_option(0, 1);
  }

  std::string said_to(std::vector<std::string> arguments) {
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return app_.wrong_use(error);
    }
    return {};
  }

  const std::string& level() const { return level_; }

 private:
  cli::App app_;
  std::string token_, level_;
  int severity_ = 0;
  bool all_ = false, here_ = false, there_ = false;
};

}  // namespace

TEST_CASE("wrong use is said in Chinese, then in English, and names what it is about") {
  Program program;
  using Catch::StartsWith;
  CHECK_THAT(program.said_to({"accept"}), StartsWith("缺少参数：--token / --token is required\n"));
  CHECK_THAT(program.said_to({}), StartsWith("缺少参数：子命令 / A subcommand is required\n"));
  CHECK_THAT(program.said_to({"accept", "--token", "/nowhere"}),
             StartsWith("参数无效：--token: 没有这个文件：/nowhere / --token: File does not exist: /nowhere\n"));
  CHECK_THAT(program.said_to({"accept", "--token", "/dev/null", "--severity", "9"}),
             StartsWith("参数无效：--severity: 9 不在此范围：1 到 4 / "));
  CHECK_THAT(program.said_to({"accept", "--token", "/dev/null", "--severity", "much"}),
             StartsWith("参数无效：") && Catch::Contains("much"));
  CHECK_THAT(program.said_to({"accept", "--token", "/dev/null", "--level", "moon"}),
             StartsWith("参数无效：--level: moon 不在其中 / is none of: 网格|grid, 街|street\n"));
  CHECK_THAT(program.said_to({"accept", "--token", "/dev/null", "--all", "--severity", "1"}),
             StartsWith("参数不能一起用：--all 与 --severity / --all excludes --severity\n"));
  CHECK_THAT(program.said_to({"accept", "--token", "/dev/null", "--here", "--there"}),
             StartsWith("参数不能一起用：最多给其中一个 [") && Catch::Contains("--here"));
  CHECK_THAT(program.said_to({"accept", "--token"}), StartsWith("参数个数不对：--token"));
  CHECK_THAT(program.said_to({"accept", "--token", "/dev/null", "more"}), StartsWith("不认识的参数：more / "));
}

TEST_CASE("a mistyped subcommand gets the nearest one") {
  Program program;
  CHECK_THAT(program.said_to({"acept"}), Catch::Contains("did you mean: accept"));
}

TEST_CASE("a word of a list is taken in Chinese, in English and by its name, and read as its name") {
  for (const char* typed : {"街", "street chief", "street"}) {
    Program program;
    INFO(typed);
    CHECK(program.said_to({"accept", "--token", "/dev/null", "--level", typed}).empty());
    CHECK(program.level() == "street");
  }
}
