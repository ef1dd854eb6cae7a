// A start that is refused leaves every byte as it was, whatever is damaged, gone or another log's; put right, all facts
// are there.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/log/folder.h"
#include "engine/log/store.h"
#include "tests/folder_image.h"
#include "tests/random_batches.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::image_of;
using tests::RandomBatches;
using tests::TemporaryFolder;

constexpr int facts_a_group = 20;

Options options_for(const std::filesystem::path& folder) {
  Options options{.folder = folder, .now = 1'000, .journal_segment_bytes = limits::mib};
  options.new_log_id.fill(0x5A);
  return options;
}

// A group of one batch each; what they hold follows from their positions, but for the salts of the contacts.
void append_groups(EventLog& log, int count) {
  for (int i = 0; i < count; ++i) {
    const Position first{log.last().value + 1};
    std::vector<Batch> group{RandomBatches(first.value).submitted(first, facts_a_group, 100, 11)};
    log.append(group);
    log.flush();
  }
}

// What an engine that was killed leaves at `folder`: groups in tables, and as many that only the journal holds. Its
// last position.
Position make_killed(const std::filesystem::path& folder, int in_tables, int in_journal) {
  const TemporaryFolder running;
  const std::filesystem::path data = running.path() / "data";
  for (int opened = 0; opened < 2; ++opened) {  // closing makes tables, two of each family
    EventLog log(options_for(data));
    append_groups(log, in_tables / 2);
  }
  EventLog log(options_for(data));
  append_groups(log, in_journal);
  std::filesystem::copy(data, folder, std::filesystem::copy_options::recursive);
  return log.last();
}

std::uint64_t facts_in(const EventLog& log) {
  std::uint64_t facts = 0;
  log.replay({1}, [&](const Fact&) { ++facts; });
  return facts;
}

// As an engine starts: it looks at all of it before it goes on. Empty, or why not.
std::string start(const std::filesystem::path& folder, Position last) {
  try {
    Options options = options_for(folder);
    options.waits = true;
    EventLog log(options);
    const std::uint64_t facts = facts_in(log);
    REQUIRE(facts == log.last().value);
    log.go_on();
    REQUIRE(log.last() == last);
    REQUIRE(log.durable() == last);
    append_groups(log, 1);
    return {};
  } catch (const CannotOpen& problem) {
    return problem.what();
  }
}

void flip(const std::filesystem::path& file, std::uint64_t at) {
  std::string bytes = tests::bytes_of(file);
  bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::string read_only_problem(const std::filesystem::path& folder) {
  const Verified verified = verify(options_for(folder), {});
  return verified.broken ? verified.broken->problem : std::string();
}

TEST_CASE("a log that was killed goes on with what only its journal held") {
  const TemporaryFolder folder;
  const Position last = make_killed(folder.path() / "log", 4, 5);
  CHECK(read_only_problem(folder.path() / "log").empty());
  CHECK(start(folder.path() / "log", last).empty());
  CHECK(start(folder.path() / "log", {last.value + facts_a_group}).empty());
  CHECK(read_only_problem(folder.path() / "log").empty());
}

// Either nobody notices, since what was damaged meant nothing, and all is there; or the start is refused and changes
// nothing. Whether it was refused.
bool require_harmless(const std::filesystem::path& log, Position last,
                      const std::map<std::string, std::string>& whole) {
  const auto before = image_of(log);
  const std::string problem = start(log, last);
  if (problem.empty()) return false;
  REQUIRE(image_of(log) == before);
  tests::restore(log, whole);
  REQUIRE(start(log, last).empty());
  return true;
}

TEST_CASE(
    "a start leaves every byte as it was where it is refused: for a flipped bit, a file that is cut off and one that "
    "is gone") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  const Position last = make_killed(log, 4, 5);
  const auto whole = image_of(log);
  RandomBatches random(Catch::rngSeed());
  int refused = 0;
  for (const auto& [name, bytes] : whole) {
    if (name.ends_with('/')) continue;
    INFO(name << ", seed " << Catch::rngSeed());
    for (int damage = 0; damage < 6; ++damage) {
      tests::restore(log, whole);
      if (damage < 4 && !bytes.empty()) flip(name, random.number(bytes.size()));
      if (damage == 4) std::filesystem::resize_file(name, bytes.size() / 2);
      if (damage == 5) std::filesystem::remove(name);
      INFO("damage " << damage);
      refused += require_harmless(log, last, whole);
    }
  }
  CHECK(refused > 20);  // of the journal, the mark, and what the tables begin with, most
}

TEST_CASE("a start leaves every byte as it was where whole folders, or all but some, are gone") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  const Position last = make_killed(log, 4, 5);
  const auto whole = image_of(log);
  const auto remove_tables = [&] {
    for (const auto& [name, bytes] : whole) {
      if (name.ends_with(".sst")) std::filesystem::remove(name);
    }
  };
  SECTION("the mark") { std::filesystem::remove(mark_of(log)); }
  SECTION("the journal") { std::filesystem::remove_all(journal_of(log)); }
  SECTION("the mark and the journal") {
    std::filesystem::remove(mark_of(log));
    std::filesystem::remove_all(journal_of(log));
  }
  SECTION("the tables") { std::filesystem::remove_all(tables_of(log)); }
  SECTION("the tables but for what names them") { remove_tables(); }
  SECTION("what names the tables, the mark and the journal") {
    std::filesystem::remove(tables_of(log) / "CURRENT");
    std::filesystem::remove(mark_of(log));
    std::filesystem::remove_all(journal_of(log));
  }
  const auto before = image_of(log);
  const std::string problem = start(log, last);
  CHECK_THAT(problem, Catch::Contains("Restore a backup") || Catch::Contains("it does not exist") ||
                          Catch::Contains("No such file"));
  CHECK(image_of(log) == before);
  tests::restore(log, whole);
  CHECK(start(log, last).empty());
}

