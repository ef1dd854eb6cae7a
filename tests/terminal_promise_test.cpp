// Nothing leaves before it is durable: with the sync of the log held, no byte reaches a terminal.

#include <vector>

#include "tests/raw_terminal.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using namespace terminal;
using terminal::Fault;

// A city whose log is writing something that does not become durable until the test lets it.
class HeldCity {
 public:
  HeldCity() : writer_(city_) { writer_.greet(city_.token(4)); }
  ~HeldCity() { let_go(); }

  ServedCity& city() { return city_; }

  void hold() {
    city_.gate().hold();
    city_.sync_is_held = true;
    writer_.submit(next_++, std::vector{a_demand(city_)});
    city_.settle();
    city_.gate().wait_until_reached();
  }
  void let_go() {
    city_.gate().let_go();
    city_.sync_is_held = false;
    city_.settle();
  }

 private:
  ServedCity city_;
  RawTerminal writer_;
  std::uint32_t next_ = 1;
};

TEST_CASE("While a sync is held no acknowledgement or refusal leaves") {
  HeldCity held;
  RawTerminal terminal(held.city());
  terminal.greet(held.city().token());
  const bool is_refused = GENERATE(false, true);
  Submission demand = a_demand(held.city());
  if (is_refused) demand.severity = 9;

  held.hold();
  terminal.submit(1, std::vector{demand});
  CHECK(terminal.hears_nothing());
  held.let_go();
  CHECK(bool{terminal.hear_only<Acknowledged>().receipts.at(0).refusal} == is_refused);
}

TEST_CASE("While a sync is held no repeated answer leaves, although it has been durable for long") {
  HeldCity held;
  RawTerminal terminal(held.city());
  terminal.greet(held.city().token());
  terminal.submit(1, std::vector{a_demand(held.city())});
  const Position position = terminal.hear_only<Acknowledged>().receipts.at(0).position;

  held.hold();
  terminal.submit(1, std::vector{a_demand(held.city())});
  CHECK(terminal.hears_nothing());
  held.let_go();
  const Receipt told = terminal.hear_only<Acknowledged>().receipts.at(0);
  CHECK(told.repeat);
  CHECK(told.position == position);
}

TEST_CASE("While a sync is held no welcome leaves, to a new spool or a known one, and no reason for turning away") {
  HeldCity held;
  {
    RawTerminal before(held.city());
    before.greet(held.city().token(), SpoolId{1});
    before.hang_up();
  }
  held.hold();
  RawTerminal known(held.city()), fresh(held.city()), stranger(held.city());
  const auto say_hello = [&](RawTerminal& terminal, const Token& token, SpoolId spool) {
    Introduction introduction;
    introduction.token = token;
    introduction.spool = spool;
    Outgoing out;
    encode(introduction, out);
    terminal.say(out);
  };
  say_hello(known, held.city().token(), SpoolId{1});
  say_hello(fresh, held.city().token(), SpoolId{2});
  say_hello(stranger, Token{0xFF}, SpoolId{3});
  CHECK(known.hears_nothing());
  CHECK(fresh.hears_nothing());
  CHECK(stranger.hears_nothing());
  held.let_go();
  CHECK(known.hear_only<Welcome>().expected == 1);
  CHECK(fresh.hear_only<Welcome>().new_session);
  CHECK(stranger.hear_only<TurnedAway>().refusal);
}

TEST_CASE("While a sync is held no answer to a question leaves, nor the number that a gap was told") {
  HeldCity held;
  RawTerminal terminal(held.city());
  terminal.greet(held.city().token());
  held.hold();
  terminal.ask(1, views::AskIds{views::Noun::place, {"G1"}});
  terminal.ask(2, AskStatus{{{DemandId{1}}}});
  terminal.ask(3, AskHistory{{DemandId{1}}});
  terminal.submit(9, std::vector{a_demand(held.city())});
  Outgoing out;
  encode(Ping{4}, out);
  terminal.say(out);
  CHECK(terminal.hears_nothing());
  held.let_go();
  CHECK(terminal.hear_only<Answer>().question == 1);
  CHECK(terminal.hear_only<Answer>().question == 2);
  CHECK(terminal.hear_only<Answer>().question == 3);
  CHECK(terminal.hear_only<Expected>().sequence == 1);
  CHECK(terminal.hear_only<Pong>().payload == 4);
}

TEST_CASE("While a sync is held a protocol error is told at once: it reads no city") {
  HeldCity held;
  RawTerminal terminal(held.city());
  terminal.greet(held.city().token());
  held.hold();
  const std::vector<std::byte> garbage(64, std::byte{0x77});
  terminal.say(garbage);
  CHECK(terminal.hear_only<ProtocolError>().fault == Fault::not_a_frame);
}

}  // namespace
}  // namespace wangge::tests
