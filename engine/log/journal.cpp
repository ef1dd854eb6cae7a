#include "engine/log/journal.h"

#include <string.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <optional>

#include <openssl/rand.h>
#include <xxhash.h>

#include "engine/base/check.h"

namespace wangge::log {
namespace {

static_assert(std::endian::native == std::endian::little, "the journal's numbers are written as they stand in memory");

constexpr std::uint64_t segment_magic = 0x31306c6e726a6777;  // "wgjrnl01"

// The head at the beginning of each segment.
struct SegmentHead {
  std::uint64_t magic = 0, turn = 0, id = 0, sum = 0;  // turn: segments begun since the log was opened

  std::uint64_t right_sum() const { return XXH3_64bits(this, offsetof(SegmentHead, sum)); }
  bool is_whole() const { return magic == segment_magic && sum == right_sum(); }
};
static_assert(sizeof(SegmentHead) == 32);

struct RecordHead {
  std::uint64_t segment = 0;  // its id
  std::uint64_t first = 0, last = 0;
  std::uint64_t bytes = 0;
  std::uint64_t sum = 0;

  std::uint64_t right_sum(std::string_view writes) const {
    return XXH3_64bits_withSeed(this, offsetof(RecordHead, sum), XXH3_64bits(writes.data(), writes.size()));
  }
};

template <class Head>
rocksdb::Slice bytes_of(const Head& head) {
  return {reinterpret_cast<const char*>(&head), sizeof head};
}

// The beginning of `bytes` as a head; all zeros where they are too few.
template <class Head>
Head head_of(std::string_view bytes) {
  Head head;
  if (bytes.size() >= sizeof head) std::memcpy(&head, bytes.data(), sizeof head);
  return head;
}

bool is_zeros(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char byte) { return byte == 0; });
}

// The record that begins where `bytes` do; nothing where none does.
std::optional<Record> record_at(std::string_view bytes) {
  constexpr std::uint64_t facts_max = limits::group_batches_max * limits::batch_events_max;
  const auto head = head_of<RecordHead>(bytes);
  if (head.first == 0 || head.last < head.first || head.last - head.first >= facts_max) return std::nullopt;
  if (head.bytes > bytes.size() - sizeof head) return std::nullopt;
  const std::string_view writes = bytes.substr(sizeof head, head.bytes);
  if (head.sum != head.right_sum(writes)) return std::nullopt;
  return Record{.first = {head.first}, .last = {head.last}, .writes = writes};
}

// Where a record of the segment may begin next, at `from` or behind it.
std::size_t next_candidate(std::string_view bytes, std::size_t from, std::uint64_t id) {
  const std::string_view rest = bytes.substr(from);
  const void* const found = ::memmem(rest.data(), rest.size(), &id, sizeof id);
  if (found == nullptr) return bytes.size();
  return static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
}

// All whole records of a segment, also those behind a damaged one. Where the segment's head is damaged nobody knows its
// id, so every offset is tried; a head of zeros says that the segment holds nothing.
void find_records(std::string_view bytes, std::vector<Record>& records) {
  const auto head = head_of<SegmentHead>(bytes);
  const bool is_whole = head.is_whole();
  if (!is_whole && is_zeros(bytes.substr(0, sizeof head))) return;
  const auto candidate = [&](std::size_t from) {
    if (from + sizeof(RecordHead) > bytes.size()) return bytes.size();
    return is_whole ? next_candidate(bytes, from, head.id) : from;
  };
  for (std::size_t at = candidate(sizeof head); at < bytes.size();) {
    const std::optional<Record> record = record_at(bytes.substr(at));
    if (record) records.push_back(*record);
    at = candidate(record ? at + sizeof(RecordHead) + record->writes.size() : at + 1);
  }
}

bool follow_one_another(const std::vector<Record>& records) {
  const auto gap = [](const Record& one, const Record& next) { return next.first.value != one.last.value + 1; };
  return std::ranges::adjacent_find(records, gap) == records.end();
}

// Reads the first bytes of a segment; too few where it is not there.
rocksdb::Status read_head(rocksdb::Env& env, const std::filesystem::path& file, std::string& into) {
  into.assign(sizeof(SegmentHead), '\0');
  std::unique_ptr<rocksdb::SequentialFile> opened;
  rocksdb::Status status = env.NewSequentialFile(file, &opened, rocksdb::EnvOptions());
  rocksdb::Slice read;
  if (status.ok()) status = opened->Read(into.size(), &read, into.data());
  into.resize(read.size());
  return status;
}

