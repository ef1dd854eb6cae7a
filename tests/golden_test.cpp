// Old data: a data folder of each released format opens with this build, is whole, and gives the city that it gave
// then.

#include <fstream>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/model/blob.h"
#include "engine/model/described_bytes.h"
#include "engine/registers/notes/notes.h"
#include "engine/state/apply.h"
#include "engine/state/digest.h"
#include "tests/changed_tables.h"
#include "tests/local_time.h"
#include "tests/random_life.h"
#include "tests/released_digest.h"
#include "tests/running_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

const std::filesystem::path golden{WANGGE_SOURCE_ROOT "/tests/golden"};

std::uint64_t recorded_digest(const std::filesystem::path& folder) {
  std::uint64_t digest = 0;
  std::ifstream(folder / "digest") >> std::hex >> digest;
  return digest;
}

// Formats up to the ninth were recorded with the digest of their time.
bool is_of_old_digest(const std::filesystem::path& folder) { return std::stoi(folder.filename().string()) <= 9; }

TEST_CASE("a golden log of each format opens, is whole, and replays to its digest") {
  std::size_t formats = 0;
  for (const auto& entry : std::filesystem::directory_iterator(golden)) {
    if (!entry.is_directory()) continue;
    INFO(entry.path());
    ++formats;
    const std::uint64_t recorded = recorded_digest(entry.path());
    REQUIRE(recorded != 0);
    const TemporaryFolder folder;  // opening a log writes
    std::filesystem::copy(entry.path() / "data", folder.path(), std::filesystem::copy_options::recursive);
    const std::uint64_t elsewhere = digest_elsewhere(folder.path(), "TZ=America/St_Johns LC_ALL=tr_TR.UTF-8");
    City city;
    {
      const log::EventLog log({.folder = folder.path()});
      log.replay(Position{1}, [&](const Fact& fact) { apply(city, fact); });
    }
    CHECK((is_of_old_digest(entry.path()) ? released_digest_of(city) : digest_of(city)) == recorded);
    CHECK(digest_of(city) == elsewhere);
    CHECK_FALSE(log::verify({.folder = folder.path()}, {}).broken);
  }
  CHECK(formats == 10);
}

// By one of ops, and adopted from the next minute on or rejected by another.
void propose(RunningCity& running, SessionId first, SessionId second, const Tables& tables, bool is_adopted) {
  const auto say = [&](SessionId who, std::vector<Command> commands, const std::string& texts = {}) {
    const loop::Frame answered =
        running.send_frame(who, running.city().sessions[who].expected(), std::move(commands), texts);
    for (const loop::Outcome& outcome : answered.outcomes) CHECK_FALSE(outcome.refusal);
  };
  std::vector<Command> rows;
  std::string texts;
  for (const TableSchema& schema : table_schemas()) {
    for (const Row& row : tables.of(schema.kind)) {
      const auto offset = static_cast<std::uint32_t>(texts.size());
      encode_row(row, texts);
      rows.push_back(StageRow{schema.kind, {offset, static_cast<std::uint32_t>(texts.size()) - offset}});
    }
  }
  say(first, {BeginConfiguration{}});
  say(first, std::move(rows), texts);
  say(first, {ProposeConfiguration{digest_of(tables), static_cast<std::uint32_t>(tables.row_count()), {}}});
  say(second, {is_adopted ? Command{AdoptConfiguration{.effective = to_seconds(running.now) + 60}}
                          : Command{RejectConfiguration{}}});
}

// What is a register's; one that takes back what does not stand there is declined.
void note(RunningCity& running, std::string_view place, std::string text) {
  std::string fields;
  encode_fields(registers::notes::NotePlace{.place = running.place(place), .as = {}, .text = std::move(text)}, fields);
  const auto size = static_cast<std::uint32_t>(fields.size());
  running.send(DescribedCommand{.kind = registers::notes::NotePlace::kind, .demand = {}, .fields = {0, size}}, fields);
}

