#pragma once
// The results of a run.

#include <chrono>
#include <cstdint>
#include <vector>

#include "adapters/terminal/messages.h"
#include "tools/bench/latency.h"
#include "tools/bench/load.h"

namespace wangge::tools::bench {

using SteadyClock = std::chrono::steady_clock;

struct Measured {
  double seconds = 0;               // of the window; 0: it never began
  std::uint64_t acknowledged = 0;   // commands that were taken, within the window
  std::uint64_t refused = 0;        // declined, within the window
  std::uint64_t repeated = 0;       // sent again and told so, within the window
  std::uint64_t busy = 0;           // frames that the engine put off, of the whole run
  std::uint64_t bytes_sent = 0;     // within the window
  std::uint64_t unanswered = 0;     // open loop: demands that were due and had no answer when the run was given up
  Latency latency, repeat_latency;  // counted from when a frame was due
  double slice_seconds = 0;
  std::vector<std::uint64_t> acknowledged_by_slice;  // of the window
  terminal::Figures before, after;                   // the engine's, at the window's ends
  std::uint64_t generator_cpu_us = 0;
  // For each terminal, over the whole run: its numbers 1 … n were acknowledged.
  std::vector<std::uint32_t> acknowledged_numbers;
  bool is_cut_short = false;  // by Ctrl-C
  bool is_engine_lost = false;

  // For several runs by the same terminals: adds what was acknowledged in the run.
  void remember(const Measured& run);

  std::uint64_t answered() const { return acknowledged + refused; }
  double rate() const { return seconds == 0 ? 0 : static_cast<double>(acknowledged) / seconds; }
};

// Keeps count while the window is open. In a closed loop an answer belongs to the window when it comes within it; in an
// open loop, where answers may come late, when its frame was due within it.
class Recorder {
 public:
  Recorder(const Load& load, Measured& measured);

  void open(SteadyClock::time_point now);
  void close(SteadyClock::time_point now);

  void count(const terminal::Acknowledged& answer, bool is_repeat, SteadyClock::time_point due,
             SteadyClock::time_point now);
  // Counts a frame that never had its answer as lasting at least until now.
  void give_up(std::uint64_t commands, SteadyClock::time_point due, SteadyClock::time_point now);
  void count_sent(std::size_t bytes);
  void count_busy() { ++measured_.busy; }
  bool is_open() const { return is_open_; }

 private:
  bool counts_latency(SteadyClock::time_point due) const;

  bool by_due_;
  Measured& measured_;
  SteadyClock::time_point begins_, ends_ = SteadyClock::time_point::max();
  SteadyClock::duration slice_;
  bool is_open_ = false, has_begun_ = false;
};

}  // namespace wangge::tools::bench
