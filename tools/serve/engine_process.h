#pragma once
// The engine as a process of its own: this program again, with `serve`, until it is stopped.

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace wangge::tools {

class EngineProcess {
 public:
  // Starts `wangge serve --json` with these arguments and waits until it listens; what it reports goes to the file. It
  // is in a process group of its own, so that a Ctrl-C does not reach it. Throws std::runtime_error where it ends
  // before it listens.
  EngineProcess(std::vector<std::string> arguments, const std::string& report_file);
  ~EngineProcess();  // stops it
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  // Where it listens: "127.0.0.1:40123".
  const std::string& address() const { return address_; }

  // SIGTERM, then waits. Throws where it did not end cleanly.
  void stop();
  // SIGKILL, and waits.
  void kill();

 private:
  pid_t process_ = -1;
  std::string address_;
};

}  // namespace wangge::tools
