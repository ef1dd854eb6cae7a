#include "engine/log/event_log.h"

#include <atomic>
#include <filesystem>

#include <rocksdb/db.h>

#include "engine/log/folder.h"
#include "engine/log/store.h"
#include "tests/held_sync.h"
#include "tests/random_batches.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::RandomBatches;
using tests::TemporaryFolder;

Options options_for(const TemporaryFolder& folder) {
  Options options{.folder = folder.path() / "log", .clock = ClockKind::scenario, .now = 1'000};
  options.new_log_id.fill(0x5A);
  return options;
}

// What was appended, kept to compare with.
struct Written {
  std::vector<Event> events;
  std::vector<Seconds> at;
  std::vector<std::string> texts;  // text, reference, attachments and answers in one

  void note(const Batch& batch) {
    std::size_t start = 0;
    for (const Event& event : batch.events) {
      events.push_back(event);
      at.push_back(batch.at);
      texts.push_back(batch.texts.substr(start, lengths_of(event).texts()));
      start += texts.back().size();
    }
  }
};

// Appends groups of random batches until `count` batches are in; the log is durable afterwards.
void append_random(EventLog& log, RandomBatches& random, int count, Written& written) {
  std::vector<Batch> group;
  for (int done = 0; done < count;) {
    Position next{log.last().value + 1};
    group.clear();
    for (std::uint64_t in_group = 1 + random.number(4); in_group > 0; --in_group, ++done) {
      group.push_back(random.make(next, 1 + random.number(50)));
      next.value += group.back().events.size();
      written.note(group.back());
    }
    log.append(group);
    log.flush();
  }
}

void require_replays(const EventLog& log, const Written& written, Position from) {
  Position next = from;
  log.replay(from, [&](const Fact& fact) {
    REQUIRE(fact.position == next);
    const std::size_t index = next.value - 2;  // position 1 is LogBegun
    REQUIRE(tests::same(fact.event, written.events[index]));
    REQUIRE(fact.at == written.at[index]);
    ++next.value;
  });
  REQUIRE(next.value == written.events.size() + 2);
}

TEST_CASE("a new log begins with the fact that it has begun, and is durable up to there", "[threads]") {
  const TemporaryFolder folder;
  const EventLog log(options_for(folder));
  CHECK(log.last() == Position{1});
  CHECK(log.durable() == Position{1});
  int facts = 0;
  log.replay({1}, [&](const Fact& fact) {
    ++facts;
    CHECK(fact.position == Position{1});
    CHECK(fact.at == 1'000);
    const auto& begun = std::get<LogBegun>(fact.event);
    CHECK(begun.log == options_for(folder).new_log_id);
    CHECK(begun.clock == ClockKind::scenario);
  });
  CHECK(facts == 1);
}

TEST_CASE("what was appended is replayed in order, from any position, and again after the log is opened anew",
          "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(1);
  Written written;
  for (int opened = 0; opened < 3; ++opened) {
    EventLog log(options_for(folder));
    if (opened > 0) require_replays(log, written, {2});
    append_random(log, random, 20, written);
    CHECK(log.durable() == log.last());
    require_replays(log, written, {2});
    for (int time = 0; time < 10; ++time) require_replays(log, written, {2 + random.number(written.events.size())});
  }
}

TEST_CASE("a fact is read back with its own texts, in any order", "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(2);
  Written written;
  EventLog log(options_for(folder));
  append_random(log, random, 10, written);
  CHECK_FALSE(log.read({0}));
  for (int time = 0; time < 500; ++time) {
    const std::size_t index = random.number(written.events.size());
    const auto stored = log.read({index + 2});
    REQUIRE(stored);
    REQUIRE(stored->position == Position{index + 2});
    REQUIRE(stored->at == written.at[index]);
    REQUIRE(tests::same(stored->event, written.events[index]));
    REQUIRE(stored->text + stored->reference + stored->attachments + stored->answers == written.texts[index]);
    REQUIRE(stored->text.size() == lengths_of(stored->event).text);
    REQUIRE(stored->reference.size() == lengths_of(stored->event).reference);
    REQUIRE(stored->answers.size() == lengths_of(stored->event).answers);
  }
}

TEST_CASE("a group comes back empty with the memory of an earlier one, and unused batches at its end are no part of it",
          "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(3);
  EventLog log(options_for(folder));
  std::vector<Batch> group(4);
  group[0] = random.make({2}, 10);
  log.append(group);
  log.flush();
  CHECK(log.last() == Position{11});
  group.resize(1);
  group[0] = random.make({12}, 5);
  log.append(group);
  CHECK(group.size() == 4);
  for (const Batch& batch : group) CHECK((batch.events.empty() && batch.texts.empty() && batch.blob.empty()));
  CHECK(group[0].events.capacity() >= 10);
  log.flush();
}

TEST_CASE("each group is told as durable once it is, from the log's own thread", "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(4);
  std::atomic<int> told = 0;
  Options options = options_for(folder);
  options.on_durable = [&] { ++told; };
  {
    EventLog log(options);
    for (int time = 0; time < 5; ++time) {
      std::vector<Batch> group{random.make({log.last().value + 1}, 3)};
      log.append(group);
      log.flush();
      CHECK(log.durable() == log.last());
    }
    CHECK(log.figures().groups == 5);
    CHECK(log.figures().syncs == 5);
    CHECK(log.figures().batches == 5);
  }
  CHECK(told == 5);
}

TEST_CASE("one group may be handed over while another is being written, and becomes durable after it", "[threads]") {
  tests::HeldSyncDisk disk;
  Options options;
  options.folder = "/log";
  options.now = 1'000;
  options.env = disk.env();
  EventLog log(options);
  RandomBatches random(8);
  const auto append = [&](std::size_t facts) {
    std::vector<Batch> group{random.make({log.last().value + 1}, facts)};
    log.append(group);
  };
  CHECK((log.idle() && log.has_room()));
  disk.gate().hold();
  append(10);
  disk.gate().wait_until_reached();
  CHECK_FALSE(log.idle());
  REQUIRE(log.has_room());
  append(5);
  CHECK_FALSE(log.has_room());
  CHECK(log.durable() == Position{1});
  disk.gate().let_go();
  log.flush();
  CHECK(log.durable() == Position{16});
  CHECK((log.idle() && log.has_room()));
  CHECK(log.figures().groups == 2);
}

TEST_CASE("what is handed over is durable after the log is closed, without waiting for it", "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(5);
  Position last;
  {
    EventLog log(options_for(folder));
    std::vector<Batch> group{random.make({2}, 1'000)};
    log.append(group);
    last = log.last();
  }
  CHECK(EventLog(options_for(folder)).durable() == last);
}

TEST_CASE("a log that is open cannot be opened a second time, and says why", "[threads]") {
  const TemporaryFolder folder;
  const EventLog log(options_for(folder));
  CHECK_THROWS_WITH(EventLog(options_for(folder)), Catch::Contains("Another process uses it"));
}

TEST_CASE("a reader sees the log beside its writer, and leaves no trace", "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(6);
  Written written;
  EventLog log(options_for(folder));
  append_random(log, random, 5, written);
  const auto names = folder.names();
  Options reading = options_for(folder);
  reading.read_only = true;
  const EventLog reader(reading);
  CHECK(reader.last() == log.last());
  require_replays(reader, written, {2});
  CHECK(folder.names() == names);
}

TEST_CASE("a reader of a folder without a log is told so", "[threads]") {
  const TemporaryFolder folder;
  Options reading = options_for(folder);
  reading.read_only = true;
  CHECK_THROWS_WITH(EventLog(reading), Catch::Contains("There is no log here yet"));
}

// Compacts a log's store as a whole; the bytes that were rewritten.
std::uint64_t compact(const Store& store) {
  for (rocksdb::ColumnFamilyHandle* family : {store.batches(), store.texts(), store.contacts()}) {
    REQUIRE(store.db().CompactRange({}, family, nullptr, nullptr).ok());
    std::string files;
    REQUIRE(store.db().GetProperty(family, "rocksdb.num-files-at-level0", &files));
    CHECK(files == "0");
  }
  return store.bytes_compacted();
}

TEST_CASE("compaction moves files and rewrites nothing", "[threads]") {
  const TemporaryFolder folder;
  RandomBatches random(7);
  Written written;
  for (int opened = 0; opened < 9; ++opened) {  // each opening flushes what the one before wrote
    EventLog log(options_for(folder));
    append_random(log, random, 3, written);
    CHECK(log.figures().bytes_compacted == 0);
  }
  {
    const Store store(options_for(folder).folder, *rocksdb::Env::Default(), Store::Access::write);
    CHECK(compact(store) == 0);
  }
  require_replays(EventLog(options_for(folder)), written, {2});

  SECTION("and what is rewritten would be counted") {
    const Store store(options_for(folder).folder, *rocksdb::Env::Default(), Store::Access::write);
    REQUIRE(store.db().Put({}, store.batches(), Key({1}).slice(), "again").ok());
    REQUIRE(store.db().Flush({}, store.batches()).ok());
    CHECK(compact(store) > 0);
  }
}

}  // namespace
}  // namespace wangge::log
