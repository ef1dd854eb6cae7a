// `wangge serve` before it serves.

#include "tools/serve.h"

#include <filesystem>
#include <string>

#include "tests/subcommand.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

TEST_CASE("an address that cannot be listened at is wrong use, and no data folder is made") {
  const TemporaryFolder folder;
  const std::string data = folder.path() / "data";
  for (const char* address : {"foo", "127.0.0.1", "127.0.0.1:many", "example.org:8243"}) {
    CHECK_THROWS_AS(say({tools::add_serve}, {"serve", "--data", data, "--listen", address}), CLI::ValidationError);
  }
  CHECK_FALSE(std::filesystem::exists(data));
}

}  // namespace
}  // namespace wangge::tests
