// Bits that turned over under a running engine: what they reach is told as damaged to who asks for it, with all that is
// whole beside it; the engine goes on, and everybody else is served.

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "adapters/terminal/log_questions.h"
#include "tests/raw_terminal.h"
#include "tests/rot.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace terminal;

constexpr const char* rotten = "三号楼水管破裂，水已漫到楼道里，此件将损坏";
constexpr const char* whole = "三号楼路灯不亮";

// A demand, one that was withdrawn, which left memory, and many more behind them, so that what comes last, another
// demand and a note about the first, lies in other blocks of the tables: what shares a block rots together. Then the
// engine began again, so that all is in tables, and of those nothing is kept but the end.
class Town {
 public:
  Town() {
    {
      RawTerminal desk(city);
      desk.greet(city.token());
      desk.submit(1, std::vector{a_demand(city, rotten)});
      first = taken(desk);
      desk.submit(2, std::vector{a_demand(city)});
      gone = taken(desk);
      desk.act(3, std::vector<ReadyAct>{{.deed = Deed::withdraw, .demand = gone, .note = "不要了"}});
      REQUIRE_FALSE(desk.hear_only<Acknowledged>().receipts.at(0).refusal);
      for (next = 4; next < 2'004; next += 50) {
        desk.submit(next, std::vector<Submission>(50, a_demand(city)));
        desk.hear_only<Acknowledged>();
      }
      desk.submit(next++, std::vector{a_demand(city, whole)});
      second = taken(desk);
      desk.act(next++, std::vector<ReadyAct>{{.deed = Deed::note, .demand = first, .note = "已联系物业"}});
      REQUIRE_FALSE(desk.hear_only<Acknowledged>().receipts.at(0).refusal);
      desk.hang_up();
    }
    city.restart();
  }

  static DemandId taken(RawTerminal& desk) {
    const auto acknowledged = desk.hear_only<Acknowledged>();
    REQUIRE_FALSE(acknowledged.receipts.at(0).refusal);
    return DemandId{acknowledged.receipts.at(0).position.value};
  }
  void rot_first_text() { REQUIRE(rot_bytes(city.disk(), ServedCity::folder, rotten) == 1); }
  // The rows of the city stand among the facts.
  void rot_facts() { REQUIRE(rot_tables_with(city.disk(), ServedCity::folder, "第一网格") > 0); }

  ServedCity city;
  DemandId first, second, gone;
  std::uint32_t next = 0;  // number of the desk's session
};

// What ops are told meanwhile. Begun before whoever tells it, and ended after.
class Alarms {
 public:
  Alarms() {
    auto logger = std::make_shared<spdlog::logger>("alarms", std::make_shared<spdlog::sinks::ostream_sink_mt>(told_));
    logger->set_pattern("%l %v");
    spdlog::set_default_logger(std::move(logger));
  }
  ~Alarms() { spdlog::set_default_logger(before_); }
  std::string told() const { return told_.str(); }

 private:
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
  std::ostringstream told_;
};

TEST_CASE("A text that rotted is told as damaged, the rest of the history is whole, and the engine goes on") {
  const Alarms alarms;
  Town town;
  town.rot_first_text();
  RawTerminal desk(town.city);
  desk.greet(town.city.token());
  for (std::uint32_t id = 1; id <= 3; ++id) {  // as often as it is asked
    desk.ask(id, AskHistory{{town.first, 0}});
    const auto answer = desk.hear_only<Answer>();
    CHECK(answer.damaged_at == position_of(town.first));
    const auto steps = tests::steps_of(answer);
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].damage == story::Damage::texts);
    CHECK(steps[0].text.empty());
    CHECK(steps[0].at == to_seconds(ServedCity::morning));
    CHECK(steps[0].event == "submitted");
    CHECK(steps[1].damage == story::Damage::none);
    CHECK(steps[1].text == "已联系物业");
  }
  desk.ask(4, AskHistory{{town.second, 0}});
  const auto answer = desk.hear_only<Answer>();
  CHECK_FALSE(answer.damaged_at);
  CHECK(tests::steps_of(answer).back().text == whole);
  const std::string alarm = "critical 日志第 " + std::to_string(town.first.value) + " 号处读不出";
  CHECK(alarms.told().find(alarm) != std::string::npos);
  CHECK(alarms.told().find(alarm) == alarms.told().rfind(alarm));  // once, however often it is asked
  desk.submit(town.next, std::vector{a_demand(town.city)});
  CHECK_FALSE(desk.hear_only<Acknowledged>().receipts.at(0).refusal);
}

TEST_CASE("What is sent again is told again although its text has rotted: a receipt says nothing of it") {
  Town town;
  town.rot_first_text();
  RawTerminal desk(town.city);
  CHECK(desk.greet(town.city.token()).expected == town.next);
  desk.submit(1, std::vector{a_demand(town.city, rotten)});
  const auto told = desk.hear_only<Acknowledged>().receipts.at(0);
  CHECK(told.repeat);
  CHECK(told.position == position_of(town.first));
  CHECK(told.look_up_code == LookUpCodes(ServedCity::look_up_key).of(town.first));
}

TEST_CASE("The engine begins again over a text that rotted, and goes on") {
  Town town;
  town.rot_first_text();
  town.city.restart();
  RawTerminal desk(town.city);
  desk.greet(town.city.token());
  desk.ask(1, AskHistory{{town.first, 0}});
  CHECK(desk.hear_story().front().damage == story::Damage::texts);
}

TEST_CASE(
    "A fact that rotted under a running engine is told as damaged, and what it was told first is no longer known") {
  Town town;
  town.rot_facts();
  RawTerminal desk(town.city);
  desk.greet(town.city.token());
  desk.ask(1, AskHistory{{town.first, 0}});
  const auto answer = desk.hear_only<Answer>();
  CHECK(answer.damaged_at);
  const auto steps = tests::steps_of(answer);
  REQUIRE_FALSE(steps.empty());
  CHECK(steps.front().damage == story::Damage::fact);
  desk.submit(1, std::vector{a_demand(town.city, rotten)});
  const auto told = desk.hear_only<Acknowledged>().receipts.at(0);
  CHECK(told.repeat);
  CHECK_FALSE(told.position);
  desk.ask(2, AskOffer{{town.first, 0}, AttachmentHash{1}, 100});
  CHECK(desk.hear_rows<AttachmentAnswer>().refusal);
  desk.ask(3, AskStatus{{{town.first, 0}}});
  CHECK(desk.hear_rows<std::vector<views::Status>>().at(0).known);  // that is in memory
}

TEST_CASE(
    "A demand that left memory and cannot be read is told as damaged to who has its code, and to others as none") {
  Town town;
  town.rot_facts();
  const std::uint32_t code = LookUpCodes(ServedCity::look_up_key).of(town.gone);
  RawTerminal desk(town.city);
  desk.greet(town.city.token());
  desk.ask(1, AskStatus{{{town.gone, code}, {town.gone, 0}}});
  const auto answer = desk.hear_only<Answer>();
  CHECK(answer.damaged_at);
  const auto& rows = std::get<std::vector<views::Status>>(answer.rows);
  CHECK(rows.at(0).known);
  CHECK(rows.at(0).is_damaged);
  CHECK_FALSE(rows.at(1).known);
  CHECK_FALSE(rows.at(1).is_damaged);
}

}  // namespace
}  // namespace wangge::tests
