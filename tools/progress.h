#pragma once
// The progress of a long piece of work, on stderr: a bar that moves on a terminal, a line now and then otherwise.

#include <chrono>
#include <cstdint>
#include <string>

#include "tools/console.h"

namespace wangge::tools {

class Progress {
 public:
  Progress(std::string what, const Console& console);
  ~Progress();  // leaves the last state on a line of its own
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap: prints only when there is something new to see.
  void update(std::uint64_t done, std::uint64_t total);

 private:
  using Clock = std::chrono::steady_clock;
  void print();

  std::string what_;
  bool moves_;
  Clock::time_point next_print_;
  std::uint64_t done_ = 0, total_ = 0, printed_ = 0;
  bool printed_any_ = false;
};

}  // namespace wangge::tools
