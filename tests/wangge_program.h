#pragma once
// The program itself, run as a process of its own.

#include <cstdint>
#include <filesystem>
#include <string>

namespace wangge::tests {

// Runs `wangge ARGUMENTS` in the root folder with no environment but this ("NAME=value NAME=value"); returns its
// stdout. Throws std::runtime_error with its output where it fails. Arguments are not quoted.
std::string run_wangge(const std::string& arguments, const std::string& environment);

// The same for a program that may fail: its exit status, stdout and stderr.
struct EndedProgram {
  int status = -1;
  std::string said;
};
EndedProgram try_wangge(const std::string& arguments);

// The digest of the city that the log in this folder gives, computed by such a process.
std::uint64_t digest_elsewhere(const std::filesystem::path& data, const std::string& environment);

}  // namespace wangge::tests
