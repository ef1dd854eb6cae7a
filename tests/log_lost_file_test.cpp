// Files that vanish under a running log: it says so and ends. What ends is a process of its own: this program again,
// running the hidden test case at the end of this file until its input is closed.

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/log/folder.h"
#include "engine/log/store.h"
#include "tests/random_batches.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::RandomBatches;
using tests::TemporaryFolder;

constexpr const char* folder_variable = "WANGGE_LOST_FILE_FOLDER";
constexpr const char* busy_variable = "WANGGE_LOST_FILE_BUSY";

std::filesystem::path beside_of(const std::filesystem::path& folder) { return folder / "beside"; }

class Running {
 public:
  Running(const std::filesystem::path& folder, bool is_busy) {
    int to_child[2], from_child[2];
    REQUIRE((::pipe2(to_child, O_CLOEXEC) == 0 && ::pipe2(from_child, O_CLOEXEC) == 0));
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      ::setenv(folder_variable, folder.c_str(), 1);
      if (is_busy) ::setenv(busy_variable, "1", 1);
      ::dup2(to_child[0], STDIN_FILENO);
      ::dup2(from_child[1], STDERR_FILENO);
      ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
      ::execl("/proc/self/exe", "wangge_tests", "[lost-file-child]", nullptr);
      ::_exit(127);
    }
    ::close(to_child[0]);
    ::close(from_child[1]);
    input_ = to_child[1];
    said_ = from_child[0];
    char ready = 0;
    REQUIRE(::read(said_, &ready, 1) == 1);
  }
  ~Running() {
    ::close(input_);
    ::close(said_);
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
  }

  // What it said last, and its exit status.
  std::string said;
  int wait() {
    for (char c = 0; ::read(said_, &c, 1) == 1;) said.push_back(c);
    int status = 0;
    REQUIRE(::waitpid(std::exchange(process_, -1), &status, 0) > 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int stop() {
    ::close(std::exchange(input_, -1));
    return wait();
  }

 private:
  pid_t process_ = -1;
  int input_ = -1, said_ = -1;
};

TEST_CASE("a file of the log that vanishes while it runs ends the process and is named, whether it is busy or idle",
          "[threads]") {
  const bool is_busy = GENERATE(false, true);
  const std::string name = GENERATE("journal/0", "journal/3", "durable_mark", "lock", "rocksdb/CURRENT",
                                    "rocksdb/MANIFEST", "rocksdb/sst", "beside");
  const TemporaryFolder folder;
  Running running(folder.path(), is_busy);
  std::filesystem::path file = folder.path() / name;
  for (const std::string& there : folder.names()) {
    if (name == "rocksdb/MANIFEST" && there.find("MANIFEST") != std::string::npos) file = there;
    if (name == "rocksdb/sst" && there.ends_with(".sst")) file = there;
  }
  REQUIRE(std::filesystem::remove(file));
  CHECK(running.wait() == exit_status_log_failed);
  CHECK_THAT(running.said, Catch::Contains("A file of the log is gone or was replaced: " + file.string()));
}

TEST_CASE("a file of the log that is replaced while it runs ends the process, and one that is whole ends nothing",
          "[threads]") {
  const TemporaryFolder folder;
  Running running(folder.path(), false);
  SECTION("the whole folder is moved") {
    std::filesystem::rename(folder.path() / "journal", folder.path() / "elsewhere");
    CHECK(running.wait() == exit_status_log_failed);
  }
  SECTION("the mark is another one") {
    std::filesystem::copy_file(folder.path() / "durable_mark", folder.path() / "copy");
    REQUIRE(DurableMark::make(*rocksdb::Env::Default(), mark_of(folder.path()), {.log = {1}, .position = {1}}).ok());
    CHECK(running.wait() == exit_status_log_failed);
    CHECK_THAT(running.said, Catch::Contains("durable_mark"));
  }
  SECTION("nothing") { CHECK(running.stop() == 0); }
}

// Does nothing but where `Running` has started it.
TEST_CASE("runs a log until its input is closed", "[.][lost-file-child]") {
  const char* const folder = std::getenv(folder_variable);
  if (folder == nullptr) return;
  Options options{
      .folder = folder, .now = 1'000, .beside = {beside_of(folder)}, .looks_every = std::chrono::milliseconds(20)};
  const auto append = [](EventLog& log) {
    std::vector<Batch> group{RandomBatches(log.last().value).submitted({log.last().value + 1}, 20, 100, 11)};
    log.append(group);
    log.flush();
  };
  std::ofstream(beside_of(folder)) << "kept";
  {
    EventLog log(options);  // closing makes tables
    append(log);
  }
  EventLog log(options);
  append(log);
  if (::write(STDERR_FILENO, "!", 1) != 1) ::_exit(1);
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  const bool is_busy = std::getenv(busy_variable) != nullptr;
  while (::poll(&input, 1, is_busy ? 0 : -1) == 0) append(log);
}

}  // namespace
}  // namespace wangge::log
