// Strangers at the port: connections that say nothing, say too much, or say nothing true, by the thousand; and the
// terminals that get in all the same.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <sys/resource.h>

#include "adapters/source.h"
#include "adapters/terminal/server.h"
#include "engine/base/limits.h"
#include "engine/wire/terminal.capnp.h"
#include "tests/raw_terminal.h"
#include "tests/served_city.h"
#include "tools/serve/process_descriptors.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

namespace ip = boost::asio::ip;
using namespace terminal;
using terminal::Fault;

// Connections that say nothing, from 127.0.0.FROM.
class Crowd {
 public:
  explicit Crowd(ServedCity& city, std::uint8_t from = 1) : city_(city), from_(ip::address_v4({127, 0, 0, from})) {}

  void come(int count) {
    for (int i = 0; i < count; ++i) {
      ip::tcp::socket& socket = *sockets_.emplace_back(std::make_unique<ip::tcp::socket>(io_));
      socket.open(ip::tcp::v4());
      socket.bind({from_, 0});
      socket.connect({ip::address_v4::loopback(), city_.port()});
      if (i % 128 == 127) city_.settle();
    }
    city_.settle();
  }

  // How many of them the other end has ended.
  std::size_t gone() {
    city_.settle();
    return static_cast<std::size_t>(std::ranges::count_if(sockets_, [](const auto& socket) {
      std::byte bytes[256];
      boost::system::error_code error;
      socket->non_blocking(true);
      while (!error) socket->read_some(boost::asio::buffer(bytes), error);
      return error != boost::asio::error::would_block;
    }));
  }

 private:
  ServedCity& city_;
  ip::address from_;
  boost::asio::io_context io_;
  std::vector<std::unique_ptr<ip::tcp::socket>> sockets_;
};

bool answers(RawTerminal& terminal, std::uint32_t payload) {
  Outgoing out;
  encode(Ping{payload}, out);
  terminal.say(out);
  return terminal.hear_only<Pong>().payload == payload;
}

