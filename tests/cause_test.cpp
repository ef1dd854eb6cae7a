// What an error of the machine is called, where its library knows English alone.

#include "engine/base/cause.h"

#include <cerrno>
#include <filesystem>
#include <new>

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include "adapters/listener.h"
#include "engine/log/failure.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::string told_of(int number) { return cause_of({number, std::generic_category()}).text(); }

TEST_CASE("the causes that people meet have words in Chinese and in English") {
  CHECK(told_of(EADDRINUSE) == "端口已被占用 / the port is in use");
  CHECK(told_of(EACCES) == "没有权限 / permission denied");
  CHECK(told_of(ENOENT) == "不存在 / it does not exist");
  CHECK(told_of(ENOSPC) == "磁盘已满 / the disk is full");
  CHECK(told_of(EISDIR) == "是文件夹 / it is a folder");
  CHECK(told_of(ECONNREFUSED) == "连接被拒绝 / connection refused");
  CHECK(told_of(ETIMEDOUT) == "超时 / timed out");
  CHECK(told_of(EHOSTUNREACH) == "主机不可达 / no route to the host");
  CHECK(told_of(ENETUNREACH) == "网络不可达 / no route to the network");
}

TEST_CASE("a cause without words is told by its number, with what the library calls it in brackets") {
  const Cause cause = cause_of({EL2HLT, std::generic_category()});
  CHECK(cause.name == "errno_51");
  CHECK(cause.chinese == "系统错误 51（" + std::generic_category().message(EL2HLT) + "）");
}

TEST_CASE("what becomes of a connection has the same name whichever library says so") {
  const auto name_of = [](const error_code& code) { return cause_of(code).name; };
  CHECK(name_of(asio::error::eof) == "connection_closed");
  CHECK(name_of(boost::beast::http::error::end_of_stream) == "connection_closed");
  CHECK(name_of(asio::error::connection_refused) == "connection_refused");
  CHECK(name_of(asio::error::timed_out) == "timed_out");
  CHECK(name_of(boost::beast::error::timeout) == "timed_out");
  CHECK(name_of(asio::error::host_not_found) == "host_not_found");
  CHECK(name_of(asio::error::host_not_found_try_again) == "host_not_found_now");
}

TEST_CASE("an exception of a library names the file and the cause, and nothing of the library") {
  CHECK(told(std::system_error(EACCES, std::generic_category(), "/a/token")) ==
        "/a/token: 没有权限 / permission denied");
  const std::error_code full = std::make_error_code(std::errc::no_space_on_device);
  CHECK(told(std::filesystem::filesystem_error("cannot create directories", "/a/data", full)) ==
        "/a/data: 磁盘已满 / the disk is full");
  CHECK(told(boost::system::system_error(asio::error::address_in_use, "bind")) ==
        "bind: 端口已被占用 / the port is in use");
  CHECK(told(std::bad_alloc()) == "内存不足 / out of memory");
  CHECK(told(std::runtime_error("没有这个代码：G9")) == "没有这个代码：G9");
}

TEST_CASE("what RocksDB says is told by file and cause; what has no words of ours stands in brackets") {
  CHECK(log::told(rocksdb::Status::IOError("While open a file for appending: /a/rocksdb/1.log", "Permission denied")) ==
        "/a/rocksdb/1.log: 没有权限 / permission denied");
  CHECK(log::told(rocksdb::Status::NoSpace("While appending to file: /a/rocksdb/1.log", "No space left on device")) ==
        "/a/rocksdb/1.log: 磁盘已满 / the disk is full");
  CHECK(log::told(rocksdb::Status::Corruption("block checksum mismatch")) ==
        "内容损坏 / it is damaged [block checksum mismatch]");
}

TEST_CASE("an address that another program has is told by its port, with what to do") {
  asio::io_context io;
  const asio::ip::tcp::acceptor other(io, {asio::ip::address_v4::loopback(), 0});
  const std::string where = "127.0.0.1:" + std::to_string(other.local_endpoint().port());
  CHECK_THROWS_WITH(take_address(io, other.local_endpoint()),
                    "不能在 " + where + " 接受连接：端口已被占用；请用 --listen 换一个 / cannot listen at " + where +
                        ": the port is in use; --listen gives another");
}

}  // namespace
}  // namespace wangge
