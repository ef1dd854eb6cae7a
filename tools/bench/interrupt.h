#pragma once
// Ctrl-C while a bench runs: it ends with what is known so far. As long as one of these lives, the first SIGINT or
// SIGTERM only sets a flag, and another ends the process; the engine, in a process group of its own, does not get them.
// Made before an engine is started, so that none is left behind.

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
