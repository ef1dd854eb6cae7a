// `wangge serve` before it serves.

#include "tools/serve.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

TEST_CASE("an address that cannot be listened at is wrong use, and no data folder is made") {
  const TemporaryFolder folder;
  const std::string data = folder.path() / "data";
  for (const char* address : {"foo", "127.0.0.1", "127.0.0.1:many", "example.org:8243"}) {
    std::vector<std::string> arguments{"serve", "--data", data, "--listen", address};
    std::ranges::reverse(arguments);
    CLI::App app;
    int exit_code = -1;
    tools::add_serve(app, exit_code);
    CHECK_THROWS_AS(app.parse(arguments), CLI::ValidationError);
  }
  CHECK_FALSE(std::filesystem::exists(data));
}

}  // namespace
}  // namespace wangge::tests
