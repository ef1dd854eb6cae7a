#include "tools/bench/machine.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <commit.h>

namespace wangge::tools::bench {
namespace {

using Monotonic = std::chrono::steady_clock;

// The text after the colon of a line.
std::string line_of(const char* file, std::string_view key) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(key)) return line.substr(std::min(line.size(), line.find(':') + 2));
  }
  return "?";
}

double append_ms(int descriptor, const std::vector<char>& block) {
  const auto began = Monotonic::now();
  if (write(descriptor, block.data(), block.size()) < 0 || fdatasync(descriptor) != 0) return -1;
  return std::chrono::duration<double, std::milli>(Monotonic::now() - began).count();
}

}  // namespace

std::string processor_name() { return line_of("/proc/cpuinfo", "model name"); }

long cores() { return sysconf(_SC_NPROCESSORS_ONLN); }

std::string commit() { return WANGGE_COMMIT; }

std::string command_line() {
  std::ifstream file("/proc/self/cmdline");
  std::string words((std::istreambuf_iterator<char>(file)), {});
  while (!words.empty() && words.back() == '\0') words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  return words;
}

std::string file_system_of(const std::string& folder) {
  struct statfs found {};
  if (statfs(folder.c_str(), &found) != 0) return "?";
  switch (found.f_type) {  // magic numbers of statfs(2)
    case 0xEF53: return "ext4";
    case 0x58465342: return "xfs";
    case 0x9123683E: return "btrfs";
    case 0x01021994: return "tmpfs (memory: not durable)";
    case 0x794C7630: return "overlay";
    default: return "file system " + std::to_string(found.f_type);
  }
}

std::optional<double> measured_sync_ms(const std::string& folder) {
  const std::string file = folder + "/sync-probe";
  const int descriptor = open(file.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (descriptor < 0) return std::nullopt;
  const std::vector<char> block(4'096, 'x');
  std::vector<double> took;
  for (int i = 0; i < 100; ++i) took.push_back(append_ms(descriptor, block));
  close(descriptor);
  std::filesystem::remove(file);
  std::ranges::sort(took);
  if (took.front() < 0) return std::nullopt;
  return took[took.size() / 2];
}

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::error_code gone;  // a running engine's files come and go
    const std::uint64_t size = entry.is_regular_file(gone) ? entry.file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

std::uint64_t free_bytes_of_disk(const std::string& folder) { return std::filesystem::space(folder).available; }

std::uint64_t available_memory_bytes() {
  const std::string kib = line_of("/proc/meminfo", "MemAvailable");  // "   8123456 kB"
  return kib == "?" ? 0 : 1'024 * std::stoull(kib);
}

}  // namespace wangge::tools::bench