TEST_CASE("one flipped bit in the journal, one start, the bit flipped back, and no fact is gone") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  const Position last = make_killed(log, 2, 66);
  const std::filesystem::path segment = journal_of(log) / "0";
  flip(segment, 500);  // in the first record
  const std::string problem = start(log, last);
  const std::uint64_t lost = 1 + 2 * facts_a_group;
  INFO(problem);
  CHECK_THAT(problem, Catch::Contains("ends at " + std::to_string(lost) + " but was durable up to " +
                                      std::to_string(last.value)));
  // What is whole behind it is named.
  CHECK_THAT(problem, Catch::Contains("lacks the facts " + std::to_string(lost + 1) + " to " +
                                      std::to_string(lost + facts_a_group)) &&
                          Catch::Contains("65 groups are whole, " + std::to_string(lost + facts_a_group + 1) + " to " +
                                          std::to_string(last.value)));
  CHECK_THAT(read_only_problem(log), Catch::Contains("65 groups are whole"));
  flip(segment, 500);
  CHECK(start(log, last).empty());
}

// Two groups were under way at the most when the power went, so of what is whole behind a bad record the second says
// that the bad one was durable; and a mark that is a second old may not know.
TEST_CASE("groups that are whole behind a bad record tell that it was durable, also where the mark is older") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  const int behind = GENERATE(1, 2, 3);
  const Position last = make_killed(log, 2, 1 + behind);
  const Position in_tables{1 + 2 * facts_a_group};
  {
    const Store store(log, *rocksdb::Env::Default(), Store::Access::read_only);
    LoadedBatch marked;
    REQUIRE(store.load(in_tables, marked).ok());
    REQUIRE(DurableMark::make(*rocksdb::Env::Default(), mark_of(log),
                              {.log = options_for(log).new_log_id, .position = in_tables, .batch = marked.hash})
                .ok());
  }
  flip(journal_of(log) / "0", 500);
  const auto before = image_of(log);
  if (behind == 1) {
    CHECK(start(log, in_tables).empty());  // nobody was told of either
  } else {
    CHECK_THAT(start(log, last), Catch::Contains("groups are whole"));
    CHECK(image_of(log) == before);
    CHECK_THAT(read_only_problem(log), Catch::Contains("groups are whole"));
  }
}