// For a new format: makes tests/golden/NEXT, to be given a name and kept for ever. It is what a process that is killed
// leaves.
TEST_CASE("makes a golden log", "[.][make-golden]") {
  const std::filesystem::path made = golden / "NEXT";
  std::filesystem::create_directories(made);
  const TemporaryFolder folder;
  ChangedTables tables(small_tables());
  tables.of(TableKind::settings)
      .push_back({"notices.kinds", "待办|将到期|逾期|催办|不予受理|办结告知|吹哨|未报到|热点"});
  tables.of(TableKind::settings).push_back({"hotspots.from", "3"});
  tables.of(TableKind::settings).push_back({"hotspots.to_superior_from", "5"});
  tables.of(TableKind::settings).push_back({"hotspots.within_days", "7"});
  tables.of(TableKind::settings).push_back({"storms.from", "10"});
  tables.of(TableKind::settings).push_back({"storms.within_minutes", "10"});
  tables.of(TableKind::settings).push_back({"joined.more_severe_at", "2|4"});
  tables.of(TableKind::policies) = {{"", "", "1", "", "主办|上级", "全部", "0", "否", "签收"},
                                    {"", "", "2", "30工作分钟", "全链", "轮流", "1", "否", "办结"}};
  tables.of(TableKind::situations) = {{"XX", "降雪", "街道党工委书记"}};
  tables.of(TableKind::situation_effects) = {{"XX", "期间", "0201", "", "从结束起", "", "", ""},
                                             {"XX", "期间", "1302", "", "从结束起", "", "", ""},
                                             {"XX", "之外", "1301", "", "照常", "4", "", ""}};
  tables.of(TableKind::timetables) = {{"G1", "", "", "09:00-13:00|15:00-19:00"}};
  RunningCity running(tables, folder.path());
  RandomLife life(running, 2026);
  const SessionId first = running.open(AccountKind::ops, {}, 211), second = running.open(AccountKind::ops, {}, 212);
  for (int step = 1; step <= 2'000; ++step) {
    if (step % 400 == 0) {
      running.send(RunningCity::plain(running.place("G1"), running.category("1302")), RunningCity::plain_text);
      running.move_to(running.now + Duration{1});
      tables.of(TableKind::local_days).push_back({"C1", show(running.now + Duration{86'400}).substr(0, 10), "off", ""});
      running.adopt(tables);
      CHECK_FALSE(running.engine().perform(RecomputeDeadlines{}, {}, running.now).refusal);
    }
    if (step == 900 || step == 1'300) {  // nobody is named for a post any more, and somebody is again
      tables.set(TableKind::posts, "PG2", "holder", step == 900 ? "" : "R3");
      tables.set(TableKind::posts, "PG2", "deputy", step == 900 ? "" : "R1");
      propose(running, first, second, tables, step == 900);
      if (step != 900) running.adopt(tables);
    }
    if (step % 150 == 0)
      note(running, step % 300 == 0 ? "G1" : "G2", step % 450 == 0 ? "" : "走东门 " + std::to_string(step));
    if (step == 500) CHECK_FALSE(running.engine().perform(MigratePolicies{}, {}, running.now).refusal);
    if (step == 600) running.restart();
    life.step();
    const auto& pending = running.city().notices.pending();
    if (step % 7 != 0 || pending.empty()) continue;
    const auto [id, notice] = *pending.begin();
    CHECK_FALSE(running.engine().perform(Deliver{id, notice.count, 1, 200, step % 3 == 0}, {}, running.now).refusal);
  }
  running.settle();
  std::set<std::size_t> kinds;
  running.log().replay(Position{1}, [&](const Fact& fact) { kinds.insert(fact.event.index()); });
  WARN("of " << std::variant_size_v<Event> << " kinds of facts it has " << kinds.size());
  std::filesystem::copy(folder.path(), made / "data", std::filesystem::copy_options::recursive);
  std::ofstream(made / "digest") << std::hex << digest_of(running.city()) << "\n";
}

}  // namespace
}  // namespace wangge::tests
