// Sending twice does no harm, and one terminal's number never stands for another's demand: several connections of one
// spool, copies of it, another token, a spool that comes back after long.

#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "adapters/terminal/client.h"
#include "adapters/terminal/spool.h"
#include "engine/model/content.h"
#include "engine/state/digest.h"
#include "tests/raw_terminal.h"
#include "tests/running_city.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace terminal;
using terminal::Fault;

// What is said to the program's own log meanwhile.
class Alarms {
 public:
  Alarms() : before_(spdlog::default_logger()) {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("alarms", std::make_shared<spdlog::sinks::ostream_sink_st>(text_)));
  }
  ~Alarms() { spdlog::set_default_logger(before_); }

  int count(std::string_view what) const {
    const std::string text = text_.str();
    int times = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
    return times;
  }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> before_;
};

Outgoing hello(const Token& token, SpoolId spool, Witness witness = {}, std::uint32_t first = 1) {
  Introduction introduction;
  introduction.token = token;
  introduction.spool = spool;
  introduction.witness = witness;
  introduction.first = first;
  Outgoing out;
  encode(introduction, out);
  return out;
}

std::string text_of(ServedCity& city, Position position) { return city.log().read(position)->text; }

// ---------------------------------------------------------------------- two connections of a session

TEST_CASE(
    "What an older connection had waiting when a newer hello was decided is not decided, and takes nobody's number") {
  const auto waiting = GENERATE(std::size_t{1}, std::size_t{100});
  ServedCity city;
  RawTerminal older(city), newer(city);
  older.greet(city.token());
  city.engine_is_held = true;  // a moment in which the process stands still
  older.submit(1, std::vector<Submission>(waiting, a_demand(city, "older")));
  older.submit(1 + static_cast<std::uint32_t>(waiting), std::vector<Submission>(waiting, a_demand(city, "older")));
  city.take_in();
  newer.say(hello(city.token(), {1}));
  city.take_in();
  city.engine_is_held = false;

  const auto expected = newer.hear_only<Welcome>().expected;
  newer.submit(expected, std::vector{a_demand(city, "newer")});
  const Receipt told = newer.hear_only<Acknowledged>().receipts.at(0);
  CHECK_FALSE(told.repeat);
  CHECK_FALSE(told.refusal);
  CHECK(text_of(city, told.position) == "newer");
  CHECK(city.count().submitted == expected);  // with what was decided before the hello

  std::uint32_t acknowledged = 0;
  for (;;) {
    auto heard = older.hear();
    REQUIRE(heard);
    if (std::holds_alternative<Replaced>(*heard)) break;
    acknowledged += static_cast<std::uint32_t>(std::get<Acknowledged>(*heard).receipts.size());
  }
  CHECK(acknowledged == expected - 1);
  CHECK(older.is_cut_off());
}

TEST_CASE("Who was replaced while it waited for its welcome is told so") {
  ServedCity city;
  RawTerminal first(city), second(city);
  city.engine_is_held = true;
  first.say(hello(city.token(), {1}));
  city.take_in();
  second.say(hello(city.token(), {1}));
  city.take_in();
  city.engine_is_held = false;
  first.hear_only<Replaced>();
  CHECK(first.is_cut_off());
  CHECK(second.hear_only<Welcome>().expected == 1);
}

// ---------------------------------------------------------------------- a number that stands for something else

TEST_CASE(
    "A number under which something else was sent before is refused, with an alarm, and tells nobody of the other") {
  const Alarms alarms;
  ServedCity city;
  Submission demand = a_demand(city, "井盖松动");
  demand.contact = "138-0000-0001";
  Position position;
  {
    RawTerminal terminal(city);
    terminal.greet(city.token());
    terminal.submit(1, std::vector{demand});
    position = terminal.hear_only<Acknowledged>().receipts.at(0).position;
    terminal.hang_up();
  }
  if (GENERATE(false, true)) city.restart();

  RawTerminal copy(city);
  copy.greet(city.token());
  std::vector<Submission> others(4, demand);
  others[0].text = "井盖丢了！";
  others[1].place = city.place("G2");
  others[2].contact = "138-0000-0002";
  others[3].reporter = Reporter::on_behalf;
  for (const Submission& other : others) {
    copy.submit(1, std::vector{other});
    const Receipt told = copy.hear_only<Acknowledged>().receipts.at(0);
    CHECK(told.refusal == Refusal{Reason::number_taken, 1});
    CHECK_FALSE(told.repeat);
    CHECK_FALSE(told.position);
    CHECK(told.look_up_code == 0);
  }
  CHECK(alarms.count("sent something else") == 1);  // once a spool
  copy.submit(1, std::vector{demand});
  const Receipt told = copy.hear_only<Acknowledged>().receipts.at(0);
  CHECK(told.repeat);
  CHECK(told.position == position);
  CHECK(city.count().submitted == 1);
  CHECK(city.count().declined == 0);
}

