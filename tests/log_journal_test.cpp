#include "engine/log/journal.h"

#include <fstream>
#include <string>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/log/store.h"
#include "tests/random_batches.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::RandomBatches;
using tests::TemporaryFolder;

constexpr std::size_t writes_bytes = 1'000;
constexpr std::size_t segment_bytes = 32 + 4 * (40 + writes_bytes);  // its head, and four records with theirs

struct Kept {
  Position first, last;
  std::string writes;
  friend bool operator==(const Kept&, const Kept&) = default;
};

// The nth record of a test, from 1: ten facts.
Kept record(std::uint64_t n, std::uint64_t seed = 0) {
  std::string writes(writes_bytes, '\0');
  for (std::size_t i = 0; i < writes.size(); ++i) writes[i] = static_cast<char>(n * 31 + i * 7 + seed);
  return {.first = {10 * n - 9}, .last = {10 * n}, .writes = writes};
}

class JournalFolder {
 public:
  Journal open() const { return Journal(*rocksdb::Env::Default(), folder_.path() / "journal", segment_bytes); }
  std::filesystem::path segment(std::size_t number) const {
    return folder_.path() / "journal" / std::to_string(number);
  }

  std::vector<Kept> read() const {
    JournalContents contents;
    REQUIRE(open().read(contents).ok());
    std::vector<Kept> records;
    for (const Record& found : contents.records)
      records.push_back({found.first, found.last, std::string(found.writes)});
    return records;
  }

 private:
  TemporaryFolder folder_;
};

void append(Journal& journal, const Kept& kept) {
  if (!journal.has_room(kept.writes.size())) REQUIRE(journal.turn().ok());
  REQUIRE(journal.append({kept.first, kept.last, kept.writes}).ok());
}

std::vector<Kept> records(std::uint64_t from, std::uint64_t to) {
  std::vector<Kept> all;
  for (std::uint64_t n = from; n <= to; ++n) all.push_back(record(n));
  return all;
}

TEST_CASE("a journal gives back its records in order, also where the ring has turned, but those written over") {
  const JournalFolder folder;
  CHECK(folder.read().empty());
  Journal journal = folder.open();
  REQUIRE(journal.begin().ok());
  for (std::uint64_t n = 1; n <= 16; ++n) {
    append(journal, record(n));
    CHECK(folder.read() == records(1, n));
  }
  // Four segments are full: the 17th begins the first one anew, the 21st the second.
  append(journal, record(17));
  CHECK(folder.read() == records(5, 17));
  for (std::uint64_t n = 18; n <= 21; ++n) append(journal, record(n));
  CHECK(folder.read() == records(9, 21));
  CHECK(std::filesystem::file_size(folder.segment(0)) <= segment_bytes);
}

TEST_CASE("a journal that is begun anew has forgotten its records") {
  const JournalFolder folder;
  for (std::uint64_t n : {1, 2, 3}) {
    Journal journal = folder.open();
    REQUIRE(journal.begin().ok());
    CHECK(folder.read().empty());
    for (int i = 0; i < 9; ++i) append(journal, record(n));
  }
}

void flip(const std::filesystem::path& file, std::streamoff at) {
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekg(at);
  const char flipped = static_cast<char>(bytes.get() ^ 0x10);
  bytes.seekp(at);
  bytes.put(flipped);
}

TEST_CASE("a record of which any bit is not what was written is none, and hides nothing of what is behind it") {
  const JournalFolder folder;
  constexpr std::streamoff head = 32, record_head = 40;
  Journal journal = folder.open();
  REQUIRE(journal.begin().ok());
  for (std::uint64_t n = 1; n <= 5; ++n) append(journal, record(n));
  const auto second = head + record_head + static_cast<std::streamoff>(writes_bytes);
  for (std::streamoff at = second; at < second + record_head + 1'000; at += at < second + record_head ? 1 : 97) {
    flip(folder.segment(0), at);
    CHECK(folder.read() == std::vector{record(1), record(3), record(4), record(5)});
    flip(folder.segment(0), at);
  }
  for (std::streamoff at = 0; at < head; ++at) {
    flip(folder.segment(0), at);  // its head
    CHECK(folder.read() == records(1, 5));
    flip(folder.segment(0), at);
  }
  CHECK(folder.read() == records(1, 5));
}

