// Look-up codes over the port: a wrong one shows nothing by whatever question, guesses are refused over all of them,
// and ops can see it.

#include <chrono>
#include <string>
#include <vector>

#include "tests/raw_terminal.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using namespace terminal;

// A demand of another grid than the terminal's, with its code.
class Guessed {
 public:
  std::chrono::steady_clock::time_point now{std::chrono::days{100}};
  ServedCity city{Options{.steady = [this] { return now; }}};
  RawTerminal desk{city}, terminal{city};
  DemandId demand;
  std::uint32_t code = 0;

  Guessed() {
    desk.greet(city.token());
    const Submission demands[]{a_demand(city)};
    desk.submit(1, demands);
    const Receipt told = desk.hear_only<Acknowledged>().receipts.at(0);
    demand = DemandId{told.position.value};
    code = told.look_up_code;
    Rights elsewhere;
    elsewhere.grids = {city.place("G2")};
    terminal.greet(city.add_account(AccountKind::terminal, elsewhere, 9));
  }

  std::uint32_t wrong() const { return code % look_up_code_max + 1; }

  bool shows_status(RawTerminal& who, std::uint32_t with) {
    who.ask(1, AskStatus{{{demand, with}}});
    const auto status = who.hear_rows<std::vector<views::Status>>().at(0);
    CHECK(status == (status.known ? status : views::Status{.demand = demand}));
    return status.known;
  }
  bool shows_history(RawTerminal& who, std::uint32_t with) {
    who.ask(2, AskHistory{{demand, with}});
    return !who.hear_story().empty();
  }
  Reason rate(std::uint32_t first, std::uint32_t with) {
    const ReadyAct rating[]{{.deed = Deed::rate, .demand = demand, .look_up_code = with}};
    terminal.act(first, rating);
    return terminal.hear_only<Acknowledged>().receipts.at(0).refusal.reason;
  }
};

TEST_CASE("A wrong code shows nothing, not even to who may see the demand without one") {
  Guessed guessed;
  CHECK(guessed.shows_status(guessed.desk, 0));
  CHECK_FALSE(guessed.shows_status(guessed.desk, guessed.wrong()));
  CHECK_FALSE(guessed.shows_history(guessed.desk, guessed.wrong()));
  CHECK_FALSE(guessed.shows_status(guessed.terminal, guessed.wrong()));
  CHECK_FALSE(guessed.shows_history(guessed.terminal, guessed.wrong()));
  CHECK(guessed.shows_status(guessed.desk, guessed.code));
  CHECK(guessed.shows_status(guessed.terminal, guessed.code));
  CHECK(guessed.shows_history(guessed.terminal, guessed.code));
}

TEST_CASE("Guesses count over every question and deed, and a right code is refused meanwhile like a wrong one") {
  Guessed guessed;
  CHECK_FALSE(guessed.shows_status(guessed.terminal, guessed.wrong()));
  CHECK_FALSE(guessed.shows_history(guessed.terminal, guessed.wrong()));
  CHECK(guessed.rate(1, guessed.wrong()) == Reason::code_needed);

  CHECK_FALSE(guessed.shows_status(guessed.terminal, guessed.code));
  CHECK_FALSE(guessed.shows_history(guessed.terminal, guessed.code));
  CHECK(guessed.rate(2, guessed.code) == Reason::code_needed);
  guessed.terminal.ask(3, AskAttachments{{guessed.demand, guessed.code}});
  CHECK(guessed.terminal.hear_rows<std::vector<AttachmentRow>>().empty());

  guessed.now += std::chrono::seconds{5};
  CHECK(guessed.shows_status(guessed.terminal, guessed.code));
  CHECK(guessed.rate(3, guessed.code) != Reason::code_needed);
}

TEST_CASE("What was sent with a right code is a repeat when it is sent again, also while codes are refused") {
  Guessed guessed;
  const ReadyAct rating[]{{.deed = Deed::rate, .demand = guessed.demand, .look_up_code = guessed.code}};
  guessed.terminal.act(1, rating);
  const Receipt first = guessed.terminal.hear_only<Acknowledged>().receipts.at(0);
  CHECK(first.refusal.reason == Reason::not_closed);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(guessed.shows_status(guessed.terminal, guessed.wrong()));
  guessed.terminal.act(1, rating);
  const Receipt again = guessed.terminal.hear_only<Acknowledged>().receipts.at(0);
  CHECK(again.repeat);
  CHECK(again.refusal == first.refusal);
}

TEST_CASE("A thousand guesses in one question are no more than any others, and ops are told of them in figures") {
  Guessed guessed;
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < limits::question_rows_max; ++i)
    claims.push_back({guessed.demand, 1 + (guessed.code + i) % look_up_code_max});
  guessed.terminal.ask(1, AskStatus{claims});
  for (const views::Status& status : guessed.terminal.hear_rows<std::vector<views::Status>>())
    CHECK_FALSE(status.known);
  RawTerminal ops(guessed.city);
  ops.greet(guessed.city.add_account(AccountKind::ops, {}, 10));
  ops.ask(1, AskFigures{});
  const auto figures = ops.hear_rows<Figures>();
  CHECK(figures.codes_wrong == 3);
  CHECK(figures.codes_refused == limits::question_rows_max - 3);
}

TEST_CASE("Who guesses at one terminal does not keep the resident from another") {
  Guessed guessed;
  for (int i = 0; i < 50; ++i) guessed.shows_status(guessed.terminal, guessed.wrong());
  Rights elsewhere;
  elsewhere.grids = {guessed.city.place("G2")};
  RawTerminal honest(guessed.city);
  honest.greet(guessed.city.add_account(AccountKind::terminal, elsewhere, 11));
  CHECK(guessed.shows_status(honest, guessed.code));
}

}  // namespace
}  // namespace wangge::tests
