#include "tests/wangge_program.h"

#include <cstdio>
#include <memory>

#include <boost/json.hpp>

#include "engine/base/check.h"

namespace wangge::tests {

std::string run_wangge(const std::string& arguments, const std::string& environment) {
  const std::string line = "cd / && exec env -i " + environment + " " WANGGE_PROGRAM " " + arguments;
  std::FILE* const pipe = ::popen(line.c_str(), "r");
  CHECK(pipe != nullptr);
  std::string printed;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) printed.push_back(static_cast<char>(c));
  CHECK(::pclose(pipe) == 0);
  return printed;
}

std::uint64_t digest_elsewhere(const std::filesystem::path& data, const std::string& environment) {
  const std::string printed = run_wangge("log stat --json --data " + data.string(), environment);
  return std::stoull(boost::json::parse(printed).at("digest").as_string().c_str(), nullptr, 16);
}

}  // namespace wangge::tests
