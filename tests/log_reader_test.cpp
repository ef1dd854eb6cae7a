// The engine's thread reads memory, never the log: what left memory, histories and old repeats are read on a thread of
// its own, after it was decided who may know. With the reader held everybody else is served.

#include <string>
#include <vector>

#include "adapters/terminal/client.h"
#include "tests/held_reader.h"
#include "tests/raw_terminal.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace terminal;

// A desk that has submitted some demands and withdrawn the first, which is final thereby and has left memory.
class Town {
 public:
  explicit Town(terminal::Options options = {}) : city(std::move(options)), desk(city) {
    desk.greet(city.token());
    desk.submit(1, std::vector<Submission>(3, a_demand(city)));
    for (const Receipt& one : desk.hear_only<Acknowledged>().receipts) {
      demands.push_back(DemandId{one.position.value});
      codes.push_back(one.look_up_code);
    }
    desk.act(4, std::vector<ReadyAct>{{.deed = Deed::withdraw, .demand = demands[0], .note = "不要了"}});
    REQUIRE_FALSE(desk.hear_only<Acknowledged>().receipts.at(0).refusal);
    REQUIRE(city.city().demands.last_of_final(demands[0]));
  }

  ServedCity city;
  RawTerminal desk;
  std::vector<DemandId> demands;
  std::vector<std::uint32_t> codes;
};

// What the log has to be read for, as a question each.
using Question = std::variant<AskStatus, AskHistory, AskAttachments, AskOffer, AskFetch>;
std::vector<Question> questions_for_the_log(const Town& town) {
  return {AskStatus{{{town.demands[0], 0}}},
          AskStatus{{{town.demands[0], town.codes[0]}}},
          AskHistory{{town.demands[0], 0}},
          AskHistory{{town.demands[1], 0}},
          AskAttachments{{town.demands[0], 0}},
          AskAttachments{{town.demands[1], 0}},
          AskOffer{{town.demands[1], 0}, AttachmentHash{1}, 100},
          AskFetch{{town.demands[0], 0}, AttachmentHash{1}, 0}};
}

TEST_CASE("While the log's reader is held, whoever asks nothing of it is served", "[threads]") {
  const TemporaryFolder folder;
  Town town({.attachments = {.folder = folder.path() / "attachments", .free_bytes_min = 0}});
  const auto questions = questions_for_the_log(town);
  RawTerminal other(town.city);
  other.greet(town.city.token(2));
  HeldReader held(town.city);
  std::uint32_t id = 0;
  for (const auto& question : questions) std::visit([&](const auto& what) { town.desk.ask(++id, what); }, question);
  CHECK(town.desk.hears_nothing());

  other.submit(1, std::vector{a_demand(town.city)});
  CHECK_FALSE(other.hear_only<Acknowledged>().receipts.at(0).refusal);
  other.ask(7, AskStatus{{{town.demands[1], 0}}});
  CHECK(other.hear_rows<std::vector<views::Status>>().at(0).known);
  CHECK(town.desk.hears_nothing());

  held.let_go();
  for (std::size_t i = 0; i < questions.size(); ++i) town.desk.hear_only<Answer>();
  CHECK(town.desk.hears_nothing());
}

TEST_CASE("Answers leave in the order of questions and frames, also where one is read and the next is known at once",
          "[threads]") {
  Town town;
  HeldReader held(town.city);
  town.desk.ask(1, AskHistory{{town.demands[1], 0}});
  town.desk.ask(2, views::AskIds{views::Noun::place, {"G1"}});
  town.desk.submit(5, std::vector{a_demand(town.city)});
  town.desk.ask(3, AskStatus{{{town.demands[0], 0}}});
  Outgoing ping;
  encode(Ping{9}, ping);
  town.desk.say(ping);
  CHECK(town.desk.hears_nothing());
  held.let_go();
  CHECK(town.desk.hear_only<Answer>().question == 1);
  CHECK(town.desk.hear_only<Answer>().question == 2);
  CHECK(town.desk.hear_only<Acknowledged>().first == 5);
  CHECK(town.desk.hear_only<Answer>().question == 3);
  CHECK(town.desk.hear_only<Pong>().payload == 9);
}

