#include "tools/serve/process_descriptors.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include <sys/resource.h>

#include "engine/base/limits.h"

namespace wangge::tools {
namespace {

rlimit descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit;
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator()));
}

}  // namespace

void raise_descriptor_limit() {
  rlimit limit = descriptor_limit();
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);  // on failure there are fewer descriptors
}

std::size_t descriptors_for_connections() {
  const auto all = static_cast<std::size_t>(descriptor_limit().rlim_cur);
  const std::size_t kept =
      open_descriptors() + std::max(limits::descriptors_kept_min, all / limits::descriptors_kept_share);
  return std::min(limits::connections_max, all > kept ? all - kept : 0);
}

}  // namespace wangge::tools
