#pragma once
// Ctrl-C while a bench runs: the bench ends with what is known so far. As long as an Interrupt lives, the first SIGINT
// or SIGTERM only sets a flag, and another one ends the process; the engine, in a process group of its own, does not
// get them. The Interrupt must be made before an engine is started, so that none is left behind.

#include <csignal>

namespace wangge::tools::bench {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool has_come() const;

 private:
  struct sigaction before_int_ {
  }, before_term_{};
};

}  // namespace wangge::tools::bench
