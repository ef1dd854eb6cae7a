#include "tests/child_process.h"

#include <csignal>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/check.h"

namespace wangge::tests {

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  int ends[2];
  CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  CHECK(::posix_spawn(&process_, program.c_str(), &actions, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  output_ = ends[0];
  ended_ = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
  CHECK(ended_ >= 0);
}

ChildProcess::~ChildProcess() {
  kill();
  if (ended_ >= 0) ::close(ended_);
  if (output_ >= 0) ::close(output_);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      ended_(std::exchange(other.ended_, -1)),
      output_(std::exchange(other.output_, -1)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(process_, other.process_);
  std::swap(ended_, other.ended_);
  std::swap(output_, other.output_);
  return *this;
}

std::string ChildProcess::first_line() {
  std::string line;
  for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) line.push_back(c);
  return line;
}

int ChildProcess::wait() {
  int status = 0;
  CHECK(::waitpid(std::exchange(process_, -1), &status, 0) > 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ChildProcess::kill() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  wait();
}

int ChildProcess::stop() {
  ::kill(process_, SIGTERM);
  return wait();
}

}  // namespace wangge::tests
