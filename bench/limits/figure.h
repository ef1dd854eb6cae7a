#pragma once
// The figures that are measured, the bytes that they are about, and the loop that measures them.

#include <chrono>
#include <cstddef>
#include <random>
#include <string>

#include <sys/resource.h>

#include "engine/base/limits.h"

namespace wangge::bench {

using Clock = std::chrono::steady_clock;

// The bytes of a load's average demand: as stored (record, kind and commitment; text; contact with its salt), as sent,
// and as answered; and how many demands a batch holds.
struct Bytes {
  std::size_t record = 64 + 1 + 32, text = 120, contact = 24 + 16;
  std::size_t answer = 40;
  std::size_t batch_demands = limits::batch_events_max;

  std::size_t sent() const { return 32 + text + contact - 16; }
};
inline constexpr Bytes counter_bytes{};
// A batch ends where its texts are full.
inline constexpr Bytes letters_bytes{.text = 1'069, .batch_demands = limits::batch_text_bytes_max / 1'069};

struct Figure {
  double per_second = 0, cpu_us = 0;  // demands, and CPU of a demand
  double p99_ms = 0;                  // of an answer; 0 where it is not measured
};

inline double seconds_of(const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; }
inline double cpu_seconds(const rusage& usage) { return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime); }
inline double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return cpu_seconds(usage);
}

inline std::string random_bytes(std::size_t count) {
  std::mt19937_64 random(1);
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Calls `append`, which makes `demands` demands durable, until the time is over.
template <class Append>
Figure measure(std::chrono::seconds time, std::size_t demands, Append append) {
  for (int warm_up = 0; warm_up < 20; ++warm_up) append();
  const double cpu = cpu_seconds();
  const auto began = Clock::now();
  std::size_t done = 0;
  while (Clock::now() < began + time) {
    append();
    done += demands;
  }
  const double took = std::chrono::duration<double>(Clock::now() - began).count();
  return {.per_second = double(done) / took, .cpu_us = (cpu_seconds() - cpu) * 1e6 / double(done)};
}

}  // namespace wangge::bench
