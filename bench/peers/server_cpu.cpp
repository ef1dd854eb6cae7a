#include "bench/peers/server_cpu.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace wangge::peers {
namespace {

// The figures of a process from /proc/PID/stat, times in ticks; of_children: those of the children that were waited
// for.
struct Process {
  pid_t parent = 0;
  double own = 0, of_children = 0;
};

std::optional<Process> read_process(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::size_t name_ends = text.rfind(')');  // the name before it may hold any characters
  if (name_ends == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(name_ends + 2));
  Process process;
  std::string skipped;
  fields >> skipped >> process.parent;  // fields 3 and 4
  for (int field = 5; field < 14; ++field) fields >> skipped;
  double user = 0, system = 0, children_user = 0, children_system = 0;  // 14 to 17
  fields >> user >> system >> children_user >> children_system;
  process.own = user + system;
  process.of_children = children_user + children_system;
  return process;
}

bool is_number(const std::string& name) { return name.find_first_not_of("0123456789") == std::string::npos; }

}  // namespace

double server_cpu_seconds(pid_t server) {
  const std::optional<Process> first = read_process(std::to_string(server));
  if (!first) throw std::runtime_error("no process " + std::to_string(server));
  double ticks = first->own + first->of_children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (!is_number(name)) continue;
    const std::optional<Process> process = read_process(name);
    if (process && process->parent == server) ticks += process->own;
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace wangge::peers