// Reads a segment as it stood at one moment. One that was begun anew meanwhile gives no records: the earlier ones are
// in tables.
rocksdb::Status read_segment(rocksdb::Env& env, const std::filesystem::path& file, std::string& bytes,
                             std::vector<Record>& records) {
  constexpr int tries = 3;  // beside a writer the end may be read half, and what follows it whole
  rocksdb::Status status;
  for (int attempt = 0; attempt < tries; ++attempt) {
    std::string head;
    status = rocksdb::ReadFileToString(&env, file, &bytes);
    if (status.ok()) status = read_head(env, file, head);
    if (!status.ok()) break;
    if (!bytes.starts_with(head)) bytes.clear();
    records.clear();
    find_records(bytes, records);
    if (follow_one_another(records)) break;
  }
  return status;
}

}  // namespace

// The newest segment is read first: a segment that the writer begins meanwhile takes an older one's place, and is left
// out.
rocksdb::Status Journal::read(JournalContents& into) const {
  struct Found {
    std::size_t segment;
    std::string head;
  };
  into = {};
  std::vector<Found> found;
  for (std::size_t i = 0; i < limits::journal_segments; ++i) {
    if (!env_.FileExists(file_of(i)).ok()) continue;
    found.push_back({i, {}});
    const rocksdb::Status status = read_head(env_, file_of(i), found.back().head);
    if (!status.ok()) return status;
  }
  std::ranges::sort(found, std::greater(), [](const Found& one) { return head_of<SegmentHead>(one.head).turn; });
  for (const Found& one : found) {
    std::string bytes;
    std::vector<Record> records;
    const rocksdb::Status status = read_segment(env_, file_of(one.segment), bytes, records);
    if (!status.ok()) return status;
    if (!bytes.starts_with(one.head)) continue;
    into.records.insert(into.records.end(), records.begin(), records.end());
    into.segments.push_back(std::move(bytes));
  }
  std::ranges::stable_sort(into.records, {}, [](const Record& record) { return record.first; });
  return rocksdb::Status::OK();
}

rocksdb::Status Journal::begin() {
  rocksdb::Status status = env_.CreateDirIfMissing(folder_);
  for (std::size_t i = 0; i < files_.size() && status.ok(); ++i) status = forget(i);
  std::unique_ptr<rocksdb::Directory> opened;
  if (status.ok()) status = env_.NewDirectory(folder_, &opened);
  if (status.ok()) status = opened->Fsync();
  return status.ok() ? begin_segment(0) : status;
}

// Writes a head of zeros, synced.
rocksdb::Status Journal::forget(std::size_t segment) {
  const SegmentHead nothing;
  const std::filesystem::path file = file_of(segment);
  if (!env_.FileExists(file).ok()) {
    const rocksdb::Status made = rocksdb::WriteStringToFile(&env_, bytes_of(nothing), file, true);
    return made.ok() ? env_.NewRandomRWFile(file, &files_[segment], rocksdb::EnvOptions()) : made;
  }
  rocksdb::Status status = env_.NewRandomRWFile(file, &files_[segment], rocksdb::EnvOptions());
  if (status.ok()) status = files_[segment]->Write(0, bytes_of(nothing));
  return status.ok() ? files_[segment]->Sync() : status;
}

rocksdb::Status Journal::turn() { return begin_segment(next_segment()); }

// The segment's head is synced with its first record.
rocksdb::Status Journal::begin_segment(std::size_t segment) {
  segment_ = segment;
  ++turns_;
  std::uint64_t id = 0;
  CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(&id), sizeof id) == 1);
  SegmentHead head{.magic = segment_magic, .turn = turns_, .id = id, .sum = 0};
  head.sum = head.right_sum();
  written_[segment_] = {.id = id, .end = sizeof head};
  return files_[segment_]->Write(0, bytes_of(head));
}

std::filesystem::path Journal::lost_file() const {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (!is_there(i)) return file_of(i);
  }
  return {};
}

bool Journal::is_there(std::size_t segment) const {
  std::string bytes;
  if (!read_head(env_, file_of(segment), bytes).ok()) return false;
  std::uint64_t size = 0;
  return head_of<SegmentHead>(bytes).id == written_[segment].id && env_.GetFileSize(file_of(segment), &size).ok() &&
         size >= written_[segment].end;
}

rocksdb::Status Journal::append(const Record& record) {
  CHECK(has_room(record.writes.size()));
  Written& written = written_[segment_];
  RecordHead head{.segment = written.id,
                  .first = record.first.value,
                  .last = record.last.value,
                  .bytes = record.writes.size(),
                  .sum = 0};
  static_assert(sizeof head == record_head_bytes);
  head.sum = head.right_sum(record.writes);
  rocksdb::RandomRWFile& file = *files_[segment_];
  rocksdb::Status status = file.Write(written.end, bytes_of(head));
  if (status.ok()) status = file.Write(written.end + sizeof head, {record.writes.data(), record.writes.size()});
  written.end += sizeof head + record.writes.size();
  return status;
}

}  // namespace wangge::log