TEST_CASE("A repeat is told when it has been read, and no later acknowledgement overtakes it", "[threads]") {
  Town town;
  RawTerminal other(town.city);
  other.greet(town.city.token(2));
  HeldReader held(town.city);
  town.desk.submit(1, std::vector<Submission>(3, a_demand(town.city)));
  town.desk.submit(5, std::vector{a_demand(town.city)});
  CHECK(town.desk.hears_nothing());
  other.submit(1, std::vector{a_demand(town.city)});
  CHECK(other.hear_only<Acknowledged>().first == 1);
  held.let_go();
  const auto repeated = town.desk.hear_only<Acknowledged>();
  CHECK(repeated.first == 1);
  REQUIRE(repeated.receipts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(repeated.receipts[i].repeat);
    CHECK(repeated.receipts[i].position.value == town.demands[i].value);
    CHECK(repeated.receipts[i].look_up_code == town.codes[i]);
  }
  CHECK(town.desk.hear_only<Acknowledged>().first == 5);
}

TEST_CASE("Whoever may not see a demand is told so without the log being read", "[threads]") {
  Town town;
  const Token ops = town.city.add_account(AccountKind::ops, {}, 9);
  Rights nothing;
  const Token nobody = town.city.add_account(AccountKind::person, nothing, 10);
  Rights elsewhere;
  elsewhere.grids = {town.city.place("G2")};
  const Token neighbour = town.city.add_account(AccountKind::terminal, elsewhere, 11);
  RawTerminal office(town.city), person(town.city), station(town.city);
  office.greet(ops);
  person.greet(nobody);
  station.greet(neighbour);
  HeldReader held(town.city);
  for (RawTerminal* const one : {&office, &person}) {
    one->ask(1, AskHistory{{town.demands[0], 0}});
    one->ask(2, AskStatus{{{town.demands[0], 0}}});
    one->ask(3, AskHistory{{town.demands[1], 0}});
    CHECK(one->hear_story().empty());
    CHECK_FALSE(one->hear_rows<std::vector<views::Status>>().at(0).known);
    CHECK(one->hear_story().empty());
  }
  // Of a demand in memory it is known who may see it.
  station.ask(1, AskHistory{{town.demands[1], 0}});
  CHECK(station.hear_story().empty());
  // Of one that left it the log has to say where it was.
  station.ask(2, AskHistory{{town.demands[0], 0}});
  CHECK(station.hears_nothing());
  held.let_go();
  CHECK(station.hear_story().empty());
}

TEST_CASE("A demand that left memory is told as it was, to who may see it and to who has its code", "[threads]") {
  Town town;
  town.desk.ask(1, AskStatus{{{town.demands[0], 0}, {town.demands[1], 0}}});
  const auto rows = town.desk.hear_rows<std::vector<views::Status>>();
  CHECK(rows.at(0).known);
  CHECK(rows.at(0).is_final);
  CHECK(rows.at(0).state == DemandState::withdrawn);
  CHECK(rows.at(0).place == town.city.place("G1"));
  CHECK(rows.at(1).known);
  const Token ops = town.city.add_account(AccountKind::ops, {}, 9);
  RawTerminal office(town.city);
  office.greet(ops);
  office.ask(1, AskHistory{{town.demands[0], town.codes[0]}});
  const auto steps = office.hear_story();
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].text == "水管破裂");
  CHECK(steps[1].text == "不要了");
}

TEST_CASE("A terminal that goes, and an engine that ends, while the log is read for them are over cleanly",
          "[threads]") {
  Town town;
  RawTerminal gone(town.city), replaced(town.city);
  gone.greet(town.city.token(2));
  replaced.greet(town.city.token(3), SpoolId{3});
  HeldReader held(town.city);
  for (std::uint32_t id = 1; id <= 8; ++id) {
    gone.ask(id, AskHistory{{town.demands[0], 0}});
    replaced.ask(id, AskStatus{{{town.demands[0], 0}}});
    town.desk.ask(id, AskHistory{{town.demands[1], 0}});
  }
  town.city.settle();
  gone.hang_up();
  town.city.settle();
  CHECK(town.city.server().connections() == 3);  // it is waited for

  SECTION("the terminal has gone, another has taken its place") {
    RawTerminal again(town.city);
    again.greet(town.city.token(3), SpoolId{3});
    held.let_go();
    town.city.settle();
    for (std::uint32_t id = 1; id <= 8; ++id) CHECK(replaced.hear_only<Answer>().question == id);
    replaced.hear_only<Replaced>();
    CHECK(replaced.is_cut_off());
    replaced.hang_up();
    town.city.settle();
    CHECK(town.city.server().connections() == 2);  // the desk, and who took its place
  }
  SECTION("the engine ends") {
    held.open();
    town.city.restart();
    RawTerminal again(town.city);
    again.greet(town.city.token());
    again.ask(1, AskHistory{{town.demands[1], 0}});
    CHECK(again.hear_story().size() == 1);
  }
}

