#include "tools/bench/interrupt.h"

namespace wangge::tools::bench {
namespace {

volatile std::sig_atomic_t came = 0;

void note(int) { came = 1; }

}  // namespace

Interrupt::Interrupt() {
  came = 0;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, &before_int_);
  sigaction(SIGTERM, &action, &before_term_);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
}

bool Interrupt::has_come() const { return came != 0; }

}  // namespace wangge::tools::bench
