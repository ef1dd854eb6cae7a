#include "tools/serve/engine_process.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>

namespace wangge::tools {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Reads the first line, without its end; empty where none comes.
std::string first_line(int descriptor) {
  const std::unique_ptr<std::FILE, Close> file(fdopen(descriptor, "r"));
  std::string line;
  for (int c = std::fgetc(file.get()); c != EOF && c != '\n'; c = std::fgetc(file.get())) {
    line.push_back(static_cast<char>(c));
  }
  return line;
}

std::string contents_of(const std::string& file) {
  std::ifstream contents(file);
  return {std::istreambuf_iterator<char>(contents), {}};
}

}  // namespace

EngineProcess::EngineProcess(std::vector<std::string> arguments, const std::string& report_file) {
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
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, report_file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int error = posix_spawn(&process_, "/proc/self/exe", &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  const std::string line = first_line(pipe_ends[0]);
  if (error != 0 || line.empty()) {
    throw std::runtime_error("引擎没有启动，原因见 / the engine did not start, the reason stands in " + report_file +
                             "\n" + contents_of(report_file));
  }
  address_ = boost::json::parse(line).at("listening").as_string().c_str();
}

EngineProcess::~EngineProcess() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

void EngineProcess::stop() {
  int status = 0;
  ::kill(process_, SIGTERM);
  waitpid(std::exchange(process_, -1), &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("引擎没有正常结束 / the engine did not end cleanly");
  }
}

void EngineProcess::kill() {
  ::kill(process_, SIGKILL);
  waitpid(std::exchange(process_, -1), nullptr, 0);
}

}  // namespace wangge::tools