TEST_CASE("a file of the journal that is gone, cut off or another's is named while it is being written") {
  const JournalFolder folder;
  Journal journal = folder.open();
  REQUIRE(journal.begin().ok());
  for (std::uint64_t n = 1; n <= 6; ++n) append(journal, record(n));
  CHECK(journal.lost_file().empty());
  const std::filesystem::path file = folder.segment(GENERATE(0, 1));
  SECTION("gone") { std::filesystem::remove(file); }
  SECTION("cut off") { std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1); }
  SECTION("another's") { flip(file, 16); }
  CHECK(journal.lost_file() == file);
}

TEST_CASE("what an earlier turn of the ring left behind a record is not taken for one") {
  const JournalFolder folder;
  Journal journal = folder.open();
  REQUIRE(journal.begin().ok());
  // Each record of the second turn ends exactly where one of the first begins.
  for (std::uint64_t n = 1; n <= 17; ++n) append(journal, record(n));
  CHECK(folder.read() == records(5, 17));
  // The same after a start, when the ring begins with its first segment again.
  Journal again = folder.open();
  REQUIRE(again.begin().ok());
  append(again, record(18));
  CHECK(folder.read() == std::vector{record(18)});
}

// --- the journal with the tables behind it

Options small_segments(const std::filesystem::path& folder) {
  return {.folder = folder, .now = 1'000, .journal_segment_bytes = 256 * limits::kib};
}

// Appends a batch a group, so many; the log is durable afterwards.
void append_batches(EventLog& log, int count) {
  for (int i = 0; i < count; ++i) {
    const Position first{log.last().value + 1};
    std::vector<Batch> group{RandomBatches(first.value).submitted(first, 20, 1'000, 11)};
    log.append(group);
    log.flush();
  }
}

// Counts the facts, whose order and completeness replay checks.
std::uint64_t facts_in(const EventLog& log) {
  std::uint64_t facts = 0;
  log.replay({1}, [&](const Fact&) { ++facts; });
  return facts;
}

TEST_CASE("a log whose journal has turned many times is whole at every moment: for a reader, and after a kill") {
  const TemporaryFolder folder;
  EventLog log(small_segments(folder.path() / "log"));
  for (int round = 0; round < 12; ++round) {  // some 25 KiB a group, so a segment a round
    append_batches(log, 10);
    Options reading = small_segments(folder.path() / "log");
    reading.read_only = true;
    CHECK(facts_in(EventLog(reading)) == log.last().value);
    CHECK_FALSE(verify(reading, {}).broken);
  }
  CHECK(log.figures().bytes_compacted == 0);
}

TEST_CASE("a log is closed while its groups are being flushed, and is whole") {
  const TemporaryFolder folder;
  std::uint64_t facts = 1;
  for (int time = 0; time < 30; ++time) {
    EventLog log(small_segments(folder.path() / "log"));
    REQUIRE(facts_in(log) == facts);
    append_batches(log, 12);  // the journal has just turned
    facts += 12 * 20;
  }
}

TEST_CASE("a record that comes after one that the disk has lost is not taken") {
  const TemporaryFolder folder;
  const std::filesystem::path log_folder = folder.path() / "log";
  Position last;
  {
    EventLog log(small_segments(log_folder));
    append_batches(log, 5);
    last = log.last();
  }
  {
    Journal journal(*rocksdb::Env::Default(), journal_of(log_folder), 256 * limits::kib);
    REQUIRE(journal.begin().ok());
    const Position first{last.value + 21};
    rocksdb::WriteBatch writes;
    REQUIRE(writes.Put(Key(first).slice(), "a batch that nobody was told of").ok());
    append(journal, {.first = first, .last = {first.value + 19}, .writes = writes.Data()});
  }
  const EventLog log(small_segments(log_folder));
  CHECK(log.last() == last);
  CHECK(facts_in(log) == last.value);
}

TEST_CASE("a log that was made before there was a journal goes on with one") {
  const TemporaryFolder folder;
  Position last;
  {
    EventLog log(small_segments(folder.path() / "log"));
    append_batches(log, 5);
    last = log.last();
  }
  std::filesystem::remove_all(journal_of(folder.path() / "log"));
  EventLog log(small_segments(folder.path() / "log"));
  CHECK(log.last() == last);
  append_batches(log, 5);
  CHECK(facts_in(log) == last.value + 100);
}

}  // namespace
}  // namespace wangge::log
