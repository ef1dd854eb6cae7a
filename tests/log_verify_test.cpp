#include "engine/log/event_log.h"

#include <filesystem>
#include <fstream>

#include <rocksdb/db.h>

#include "engine/log/durable_mark.h"
#include "engine/log/folder.h"
#include "engine/log/store.h"
#include "tests/random_batches.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::RandomBatches;
using tests::TemporaryFolder;

Options options_for(const TemporaryFolder& folder) {
  Options options{.folder = folder.path() / "log", .now = 1'000};
  options.new_log_id.fill(0x5A);
  return options;
}

// Appends one batch a group, each with texts and contacts; the positions where the batches begin.
std::vector<Position> append_batches(EventLog& log, RandomBatches& random, int count) {
  std::vector<Position> firsts;
  for (int i = 0; i < count; ++i) {
    std::vector<Batch> group{random.submitted({log.last().value + 1}, 2 + random.number(3), 20, 11)};
    firsts.push_back(group[0].first);
    log.append(group);
    log.flush();
  }
  return firsts;
}

std::vector<Position> make_log(const TemporaryFolder& folder, int batches, std::uint64_t seed = 1) {
  RandomBatches random(seed);
  EventLog log(options_for(folder));
  return append_batches(log, random, batches);
}

Verified verify(const TemporaryFolder& folder) { return log::verify(options_for(folder), {}); }

// The stored values, to be looked at and changed behind the log's back.
class Tampering {
 public:
  explicit Tampering(const TemporaryFolder& folder)
      : store_(options_for(folder).folder, *rocksdb::Env::Default(), Store::Access::write) {}

  std::vector<rocksdb::ColumnFamilyHandle*> families() const {
    return {store_.batches(), store_.texts(), store_.contacts()};
  }
  std::string get(rocksdb::ColumnFamilyHandle* family, Position batch) const {
    std::string value;
    REQUIRE(store_.value(family, batch, value).ok());
    return value;
  }
  void put(rocksdb::ColumnFamilyHandle* family, Position batch, const std::string& value) {
    REQUIRE(store_.db().Put({}, family, Key(batch).slice(), value).ok());
  }
  void remove(rocksdb::ColumnFamilyHandle* family, Position batch) {
    REQUIRE(store_.db().Delete({}, family, Key(batch).slice()).ok());
  }
  const Store& store() const { return store_; }

 private:
  Store store_;
};

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::string read_file(const std::filesystem::path& file) {
  std::string bytes;
  REQUIRE(rocksdb::ReadFileToString(rocksdb::Env::Default(), file, &bytes).ok());
  return bytes;
}

// What lies in a log's folder but its mark.
void remove_store(const std::filesystem::path& folder) {
  for (const auto& part : {tables_of(folder), journal_of(folder)}) std::filesystem::remove_all(part);
}

void copy_store(const std::filesystem::path& from, const std::filesystem::path& to) {
  remove_store(to);
  std::filesystem::create_directories(to);
  std::filesystem::copy(tables_of(from), tables_of(to), std::filesystem::copy_options::recursive);
  std::filesystem::copy(journal_of(from), journal_of(to), std::filesystem::copy_options::recursive);
}

TEST_CASE("a whole log verifies, and the progress ends at its end") {
  const TemporaryFolder folder;
  make_log(folder, 7);
  Position done, end;
  const Verified verified = log::verify(options_for(folder), [&](Position position, Position last) {
    REQUIRE(position > done);
    done = position;
    end = last;
  });
  CHECK_FALSE(verified.broken);
  CHECK(verified.batches == 8);
  CHECK(verified.events == end.value);
  CHECK(done == end);
}

TEST_CASE("a byte changed anywhere in a batch, its texts or its contacts is found, and that batch is named") {
  const TemporaryFolder folder;
  const auto firsts = make_log(folder, 3);
  Tampering tampering(folder);
  RandomBatches random(9);
  for (const Position batch : firsts) {
    for (rocksdb::ColumnFamilyHandle* family : tampering.families()) {
      const std::string whole = tampering.get(family, batch);
      REQUIRE_FALSE(whole.empty());
      for (std::size_t at = random.number(5); at < whole.size(); at += 1 + random.number(19)) {
        std::string changed = whole;
        changed[at] ^= static_cast<char>(1 << random.number(8));
        tampering.put(family, batch, changed);
        const Verified verified = verify(folder);
        REQUIRE(verified.broken);
        REQUIRE(verified.broken->batch == batch);
      }
      tampering.put(family, batch, whole);
      REQUIRE_FALSE(verify(folder).broken);
    }
  }
}

TEST_CASE("a batch, a text that is missing, or a batch put in another's place is found") {
  const TemporaryFolder folder;
  const auto firsts = make_log(folder, 4);
  Tampering tampering(folder);
  SECTION("batch missing") {
    tampering.remove(tampering.store().batches(), firsts[1]);
    CHECK(verify(folder).broken->batch == firsts[1]);
  }
  SECTION("texts missing") {
    tampering.remove(tampering.store().texts(), firsts[2]);
    CHECK(verify(folder).broken->batch == firsts[2]);
  }
  SECTION("another log's batch at the same position") {
    const TemporaryFolder other;
    REQUIRE(make_log(other, 4, 1) == firsts);
    const Tampering stranger(other);  // the same facts, but salted, and so hashed, otherwise
    for (int family = 0; family < 3; ++family) {
      tampering.put(tampering.families()[family], firsts[1], stranger.get(stranger.families()[family], firsts[1]));
    }
    const Verified verified = verify(folder);
    REQUIRE(verified.broken);
    CHECK(verified.broken->batch == firsts[1]);
  }
  SECTION("the end cut off") {
    tampering.remove(tampering.store().batches(), firsts[3]);
    const Verified verified = verify(folder);
    REQUIRE(verified.broken);
    CHECK(verified.broken->batch == Position{});
  }
}

TEST_CASE("where files of the log are gone it is said which, what is lost and what to do") {
  const TemporaryFolder folder;
  const auto firsts = make_log(folder, 3);
  const auto log_folder = options_for(folder).folder;
  SECTION("the journal, with the last facts") {
    {
      Tampering tampering(folder);
      for (rocksdb::ColumnFamilyHandle* family : tampering.families()) tampering.remove(family, firsts[2]);
    }
    std::filesystem::remove_all(journal_of(log_folder));
    const Verified verified = verify(folder);
    REQUIRE(verified.broken);
    CHECK(verified.broken->batch == Position{});
    CHECK_THAT(verified.broken->problem, Catch::Contains("was durable up to") && Catch::Contains("Restore a backup") &&
                                             Catch::Contains(journal_of(log_folder).string() + " holds no file"));
  }
  SECTION("the file that the tables begin with") {
    const auto current = tables_of(log_folder) / "CURRENT";
    std::filesystem::remove(current);
    CHECK_THROWS_WITH(verify(folder),
                      Catch::Contains(current.string() + " is missing") && Catch::Contains("Restore a backup"));
    std::filesystem::remove(mark_of(log_folder));
    CHECK_THROWS_WITH(verify(folder), Catch::Contains(current.string() + " is missing"));
  }
}

TEST_CASE("a contact that was destroyed leaves the log whole") {
  const TemporaryFolder folder;
  const auto firsts = make_log(folder, 3);
  Tampering tampering(folder);
  rocksdb::ColumnFamilyHandle* contacts = tampering.store().contacts();
  SECTION("one, overwritten with zeros together with its salt") {
    std::string value = tampering.get(contacts, firsts[1]);
    value.replace(16 + 11, 16 + 11, std::string(16 + 11, '\0'));
    tampering.put(contacts, firsts[1], value);
    CHECK_FALSE(verify(folder).broken);
  }
  SECTION("all of a batch") {
    tampering.remove(contacts, firsts[1]);
    CHECK_FALSE(verify(folder).broken);
  }
}

TEST_CASE("the same contact is never committed to in the same way twice") {
  const TemporaryFolder folder;
  {
    EventLog log(options_for(folder));
    std::vector<Batch> group(1);
    group[0].first = {2};
    for (int i = 0; i < 2; ++i) {
      group[0].events.push_back(Submitted{.contact_length = 11});
      group[0].contacts += "13800000000";
    }
    log.append(group);
  }
  const Tampering looking(folder);
  LoadedBatch loaded;
  REQUIRE(looking.store().load({2}, loaded).ok());
  REQUIRE(loaded.ties.commitments.size() == 2);
  CHECK(loaded.ties.commitments[0] != loaded.ties.commitments[1]);
}

TEST_CASE("a log whose mark is missing or damaged in both slots is refused") {
  const TemporaryFolder folder;
  make_log(folder, 3);
  const auto mark = mark_of(options_for(folder).folder);
  std::string bytes = read_file(mark);
  SECTION("missing") { std::filesystem::remove(mark); }
  SECTION("empty") { write_file(mark, ""); }
  SECTION("both slots") {
    bytes[30] ^= 1;
    bytes[512 + 30] ^= 1;
    write_file(mark, bytes);
  }
  CHECK_THROWS_WITH(EventLog(options_for(folder)), Catch::Contains("missing or damaged"));
  REQUIRE(verify(folder).broken);
  CHECK(verify(folder).broken->batch == Position{});
}

TEST_CASE("one good slot of the mark is enough") {
  const int damaged = GENERATE(0, 1);
  const TemporaryFolder folder;
  for (int opened = 0; opened < 2; ++opened) {  // after two syncs both slots are in use
    RandomBatches random(opened);
    EventLog log(options_for(folder));
    append_batches(log, random, 2);
  }
  const auto mark = mark_of(options_for(folder).folder);
  std::string bytes = read_file(mark);
  bytes[512 * damaged + 70] ^= 1;
  write_file(mark, bytes);
  CHECK_NOTHROW(EventLog(options_for(folder)));
}

TEST_CASE("a log older than its mark is refused, and says from where to where facts are lost") {
  const TemporaryFolder folder;
  make_log(folder, 2);
  const auto log_folder = options_for(folder).folder;
  copy_store(log_folder, folder.path() / "older");
  Position older, newer;
  {
    EventLog log(options_for(folder));
    older = log.last();
    RandomBatches random(3);
    append_batches(log, random, 2);
    newer = log.last();
  }
  copy_store(folder.path() / "older", log_folder);
  CHECK_THROWS_WITH(EventLog(options_for(folder)), Catch::Contains("ends at " + std::to_string(older.value)) &&
                                                       Catch::Contains("up to " + std::to_string(newer.value)));

  SECTION("an empty one too") {
    remove_store(log_folder);
    CHECK_THROWS_WITH(EventLog(options_for(folder)), Catch::Contains("CURRENT is missing"));
  }
}

TEST_CASE("a log whose tables cannot be read is not begun anew, and is whole when the file is put back") {
  const TemporaryFolder folder;
  make_log(folder, 3, 2);
  const auto current = tables_of(options_for(folder).folder) / "CURRENT";
  const Position last = EventLog(options_for(folder)).last();
  const std::string content = read_file(current);
  std::filesystem::remove(current);
  CHECK_THROWS_WITH(EventLog(options_for(folder)), Catch::Contains("CURRENT is missing"));
  CHECK_FALSE(std::filesystem::exists(current));
  std::ofstream(current, std::ios::binary) << content;
  CHECK(EventLog(options_for(folder)).last() == last);
}

TEST_CASE("a log that is not the one that the mark witnesses is refused") {
  const TemporaryFolder folder, other;
  make_log(folder, 3, 1);
  make_log(other, 3, 1);
  copy_store(options_for(other).folder, options_for(folder).folder);
  CHECK_THROWS_WITH(EventLog(options_for(folder)), Catch::Contains("is not what its durable mark witnesses"));
}

TEST_CASE("a log that goes on beyond its mark is opened, and the mark follows") {
  const TemporaryFolder folder;
  make_log(folder, 1);
  const auto mark = mark_of(options_for(folder).folder);
  const std::string before = read_file(mark);
  Position last;
  {
    EventLog log(options_for(folder));
    RandomBatches random(3);
    append_batches(log, random, 2);
    last = log.last();
  }
  write_file(mark, before);
  CHECK(EventLog(options_for(folder)).last() == last);
  const auto followed = DurableMark::read(*rocksdb::Env::Default(), mark);
  REQUIRE(followed);
  CHECK(followed->position == last);
}

TEST_CASE("a loss is accepted where the log ends, is recorded, and makes another log of it") {
  const TemporaryFolder folder;
  const auto firsts = make_log(folder, 3);
  Position last;
  {
    Tampering tampering(folder);
    LoadedBatch loaded;
    REQUIRE(tampering.store().load(firsts[1], loaded).ok());
    last = loaded.batch.last();
    for (rocksdb::ColumnFamilyHandle* family : tampering.families()) tampering.remove(family, firsts[2]);
  }
  REQUIRE_THROWS_AS(EventLog(options_for(folder)), CannotOpen);
  LogId another;
  another.fill(0x77);
  CHECK_THROWS_WITH(accept_loss(options_for(folder), {last.value + 1}, another), Catch::Contains("last fact is"));
  accept_loss(options_for(folder), last, another);

  CHECK_FALSE(verify(folder).broken);
  const EventLog log(options_for(folder));
  CHECK(log.last() == Position{last.value + 1});
  const auto stored = log.read(log.last());
  REQUIRE(stored);
  const auto& accepted = std::get<LossAccepted>(stored->event);
  CHECK(accepted.after == last);
  CHECK(accepted.log == another);
  CHECK(DurableMark::read(*rocksdb::Env::Default(), mark_of(options_for(folder).folder))->log == another);
}

TEST_CASE("a loss cannot be accepted where nothing is lost, nor where nothing is left") {
  const TemporaryFolder folder;
  make_log(folder, 2);
  const Position last = EventLog(options_for(folder)).last();
  CHECK_THROWS_WITH(accept_loss(options_for(folder), last, LogId{}), Catch::Contains("Nothing is lost"));
  remove_store(options_for(folder).folder);
  CHECK_THROWS_AS(accept_loss(options_for(folder), {}, LogId{}), CannotOpen);
}

TEST_CASE("a log that was made but never begun is begun") {
  const TemporaryFolder folder;
  const auto log_folder = options_for(folder).folder;
  std::filesystem::create_directory(log_folder);
  REQUIRE(DurableMark::make(*rocksdb::Env::Default(), mark_of(log_folder), {.log = {1, 2, 3}}).ok());
  const EventLog log(options_for(folder));
  CHECK(log.last() == Position{1});
}

}  // namespace
}  // namespace wangge::log
