#pragma once
// The engine as a process of its own: this program again, with `serve`, until it is stopped.

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace wangge::tools {

class EngineProcess {
 public:
  // Starts `wangge serve --json` with these arguments and waits until it listens. Throws std::runtime_error where it ends
  // before that.
  explicit EngineProcess(std::vector<std::string> arguments);
  ~EngineProcess();  // stops it
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  // Where it listens: "127.0.0.1:40123".
  const std::string& address() const { return address_; }
  // The processor's time that it has used so far.
  double cpu_seconds() const;
  std::uint64_t memory_bytes() const;

  // SIGTERM, then waits. Throws where it did not end cleanly.
  void stop();

 private:
  pid_t process_ = -1;
  std::string address_;
};

}  // namespace wangge::tools
