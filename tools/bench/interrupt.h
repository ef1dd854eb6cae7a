#pragma once
// Ctrl-C while a bench runs: it ends with what is known so far. As long as one of these lives, SIGINT and SIGTERM only set a
// flag; the engine, in a process group of its own, does not get them.

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
  struct sigaction before_int_ {}, before_term_ {};
};

}  // namespace wangge::tools::bench
