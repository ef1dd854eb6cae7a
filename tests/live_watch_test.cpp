// `wangge watch` on a terminal: the program in a process of its own, which a test looks at and types into.

#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/served_city.h"
#include "tests/subcommand.h"
#include "tools/queue/queue.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

constexpr int patience_ms = 30'000;

// The program with a terminal for its standard streams.
class Screened {
 public:
  explicit Screened(std::vector<std::string> arguments) : terminal_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    REQUIRE(terminal_ >= 0);
    REQUIRE(::grantpt(terminal_) == 0);
    REQUIRE(::unlockpt(terminal_) == 0);
    const std::string name = ::ptsname(terminal_);
    arguments.insert(arguments.begin(), WANGGE_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name.c_str(), O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    const int failed = ::posix_spawn(&process_, WANGGE_PROGRAM, &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(failed == 0);
  }
  ~Screened() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
    ::close(terminal_);
  }
  Screened(const Screened&) = delete;
  Screened& operator=(const Screened&) = delete;

  // Whether this comes to stand there, after what was waited for before.
  bool shows(std::string_view text) {
    for (;;) {
      if (const std::size_t at = drawn_.find(text); at != std::string::npos) {
        drawn_.erase(0, at + text.size());
        return true;
      }
      pollfd output{.fd = terminal_, .events = POLLIN, .revents = 0};
      char part[4'096];
      if (::poll(&output, 1, patience_ms) <= 0) return false;
      const ssize_t got = ::read(terminal_, part, sizeof part);
      if (got <= 0) return false;
      drawn_.append(part, static_cast<std::size_t>(got));
    }
  }
  void type(std::string_view keys) {
    REQUIRE(::write(terminal_, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
  }
  // Its exit status. What it still draws is read, or it would wait for that.
  int wait() {
    while (shows("\n")) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  int terminal_;
  pid_t process_ = -1;
  std::string drawn_;
};

// A queue with one demand, and a clerk who watches it.
class Watch {
 public:
  Watch() {
    city_.run();
    const Printed said = clerk_.say({tools::add_submit},
                                    {"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮", "--json"});
    number = std::string(said.json().at("number").as_string());
  }

  std::vector<std::string> arguments() const {
    return {"--lang",
            "zh",
            "watch",
            "--of",
            "PG1",
            "--to",
            "127.0.0.1:" + std::to_string(city_.port()),
            "--token",
            clerk_.token_file()};
  }
  std::int64_t accepted() const {
    const Printed said = clerk_.say({tools::add_queue}, {"queue", "--of", "PG1", "--state", "accepted", "--json"});
    return said.json().at("all").to_number<std::int64_t>();
  }

  std::string number;

 private:
  ServedCity city_;
  const Speaker clerk_{city_};
};

TEST_CASE("watch asks once before it accepts, by number and category, and takes only y for a yes", "[threads]") {
  const Watch watch;
  Screened screen(watch.arguments());
  REQUIRE(screen.shows(watch.number));
  const std::string question = "签收 " + watch.number + " 其他诉求？";
  for (const std::string_view no : {"n", "a", "\r", "q"}) {
    screen.type("a");
    REQUIRE(screen.shows(question));
    screen.type(no);
    REQUIRE(screen.shows("没有签收"));
  }
  CHECK(watch.accepted() == 0);
  screen.type("a");
  REQUIRE(screen.shows(question));
  screen.type("y");
  REQUIRE(screen.shows("签收 " + watch.number + "\033"));  // and nothing asked behind it
  CHECK(watch.accepted() == 1);
  screen.type("q");
  CHECK(screen.wait() == 0);
}

TEST_CASE("what was typed before watch asks is no answer", "[threads]") {
  const Watch watch;
  Screened screen(watch.arguments());
  REQUIRE(screen.shows(watch.number));
  screen.type("ay");
  REQUIRE(screen.shows("签收 " + watch.number + " 其他诉求？"));
  screen.type("n");
  REQUIRE(screen.shows("没有签收"));
  CHECK(watch.accepted() == 0);
}

}  // namespace
}  // namespace wangge::tests
