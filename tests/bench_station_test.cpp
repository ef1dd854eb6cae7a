// One terminal of the load generator, before an engine that says what the test wants.

#include <chrono>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "adapters/terminal/protocol.h"
#include "tools/bench/frames.h"
#include "tools/bench/measured.h"
#include "tools/bench/station.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tools::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class ScriptedEngine {
 public:
  explicit ScriptedEngine(asio::io_context& io)
      : io_(io), acceptor_(io, {asio::ip::address_v4::loopback(), 0}), socket_(io) {}

  tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  void accept() { acceptor_.accept(socket_); }

  // Lets the station do one thing, which comes soon or never.
  void turn() { REQUIRE(io_.run_one_for(std::chrono::seconds(20)) == 1); }
  // Lets the station run until it has said something, and takes that in.
  void hear() {
    for (;;) {
      terminal::Fault fault = terminal::Fault::none;
      if (const auto body = incoming_.next(fault)) {
        REQUIRE(decode(*body, numbered_, said_) == terminal::Fault::none);
        return;
      }
      while (socket_.available() == 0) turn();
      const std::span<std::byte> space = incoming_.space();
      incoming_.received(socket_.read_some(asio::buffer(space.data(), space.size())));
    }
  }
  // The first number of the next frame of demands.
  std::uint32_t hear_number() {
    hear();
    REQUIRE(std::holds_alternative<terminal::Numbered*>(said_));
    return numbered_.first;
  }

  void welcome() {
    hear();
    REQUIRE(std::holds_alternative<terminal::Hello>(said_));
    say(terminal::Welcome{.station = {}, .credit = {}, .expected = 1, .new_session = true});
  }
  template <class Message>
  void say(const Message& message) {
    terminal::Outgoing out;
    encode(message, out);
    asio::write(socket_, asio::buffer(out.bytes().data(), out.bytes().size()));
  }
  void acknowledge(std::uint32_t first, std::size_t count) {
    terminal::Outgoing out;
    encode_acknowledged(first, 0, std::vector<terminal::Receipt>(count, {.position = Position{first}}), out);
    asio::write(socket_, asio::buffer(out.bytes().data(), out.bytes().size()));
  }

 private:
  asio::io_context& io_;
  tcp::acceptor acceptor_;
  tcp::socket socket_;
  terminal::Incoming incoming_;
  terminal::Numbered numbered_;
  terminal::ToEngine said_;
};

TEST_CASE(
    "What the engine has no room for is sent again, though its answer comes before that of what was sent earlier") {
  asio::io_context io;
  ScriptedEngine engine(io);
  const Load load{.terminals = 1, .frame = 2, .in_flight = 3};
  const Ground ground{.places = {PlaceId{1}}, .categories = {CategoryId{1}}, .fast_categories = {}};
  const std::vector<Bundle> bundles = encode_bundles(load, ground);
  Measured measured;
  Course course{
      .load = load, .bundles = bundles, .io = io, .recorder = Recorder(load, measured), .random = {}, .failure = {}};
  Station station(course, {});
  station.open(engine.endpoint());
  engine.accept();
  engine.welcome();
  for (const std::uint32_t first : {1u, 3u, 5u}) REQUIRE(engine.hear_number() == first);
  course.is_sending = false;

  engine.say(terminal::Busy{.retry_ms = 1, .expected = 3});
  engine.say(terminal::Expected{3});
  engine.acknowledge(1, 2);
  CHECK(engine.hear_number() == 3);
  CHECK(engine.hear_number() == 5);

  engine.acknowledge(3, 2);
  engine.acknowledge(5, 2);
  while (!station.is_done() && !course.failure) engine.turn();
  CHECK_FALSE(course.failure);
  CHECK(station.acknowledged() == 6);
  CHECK(measured.busy == 2);
}

}  // namespace
}  // namespace wangge::tools::bench