TEST_CASE("A real terminal gets in while 2,300 strangers hold on, and those that are in stay", "[strangers]") {
  tools::raise_descriptor_limit();
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  REQUIRE(limit.rlim_cur >= 2'300 + limits::connections_max);
  ServedCity city;
  RawTerminal early(city);
  early.greet(city.token(1));

  Crowd crowd(city);
  crowd.come(2'300);
  CHECK(city.server().connections() <= limits::strangers_per_source_max + 1);
  RawTerminal late(city);
  late.greet(city.token(2));
  CHECK(answers(late, 7));
  CHECK(answers(early, 8));
  CHECK(crowd.gone() >= 2'300 - limits::strangers_per_source_max);
}

TEST_CASE("Strangers of many sources are bounded together, and a full house has room for who says hello") {
  ServedCity city({.connections_max = 12, .strangers = {.all = 8, .of_a_source = 6}});
  Crowd first(city, 2), second(city, 3), third(city, 4);
  first.come(5);
  second.come(5);
  third.come(5);
  CHECK(city.server().connections() == 8);
  CHECK(first.gone() + second.gone() + third.gone() == 7);
  std::vector<std::unique_ptr<RawTerminal>> terminals;
  for (std::uint8_t number = 1; number <= 4; ++number) {
    for (std::uint8_t spool = 1; spool <= 3; ++spool) {
      terminals.push_back(std::make_unique<RawTerminal>(city));
      terminals.back()->greet(city.token(number), {spool});
    }
  }
  for (const auto& terminal : terminals) CHECK(answers(*terminal, 5));
  CHECK(city.server().connections() == 12);
  CHECK(first.gone() + second.gone() + third.gone() == 15);
}

TEST_CASE("The source with the most strangers makes its own make way, the oldest first, and they are told why") {
  ServedCity city({.strangers = {.all = 6, .of_a_source = 4}});
  RawTerminal quiet(city);  // from 127.0.0.1
  {
    Crowd crowd(city, 2);
    crowd.come(40);
    CHECK(crowd.gone() == 36);
    CHECK(quiet.hears_nothing());
    CHECK_FALSE(quiet.is_cut_off());
    quiet.greet(city.token());
  }
  city.settle();
  RawTerminal oldest(city);
  std::vector<std::unique_ptr<RawTerminal>> more;
  for (int i = 0; i < 4; ++i) more.push_back(std::make_unique<RawTerminal>(city));
  CHECK(oldest.hear_only<ProtocolError>().fault == Fault::too_many_connections);
  CHECK(oldest.is_cut_off());
  for (const auto& one : more) CHECK_FALSE(one->is_cut_off());
}

TEST_CASE("Those who are welcome are free of the bound by source, and do not make way") {
  ServedCity city({.strangers = {.all = 3, .of_a_source = 2}});
  std::vector<std::unique_ptr<RawTerminal>> terminals;
  for (std::uint8_t spool = 1; spool <= 20; ++spool) {
    terminals.push_back(std::make_unique<RawTerminal>(city));
    terminals.back()->greet(city.token(), {spool});
  }
  Crowd crowd(city);
  crowd.come(20);
  CHECK(crowd.gone() == 18);
  for (const auto& terminal : terminals) CHECK(answers(*terminal, 3));
}

TEST_CASE("Who says hello and waits for the engine does not make way") {
  ServedCity city({.strangers = {.all = 3, .of_a_source = 2}});
  RawTerminal terminal(city);
  Introduction who;
  who.token = city.token();
  who.spool = {1};
  Outgoing hello;
  encode(who, hello);
  city.engine_is_held = true;
  terminal.say(hello);
  city.take_in();
  Crowd crowd(city);
  crowd.come(20);
  city.engine_is_held = false;
  CHECK(terminal.hear_only<Welcome>().expected == 1);
}

TEST_CASE("Those who were turned away and do not leave make way like strangers") {
  ServedCity city({.strangers = {.all = 4, .of_a_source = 3}});
  std::vector<std::unique_ptr<RawTerminal>> liars;
  for (int i = 0; i < 10; ++i) {
    liars.push_back(std::make_unique<RawTerminal>(city));
    Introduction who;
    who.token = {0xEE};
    who.spool = {1};
    Outgoing hello;
    encode(who, hello);
    liars.back()->say(hello);
    CHECK(liars.back()->hear_only<TurnedAway>().refusal.reason == Reason::unknown_token);
  }
  CHECK(city.server().connections() <= 3);
}

TEST_CASE("No frame larger than a hello is taken before the welcome, and any that is allowed after it") {
  ServedCity city;
  std::vector<std::uint64_t> words(1 + limits::hello_bytes_max / 8 + 1);
  words[0] = limits::hello_bytes_max + 8 | std::uint64_t{wire::terminal::MAGIC} << 32;
  RawTerminal stranger(city);
  stranger.say(std::as_bytes(std::span(words)));
  CHECK(stranger.hear_only<ProtocolError>().fault == Fault::too_long);

  RawTerminal terminal(city);
  terminal.greet(city.token());
  const std::string text(limits::text_code_points_max, 'x');
  std::vector<Submission> demands(40, a_demand(city, text));  // some 160 KiB, more than its room at first
  terminal.submit(1, demands);
  CHECK(terminal.hear_only<Acknowledged>().receipts.size() == 40);
}

TEST_CASE("Ops are told of strangers in figures") {
  ServedCity city({.strangers = {.all = 4, .of_a_source = 3}});
  RawTerminal ops(city);
  ops.greet(city.add_account(AccountKind::ops, {}, 9));
  Crowd crowd(city);
  crowd.come(10);
  ops.ask(1, AskFigures{});
  const auto figures = ops.hear_rows<Figures>();
  CHECK(figures.strangers == 3);
  CHECK(figures.strangers_sent_away == 7);
}

TEST_CASE("A source is an address, or the network of one that has very many") {
  const auto source = [](const char* address) { return source_of(ip::make_address(address)); };
  CHECK(source("10.0.0.7") == source("::ffff:10.0.0.7"));
  CHECK(source("10.0.0.7") != source("10.0.0.8"));
  CHECK(source("2001:db8:0:1::1") == source("2001:db8:0:1:ffff::2"));
  CHECK(source("2001:db8:0:1::1") != source("2001:db8:0:2::1"));
  CHECK(to_text(source("10.0.0.7")) == "10.0.0.7");
  CHECK(to_text(source("2001:db8:0:1::1")) == "2001:db8:0:1::/64");
}

TEST_CASE("Connections are fewer than the descriptors, which are raised to the hard limit, by what the rest needs") {
  tools::raise_descriptor_limit();
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(before.rlim_cur == before.rlim_max);
  rlimit few = before;
  few.rlim_cur = 1'024;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  const std::size_t connections = tools::descriptors_for_connections();
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(connections <= 1'024 - limits::descriptors_kept_min);
  CHECK(connections >= limits::connections_min);
  CHECK(tools::descriptors_for_connections() == limits::connections_max);
}

}  // namespace
}  // namespace wangge::tests
