// `wangge serve` before it serves.

#include "tools/serve/serve.h"

#include <filesystem>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "tests/small_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"

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

TEST_CASE("a port that is taken is found before anything is written") {
  const TemporaryFolder folder;
  const SmallCity city;
  const std::filesystem::path data = folder.path() / "data";
  boost::asio::io_context io;
  const boost::asio::ip::tcp::acceptor other(io, {boost::asio::ip::address_v4::loopback(), 0});
  const std::string where = "127.0.0.1:" + std::to_string(other.local_endpoint().port());
  const std::string serve =
      "serve --data " + data.string() + " --city " + city.folder().string() + " --listen " + where;
  const EndedProgram ended = try_wangge(serve);
  CHECK(ended.status == 1);
  CHECK_THAT(ended.said, Catch::Contains("不能在 " + where + " 接受连接：端口已被占用") && !Catch::Contains("boost"));
  CHECK_FALSE(std::filesystem::exists(data));
}

}  // namespace
}  // namespace wangge::tests
