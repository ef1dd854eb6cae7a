#include "tools/engine_process.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>

namespace wangge::tools {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// The first line that comes, without its end; empty where none does.
std::string first_line(int descriptor) {
  const std::unique_ptr<std::FILE, Close> file(fdopen(descriptor, "r"));
  std::string line;
  for (int c = std::fgetc(file.get()); c != EOF && c != '\n'; c = std::fgetc(file.get())) {
    line.push_back(static_cast<char>(c));
  }
  return line;
}

}  // namespace

EngineProcess::EngineProcess(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"wangge", "serve", "--json"});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) throw std::runtime_error("cannot make a pipe for the engine's output");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
  const int error = posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  const std::string line = first_line(pipe_ends[0]);
  if (error != 0 || line.empty()) {
    throw std::runtime_error("引擎没有启动，原因见上 / the engine did not start, the reason stands above");
  }
  address_ = boost::json::parse(line).at("listening").as_string().c_str();
}

EngineProcess::~EngineProcess() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

double EngineProcess::cpu_seconds() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));  // field 3 and on
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0, system = 0;  // in ticks
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::uint64_t EngineProcess::memory_bytes() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  std::uint64_t size = 0, resident = 0;  // in pages
  file >> size >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void EngineProcess::stop() {
  int status = 0;
  kill(process_, SIGTERM);
  waitpid(std::exchange(process_, -1), &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("引擎没有正常结束 / the engine did not end cleanly");
  }
}

}  // namespace wangge::tools
