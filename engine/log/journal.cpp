#include "engine/log/journal.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <vector>

#include <openssl/rand.h>
#include <xxhash.h>

#include "engine/base/check.h"

namespace wangge::log {
namespace {

static_assert(std::endian::native == std::endian::little, "the journal's numbers are written as they stand in memory");

constexpr std::uint64_t magic = 0x31306c6e726a6777;  // "wgjrnl01"

// At the beginning of each segment.
struct SegmentHead {
  std::uint64_t magic = 0, turn = 0, id = 0, sum = 0;  // turn: segments begun since the log was opened

  std::uint64_t right_sum() const { return XXH3_64bits(this, offsetof(SegmentHead, sum)); }
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

// A segment read back; turn 0 where it holds nothing.
struct Segment {
  SegmentHead head;
  std::string bytes;

  rocksdb::Status read(const std::function<rocksdb::Status(const Record&)>& each) const {
    rocksdb::Status status;
    for (std::string_view rest = std::string_view(bytes).substr(sizeof head); status.ok();) {
      const auto found = head_of<RecordHead>(rest);
      if (found.segment != head.id || found.bytes > rest.size() - sizeof found) break;
      const std::string_view writes = rest.substr(sizeof found, found.bytes);
      if (found.sum != found.right_sum(writes)) break;
      status = each({.first = {found.first}, .last = {found.last}, .writes = writes});
      rest.remove_prefix(sizeof found + writes.size());
    }
    return status;
  }
};

rocksdb::Status read_segment(rocksdb::Env& env, const std::filesystem::path& file, Segment& segment) {
  segment = {};
  if (!env.FileExists(file).ok()) return rocksdb::Status::OK();
  const rocksdb::Status status = rocksdb::ReadFileToString(&env, file, &segment.bytes);
  const auto head = head_of<SegmentHead>(segment.bytes);
  if (status.ok() && head.magic == magic && head.sum == head.right_sum()) segment.head = head;
  return status;
}

}  // namespace

rocksdb::Status Journal::read(const std::function<rocksdb::Status(const Record&)>& each) const {
  std::vector<Segment> segments(limits::journal_segments);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const rocksdb::Status status = read_segment(env_, file_of(i), segments[i]);
    if (!status.ok()) return status;
  }
  std::ranges::sort(segments, {}, [](const Segment& segment) { return segment.head.turn; });
  for (const Segment& segment : segments) {
    if (segment.head.turn == 0) continue;
    const rocksdb::Status status = segment.read(each);
    if (!status.ok()) return status;
  }
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

// A head of zeros, synced.
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

// Its head is synced with its first record.
rocksdb::Status Journal::begin_segment(std::size_t segment) {
  segment_ = segment;
  ++turns_;
  CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(&id_), sizeof id_) == 1);
  SegmentHead head{.magic = magic, .turn = turns_, .id = id_, .sum = 0};
  head.sum = head.right_sum();
  at_ = sizeof head;
  return files_[segment_]->Write(0, bytes_of(head));
}

rocksdb::Status Journal::append(const Record& record) {
  CHECK(has_room(record.writes.size()));
  RecordHead head{.segment = id_,
                  .first = record.first.value,
                  .last = record.last.value,
                  .bytes = record.writes.size(),
                  .sum = 0};
  static_assert(sizeof head == record_head_bytes);
  head.sum = head.right_sum(record.writes);
  rocksdb::RandomRWFile& file = *files_[segment_];
  rocksdb::Status status = file.Write(at_, bytes_of(head));
  if (status.ok()) status = file.Write(at_ + sizeof head, {record.writes.data(), record.writes.size()});
  at_ += sizeof head + record.writes.size();
  return status;
}

}  // namespace wangge::log