TEST_CASE("Of a frame what is the same is a repeat, what differs is refused, and what is new is taken") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  std::vector<Submission> demands{a_demand(city, "a"), a_demand(city, "b"), a_demand(city, "c")};
  demands[2].severity = 9;
  terminal.submit(1, demands);
  terminal.hear_only<Acknowledged>();
  demands[1].text = "another";
  demands.push_back(a_demand(city, "d"));
  terminal.submit(1, demands);
  const auto told = terminal.hear_only<Acknowledged>().receipts;
  REQUIRE(told.size() == 4);
  CHECK(told[0].repeat);
  CHECK(told[1].refusal == Refusal{Reason::number_taken, 2});
  CHECK(told[2].repeat);
  CHECK(told[2].refusal.reason == Reason::bad_severity);
  CHECK_FALSE(told[3].refusal);
  CHECK_FALSE(told[3].repeat);
}

TEST_CASE("A deed under a demand's number is refused, as is another deed") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.submit(1, std::vector{a_demand(city)});
  const DemandId demand{terminal.hear_only<Acknowledged>().receipts.at(0).position.value};
  const ReadyAct accept{.deed = Deed::accept, .demand = demand, .as = city.post("PG1")};
  terminal.act(1, std::vector{accept});
  CHECK(terminal.hear_only<Acknowledged>().receipts.at(0).refusal.reason == Reason::number_taken);
  terminal.act(2, std::vector{accept});
  CHECK_FALSE(terminal.hear_only<Acknowledged>().receipts.at(0).refusal);
  terminal.act(2, std::vector{ReadyAct{.deed = Deed::note, .demand = demand, .as = city.post("PG1"), .note = "看过"}});
  CHECK(terminal.hear_only<Acknowledged>().receipts.at(0).refusal.reason == Reason::number_taken);
  terminal.act(2, std::vector{accept});
  CHECK(terminal.hear_only<Acknowledged>().receipts.at(0).repeat);
}

// -------------------------------------------------------------------------------------------- contents

TEST_CASE("The content of a command is the same wherever its texts lie, and another where anything of it is") {
  const std::string texts = "xx水管破裂138照片1照片2编号";
  Submit demand;
  demand.category = CategoryId{3};
  demand.place = PlaceId{7};
  demand.text = {2, 12};
  demand.contact = {14, 3};
  const std::uint32_t content = content_of(demand, texts);
  CHECK(content != 0);
  Submit elsewhere = demand;
  elsewhere.text = {3, 12};
  elsewhere.contact = {15, 3};
  CHECK(content_of(elsewhere, "x" + texts) == content);
  CHECK(content_of(demand, "yy水管破裂139") == content);  // of a contact only the length

  const auto differs = [&](auto change) {
    Submit other = demand;
    change(other);
    return content_of(other, texts) != content;
  };
  CHECK(differs([](Submit& s) { s.kind = DemandKind::errand; }));
  CHECK(differs([](Submit& s) { s.reporter = Reporter::on_behalf; }));
  CHECK(differs([](Submit& s) { s.condition = 1; }));
  CHECK(differs([](Submit& s) { s.severity = 1; }));
  CHECK(differs([](Submit& s) { s.category = CategoryId{4}; }));
  CHECK(differs([](Submit& s) { s.asked_version = 1; }));
  CHECK(differs([](Submit& s) { s.place = PlaceId{8}; }));
  CHECK(differs([](Submit& s) { s.road = PlaceId{8}; }));
  CHECK(differs([](Submit& s) { s.subject = AssetId{1}; }));
  CHECK(differs([](Submit& s) { s.complained_of = PersonId{1}; }));
  CHECK(differs([](Submit& s) { s.occurred = 1; }));
  CHECK(differs([](Submit& s) { s.text.length = 9; }));
  CHECK(differs([](Submit& s) { s.contact.length = 2; }));
  CHECK(differs([](Submit& s) { s.reference = {2, 3}; }));
  CHECK(differs([](Submit& s) { s.attachments = {2, 3}; }));
  CHECK(differs([](Submit& s) { s.answers_length = 3; }));
  CHECK(content_of(MigratePolicies{}, {}) != content_of(RecomputeDeadlines{}, {}));
}

