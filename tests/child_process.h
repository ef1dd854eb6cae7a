#pragma once
// A process that a test starts, watches and kills.

#include <string>
#include <vector>

#include <sys/types.h>

namespace wangge::tests {

class ChildProcess {
 public:
  // The program with these arguments; what it prints is read by first_line(), what it complains of goes nowhere.
  ChildProcess(const std::string& program, std::vector<std::string> arguments);
  ~ChildProcess();  // kills it, where it still runs
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;

  // Waits for a whole line; empty where the process ends without one.
  std::string first_line();

  // Becomes readable when the process has ended.
  int ended_descriptor() const { return ended_; }
  // Waits for the end: its exit status, or -1 where a signal ended it.
  int wait();
  // SIGKILL, at once.
  void kill();
  // SIGTERM, and waits.
  int stop();

 private:
  pid_t process_ = -1;
  int ended_ = -1;
  int output_ = -1;
};

}  // namespace wangge::tests