TEST_CASE("What waits behind an answer that is read counts against the credit until it is written", "[threads]") {
  Town town;
  HeldReader held(town.city);
  town.desk.ask(1, AskHistory{{town.demands[1], 0}});
  for (std::uint32_t i = 1; i < limits::session_frames_max; ++i)
    town.desk.submit(4 + i, std::vector{a_demand(town.city)});
  town.city.settle();
  town.desk.submit(4 + limits::session_frames_max, std::vector{a_demand(town.city)});
  CHECK(town.desk.hears_nothing());
  held.let_go();
  CHECK(town.desk.hear_only<Answer>().question == 1);
  for (std::uint32_t i = 1; i < limits::session_frames_max; ++i)
    CHECK(town.desk.hear_only<Acknowledged>().first == 4 + i);
  CHECK(town.desk.hear_only<ProtocolError>().fault == terminal::Fault::credit_exceeded);
  CHECK(town.desk.is_cut_off());
}

TEST_CASE("A hello that names what its spool has seen acknowledged waits for the log's reader, and nobody else does",
          "[threads]") {
  Town town;
  Introduction who;
  who.token = town.city.token(2);
  who.spool = {1};  // the desk's, under another token
  who.witness = {LogId{1}, position_of(town.demands[2])};
  who.first = 4;
  Outgoing hello;
  encode(who, hello);
  RawTerminal other(town.city), stranger(town.city);
  HeldReader held(town.city);
  other.say(hello);
  CHECK(other.hears_nothing());
  who.token = Token{0xFF};
  hello.clear();
  encode(who, hello);
  stranger.say(hello);
  CHECK(stranger.hear_only<TurnedAway>().refusal.reason == Reason::unknown_token);
  town.desk.submit(5, std::vector{a_demand(town.city)});
  CHECK(town.desk.hear_only<Acknowledged>().first == 5);
  held.let_go();
  CHECK(other.hear_only<Welcome>().expected == 4);
}

TEST_CASE("More questions than may wait for the log's reader are answered busy, and others still have room",
          "[threads]") {
  Town town;
  RawTerminal other(town.city);
  other.greet(town.city.token(2));
  HeldReader held(town.city);
  LogReader& reader = town.city.server().reader();
  const AccountId flooding = town.city.city().sessions[SessionId{1}].account();
  std::size_t taken = 0;
  while (reader.post(
      flooding, [](LogTurn&) { return true; }, [] {}))
    ++taken;
  CHECK(taken == limits::log_reader_waiting_bytes_max / limits::kib / 2);
  town.desk.ask(1, AskHistory{{town.demands[1], 0}});
  CHECK(town.desk.hear_only<Busy>().question == 1);
  other.ask(2, AskHistory{{town.demands[1], 0}});
  CHECK(other.hears_nothing());
  held.let_go();
  CHECK(other.hear_story().size() == 1);
}

TEST_CASE(
    "A question about more than it may look at says which demands it left out, and they are found when asked for again",
    "[threads]") {
  Town town;
  std::vector<ReadyAct> acts(10, ReadyAct{.deed = Deed::note, .demand = town.demands[1], .note = "看过"});
  acts.push_back({.deed = Deed::withdraw, .demand = town.demands[1], .note = "不要了"});
  town.desk.act(5, acts);
  for (const Receipt& one : town.desk.hear_only<Acknowledged>().receipts) REQUIRE_FALSE(one.refusal);
  constexpr std::size_t facts = 12, found = (limits::question_looks_max + facts - 1) / facts;
  town.desk.ask(1, AskStatus{std::vector<Claim>(limits::question_rows_max, Claim{town.demands[1], 0})});
  const auto rows = town.desk.hear_rows<std::vector<views::Status>>();
  REQUIRE(rows.size() == limits::question_rows_max);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    REQUIRE(rows[i].known == (i < found));
    REQUIRE(rows[i].is_left_out == (i >= found));
  }

  Client::Options options;
  options.port = town.city.port();
  options.who.token = town.city.token(2);
  town.city.run();
  Client client(options);
  const auto all = client.statuses(std::vector<Claim>(limits::question_rows_max, Claim{town.demands[1], 0}));
  REQUIRE(all.has_value());
  for (const views::Status& one : *all) REQUIRE(one.known);
}

}  // namespace
}  // namespace wangge::tests