TEST_CASE("What an old log does not know of a number is taken for the same") {
  wangge::Session session(AccountId{1}, SpoolId{1}, 1, Position{1}, 0);
  const Event declined = Declined{};
  session.receive(1, {.position = Position{2}, .at = 5, .event = declined, .blob = {}});
  session.receive(2, {.position = Position{3}, .at = 6, .event = declined, .blob = {}, .content = 77});
  CHECK(session.position(1) == Position{2});
  CHECK(session.content(1) == 0);
  CHECK(session.content(2) == 77);
  CHECK(session.content(3) == 0);
  CHECK(session.used() == 6);
}

TEST_CASE("A session that begins later than at 1 knows nothing of what was before, and searches from its opening") {
  wangge::Session session(AccountId{1}, SpoolId{1}, 1'020, Position{100}, 0);
  const Event declined = Declined{};
  for (std::uint32_t sequence = 1'020; sequence < 1'030; ++sequence) {
    session.receive(sequence, {.position = Position{sequence}, .at = 5, .event = declined, .blob = {}});
  }
  CHECK_FALSE(session.position(1'019));
  CHECK(session.position(1'020) == Position{1'020});
  CHECK_FALSE(session.search_from(1'019));
  CHECK(session.search_from(1'024) == Position{100});
  CHECK(session.search_from(1'025) == Position{1'025});
}

// -------------------------------------------------------------------------------------------- another token

WrittenDemand written(const std::string& text) {
  WrittenDemand demand;
  demand.category = "0201";
  demand.place = "G1";
  demand.text = text;
  return demand;
}

bool deliver(ServedCity& city, const Token& token, Outbox& outbox) {
  Client::Options options{.port = city.port()};
  options.who.token = token;
  Client client(options);
  return client.deliver(outbox).has_value();
}

std::unique_ptr<Spool> open_spool(const TemporaryFolder& folder) {
  return std::make_unique<Spool>(folder.path() / "spool", [](Seconds) { return std::string(); });
}

TEST_CASE("A spool that is delivered with another token sends only what has no answer yet, and so when it goes back",
          "[threads]") {
  ServedCity city;
  const TemporaryFolder folder;
  const auto spool = open_spool(folder);
  for (const char* text : {"1", "2", "3"}) spool->append(WrittenCommand{written(text)});
  city.run();
  REQUIRE(deliver(city, city.token(1), *spool));
  spool->append(WrittenCommand{written("4")});
  REQUIRE(deliver(city, city.token(2), *spool));
  spool->append(WrittenCommand{written("5")});
  REQUIRE(deliver(city, city.token(2), *spool));
  spool->append(WrittenCommand{written("6")});
  REQUIRE(deliver(city, city.token(1), *spool));
  city.restart();
  spool->append(WrittenCommand{written("7")});
  REQUIRE(deliver(city, city.token(2), *spool));
  city.stop();
  CHECK(city.count().submitted == 7);
  CHECK(city.count().declined == 0);
  CHECK(spool->first_unanswered() == 8);
}

TEST_CASE("A spool sends all that it keeps to a log that is not the one that acknowledged it, whatever the token",
          "[threads]") {
  const TemporaryFolder folder;
  const auto spool = open_spool(folder);
  for (const char* text : {"1", "2", "3"}) spool->append(WrittenCommand{written(text)});
  {
    ServedCity first;
    first.run();
    REQUIRE(deliver(first, first.token(1), *spool));
    first.stop();
  }
  ServedCity other;  // as restored from a backup of before: it has the same id, and goes on
  RawTerminal meanwhile(other);
  meanwhile.greet(other.token(3));
  meanwhile.submit(1, std::vector<Submission>(20, a_demand(other)));
  meanwhile.hear_only<Acknowledged>();
  spool->append(WrittenCommand{written("4")});
  other.run();
  REQUIRE(deliver(other, other.token(2), *spool));
  other.stop();
  CHECK(other.count().submitted == 24);
}

// ---------------------------------------------------------------------- the loss that a terminal witnesses

TEST_CASE(
    "A terminal that was acknowledged what the log does not have raises an alarm once, and a position that cannot be "
    "raises none") {
  const Alarms alarms;
  ServedCity city;
  const auto claim = [&](std::uint8_t spool, std::uint64_t position) {
    RawTerminal terminal(city);
    terminal.say(hello(city.token(), {spool}, {LogId{1}, Position{position}}));
    terminal.hear_only<Welcome>();
    return alarms.count("may have lost");
  };
  const std::uint64_t last = city.log().last().value;
  CHECK(claim(1, last) == 0);
  CHECK(claim(2, std::uint64_t{1} << 62) == 0);
  CHECK(claim(3, last + 100) == 1);
  CHECK(claim(3, last + 200) == 1);
  CHECK(claim(4, last + 100) == 2);
}

// -------------------------------------------------------------------------------------------- accounts that end

TEST_CASE("Every connection of an account ends with it, and is told why") {
  ServedCity city;
  const Token ops = city.add_account(AccountKind::ops, {}, 9);
  RawTerminal first(city), second(city), other(city), office(city);
  first.greet(city.token(1), {1});
  second.greet(city.token(1), {2});
  other.greet(city.token(2));
  office.greet(ops);
  Outgoing end;
  encode_command(1, EndAccount{city.city().accounts.find(hash_of(city.token(1)))}, end);
  office.say(end);
  CHECK_FALSE(office.hear_only<Acknowledged>().receipts.at(0).refusal);
  for (RawTerminal* const ended : {&first, &second}) {
    CHECK(ended->hear_only<TurnedAway>().refusal.reason == Reason::account_ended);
    CHECK(ended->is_cut_off());
  }
  CHECK(other.hears_nothing());
  CHECK(office.hears_nothing());
}

// -------------------------------------------------------------------------------------------- spools that make way

TEST_CASE("Of an account that has all its spools the one used least lately makes way after its days, and no other") {
  RunningCity running;
  const auto open = [&](std::uint8_t spool) {
    return running.engine().perform(OpenSession{TokenHash{1}, SpoolId{spool}}, {}, running.now);
  };
  const Submit demand = RunningCity::plain(running.grid(), running.category("0101"));
  for (std::uint8_t spool = 2; spool <= limits::spools_per_account_max; ++spool) REQUIRE_FALSE(open(spool).refusal);
  const SessionId second = open(2).session, third = open(3).session;
  running.move_to(running.now + std::chrono::days(1));
  for (std::uint32_t number = 1; number <= 3; ++number) {
    REQUIRE_FALSE(running.send_frame(second, number, {demand}, RunningCity::plain_text).outcomes.at(0).refusal);
  }
  REQUIRE_FALSE(running.send(demand, RunningCity::plain_text).refusal);  // the desk's own
  REQUIRE(open(65).refusal == Refusal{Reason::too_many_spools, 64, 64});

  running.move_to(running.now + std::chrono::days(limits::spool_days - 1));
  const loop::Outcome opened = open(65);
  REQUIRE_FALSE(opened.refusal);
  CHECK(opened.session == third);  // all but two are as old as it
  CHECK(opened.expected == 1);
  CHECK(open(2).expected == 4);
  REQUIRE_FALSE(running.send_frame(opened.session, 1, {demand}, RunningCity::plain_text).outcomes.at(0).refusal);
  running.settle();
  CHECK(running.replayed_digest() == digest_of(running.city()));

  // The one that made way is a new one, and takes the next one's place.
  const loop::Outcome back = open(3);
  REQUIRE_FALSE(back.refusal);
  CHECK(back.session != third);
  CHECK(back.expected == 1);
}

}  // namespace
}  // namespace wangge::tests
