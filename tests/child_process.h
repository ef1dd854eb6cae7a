#pragma once
// A process that a test starts, watches and kills.

#include <string>
#include <vector>

#include <sys/types.h>

namespace wangge::tests {

class ChildProcess {
 public:
  // Starts the program with these arguments; first_line() reads its stdout, and its stderr is discarded.
  ChildProcess(const std::string& program, std::vector<std::string> arguments);
  ~ChildProcess();  // kills it, where it still runs
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;

  // Waits for a whole line; empty where the process ends without one.
  std::string first_line();

  // A descriptor that becomes readable when the process has ended.
  int ended_descriptor() const { return ended_; }
  // Waits for the end; returns the exit status, or -1 where a signal ended the process.
  int wait();
  // Sends SIGKILL and returns at once.
  void kill();
  // Sends SIGTERM and waits for the end.
  int stop();

 private:
  pid_t process_ = -1;
  int ended_ = -1;
  int output_ = -1;
};

}  // namespace wangge::tests
