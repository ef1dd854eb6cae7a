#pragma once
// The engine as a process of its own: this program again, with `serve`, until it is stopped.

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace wangge::tools {

class EngineProcess {
 public:
  // Starts `wangge serve --json` with these arguments and waits until it listens; its messages go to `report_file`. The
  // process is in a group of its own, so that a Ctrl-C does not reach it. Throws std::runtime_error where it ends
  // before it listens.
  EngineProcess(std::vector<std::string> arguments, const std::string& report_file);
  ~EngineProcess();  // stops it
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  // The address where it listens, such as "127.0.0.1:40123".
  const std::string& address() const { return address_; }

  // Sends SIGTERM, then waits. Throws where the engine did not end cleanly.
  void stop();
  // Sends SIGKILL, then waits.
  void kill();

 private:
  pid_t process_ = -1;
  std::string address_;
};

}  // namespace wangge::tools