// --- another log's parts

struct TwoLogs {
  TwoLogs() {
    last = make_killed(own, 4, 5);
    REQUIRE(make_killed(other, 4, 5) == last);  // the same positions, another chain
  }
  TemporaryFolder folder;
  std::filesystem::path own = folder.path() / "own", other = folder.path() / "other";
  Position last;
};

void put_in_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::remove_all(to);
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

TEST_CASE("another log's journal, whose positions fit, is neither served nor written over") {
  TwoLogs logs;
  const auto whole = image_of(logs.own);
  put_in_place(journal_of(logs.other), journal_of(logs.own));
  SECTION("with its own mark") {}
  SECTION("with the other's mark") { put_in_place(mark_of(logs.other), mark_of(logs.own)); }
  const auto before = image_of(logs.own);
  Options options = options_for(logs.own);
  options.waits = true;
  CHECK_THROWS_WITH(EventLog(options), Catch::Contains("it is another log's"));
  options.read_only = true;
  CHECK_THROWS_WITH(EventLog(options), Catch::Contains("it is another log's"));
  CHECK_THAT(read_only_problem(logs.own), Catch::Contains("it is another log's"));
  CHECK_THAT(start(logs.own, logs.last), Catch::Contains("from " + std::to_string(4 * facts_a_group + 2) + " on"));
  CHECK(image_of(logs.own) == before);
  tests::restore(logs.own, whole);
  CHECK(start(logs.own, logs.last).empty());
}

TEST_CASE("another log's journal of which everything is in tables is refused too") {
  TwoLogs logs;
  REQUIRE(start(logs.own, logs.last).empty());  // what is in its journal now, the closing has put into tables
  put_in_place(journal_of(logs.other), journal_of(logs.own));
  const auto before = image_of(logs.own);
  CHECK_THAT(start(logs.own, {}), Catch::Contains("it is another log's"));
  CHECK(image_of(logs.own) == before);
}

// Writes what a journal holds into segments so small that it fills three.
void spread(const std::filesystem::path& log) {
  constexpr std::size_t segment_bytes = 64 * limits::kib;
  Journal journal(*rocksdb::Env::Default(), journal_of(log), segment_bytes);
  JournalContents contents;
  REQUIRE(journal.read(contents).ok());
  REQUIRE(journal.begin().ok());
  for (const Record& record : contents.records) {
    if (!journal.has_room(record.writes.size())) REQUIRE(journal.turn().ok());
    REQUIRE(journal.append(record).ok());
  }
  REQUIRE(journal.segment() == 2);
}

TEST_CASE("one segment of another log's journal is refused") {
  const TemporaryFolder folder;
  const std::filesystem::path own = folder.path() / "own", other = folder.path() / "other";
  const Position last = make_killed(own, 2, 30);
  REQUIRE(make_killed(other, 2, 30) == last);
  spread(own);
  spread(other);
  const auto whole = image_of(own);
  put_in_place(journal_of(other) / "1", journal_of(own) / "1");
  const auto before = image_of(own);
  CHECK_THAT(start(own, last), Catch::Contains("it is another log's"));
  CHECK(image_of(own) == before);
  tests::restore(own, whole);
  CHECK(start(own, last).empty());
}

