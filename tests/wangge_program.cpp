#include "tests/wangge_program.h"

#include <cstdio>
#include <stdexcept>

#include <sys/wait.h>

#include <boost/json.hpp>

#include "engine/base/check.h"

namespace wangge::tests {

namespace {

EndedProgram run_line(const std::string& line) {
  std::FILE* const pipe = ::popen(line.c_str(), "r");
  CHECK(pipe != nullptr);
  EndedProgram ended;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) ended.said.push_back(static_cast<char>(c));
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) ended.status = WEXITSTATUS(status);
  return ended;
}

// An empty environment but for how a sanitizer reports, of whose suppressions the program knows nothing else.
constexpr const char* in_an_empty_environment =
    "cd / && exec env -i ${TSAN_OPTIONS:+TSAN_OPTIONS=\"$TSAN_OPTIONS\"} "
    "${ASAN_OPTIONS:+ASAN_OPTIONS=\"$ASAN_OPTIONS\"} ";

}  // namespace

std::string run_wangge(const std::string& arguments, const std::string& environment) {
  const EndedProgram ended = run_line(in_an_empty_environment + environment + " " WANGGE_PROGRAM " " + arguments);
  if (ended.status != 0) {
    throw std::runtime_error("wangge " + arguments + " ended with " + std::to_string(ended.status) +
                             " and said: " + ended.said);
  }
  return ended.said;
}

EndedProgram try_wangge(const std::string& arguments) {
  return run_line(std::string(in_an_empty_environment) + WANGGE_PROGRAM " " + arguments + " 2>&1");
}

std::uint64_t digest_elsewhere(const std::filesystem::path& data, const std::string& environment) {
  const std::string printed = run_wangge("log stat --json --data " + data.string(), environment);
  return std::stoull(boost::json::parse(printed).at("digest").as_string().c_str(), nullptr, 16);
}

}  // namespace wangge::tests
