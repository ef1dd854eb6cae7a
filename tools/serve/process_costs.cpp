#include "tools/serve/process_costs.h"

#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "tools/serve/allocations.h"

namespace wangge::tools {
namespace {

std::uint64_t microseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(time.tv_usec);
}

std::uint64_t processor_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;  // in pages
  file >> size >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

terminal::Costs process_costs() {
  const std::uint64_t here = allocations_of_this_thread();
  return {.processor_us = processor_us(),
          .resident_bytes = resident_bytes(),
          .allocations = here,
          .allocations_elsewhere = allocations_of_all_threads() - here};
}

}  // namespace wangge::tools