TEST_CASE("a batch of another log in the tables is found while they are replayed, before anything is written") {
  TwoLogs logs;
  REQUIRE(start(logs.own, logs.last).empty());
  REQUIRE(start(logs.other, logs.last).empty());
  const Position at{2 + facts_a_group};
  {
    const Store own(logs.own, *rocksdb::Env::Default(), Store::Access::write),
        other(logs.other, *rocksdb::Env::Default(), Store::Access::write);
    for (auto family : {&Store::batches, &Store::texts, &Store::contacts}) {
      std::string value;
      REQUIRE(other.value((other.*family)(), at, value).ok());
      REQUIRE(own.db().Put({}, (own.*family)(), Key(at).slice(), value).ok());
    }
  }
  const auto before = image_of(logs.own);
  CHECK_THAT(start(logs.own, {}),
             Catch::Contains("broken at " + std::to_string(at.value)) && Catch::Contains("another log's"));
  CHECK(image_of(logs.own) == before);
}

// --- the way on

Position accept_what_is_left(const std::filesystem::path& log) {
  Position left;
  const Store store(log, *rocksdb::Env::Default(), Store::Access::read_only);
  LoadedBatch end;
  REQUIRE(store.load_last(end).ok());
  left = end.batch.last();
  LogId another;
  another.fill(0x77);
  accept_loss(options_for(log), left, another);
  return {left.value + 1};
}

TEST_CASE("a loss that is accepted is dated, and the log is whole, opens and goes on") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  const Position last = make_killed(log, 4, 5);
  SECTION("of a damaged journal") { flip(journal_of(log) / "0", 500); }
  SECTION("of a journal that is gone") { std::filesystem::remove_all(journal_of(log)); }
  SECTION("of a mark that is gone") { std::filesystem::remove(mark_of(log)); }
  SECTION("of another log's journal") {
    REQUIRE(make_killed(folder.path() / "other", 4, 5) == last);
    put_in_place(journal_of(folder.path() / "other"), journal_of(log));
    const std::string foreign = tests::bytes_of(journal_of(log) / "0");
    const Position accepted = accept_what_is_left(log);
    CHECK(tests::bytes_of(log / "journal.aside" / "0") == foreign);
    CHECK(start(log, accepted).empty());
    return;
  }
  REQUIRE_FALSE(start(log, last).empty());
  const Position accepted = accept_what_is_left(log);
  CHECK(read_only_problem(log).empty());
  REQUIRE(start(log, accepted).empty());
  const EventLog opened(options_for(log));
  CHECK(opened.read(accepted)->at >= opened.read({accepted.value - 1})->at);
  CHECK(read_only_problem(log).empty());
}

TEST_CASE("accepting a loss where none is, or with a wrong position, leaves every byte as it was") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  const Position last = make_killed(log, 4, 5);
  auto before = image_of(log);
  CHECK_THROWS_WITH(accept_loss(options_for(log), last, {}), Catch::Contains("Nothing is lost"));
  CHECK(image_of(log) == before);
  flip(journal_of(log) / "0", 500);
  before = image_of(log);
  CHECK_THROWS_WITH(accept_loss(options_for(log), last, {}), Catch::Contains("last fact is"));
  CHECK(image_of(log) == before);
}

TEST_CASE(
    "a loss that an earlier build dated 1970 counts as dated with the fact before it; any other time that goes back is "
    "named") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log";
  Seconds before = 0;
  const auto append = [&](Event event, Seconds at) {
    EventLog opened(options_for(log));
    before = opened.read(opened.last())->at;
    std::vector<Batch> group(1);
    group[0].first = {opened.last().value + 1};
    group[0].at = at;
    group[0].events.push_back(event);
    opened.append(group);
  };
  make_killed(log, 2, 2);
  append(LossAccepted{.log = {1}, .after = {1}}, 0);
  Position last;
  {
    const EventLog opened(options_for(log));
    last = opened.last();
    opened.replay({1}, [&](const Fact& fact) {
      if (fact.position == last) CHECK(fact.at == before);
    });
  }
  CHECK(read_only_problem(log).empty());
  append(JobEnded{}, before - 1);
  CHECK_THAT(start(log, {}), Catch::Contains("Its time is before"));
  CHECK_THAT(read_only_problem(log), Catch::Contains("its time is before"));
}

}  // namespace
}  // namespace wangge::log
