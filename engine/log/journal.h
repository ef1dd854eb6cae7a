#pragma once
// The journal in front of RocksDB: groups of facts, each synced once, in files that are written over and over.
//
// RocksDB takes the same groups without a write-ahead log of its own. Writing over what a file already has, at a size
// that it already has, costs the disk less than half of appending to it (no extent and no size changes with a sync),
// and a group is summed once, by a sum that is faster than the library's. The files are segments of a ring: the next
// one is begun when the one before is full, and by then what it held must be in tables (store.cpp sees to that).
//
// A record counts only where its sum is right, which covers the segment's random id. So bytes left behind by an earlier
// turn of the ring, or by anybody's text, are never taken for a record. A damaged record hides nothing: the records
// behind it are found too. The format is in engine/log/README.md.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rocksdb/env.h>

#include "engine/base/limits.h"
#include "engine/model/demand.h"

namespace wangge::log {

struct Record {
  Position first, last;     // of the group's facts
  std::string_view writes;  // a rocksdb::WriteBatch as it represents itself
};

// The contents of a journal as they were read. Moved, never copied: the records lie in it.
struct JournalContents {
  std::vector<std::string> segments;
  std::vector<Record> records;  // all that are whole, by position

  JournalContents() = default;
  JournalContents(JournalContents&&) = default;
  JournalContents& operator=(JournalContents&&) = default;
};

class Journal {
 public:
  Journal(rocksdb::Env& env, std::filesystem::path folder, std::size_t segment_bytes)
      : env_(env), folder_(std::move(folder)), segment_bytes_(segment_bytes) {}

  // Reads all segments, and writes nothing. A writer may be at work: then records that it writes over meanwhile are
  // missing at the beginning, and those that it appends, at the end.
  rocksdb::Status read(JournalContents& into) const;

  // Makes the folder where there is none, and forgets all records for good: they must be in tables. The first segment
  // of the ring is begun.
  rocksdb::Status begin();
  // Whether the segment that is being written takes a record of so many bytes. A segment that is begun takes any group.
  bool has_room(std::size_t bytes) const {
    return written_[segment_].end + record_head_bytes + bytes <= segment_bytes_;
  }
  // How much of that segment is written.
  std::size_t bytes() const { return written_[segment_].end; }
  // The index of the segment that is being written.
  std::size_t segment() const { return segment_; }
  std::size_t next_segment() const { return (segment_ + 1) % limits::journal_segments; }
  // Begins the next segment, whose records are lost.
  rocksdb::Status turn();
  // Writes the record. Needs has_room(). After a failure nothing more may be appended.
  rocksdb::Status append(const Record& record);
  // A file of the journal that is not the one written any more: gone, cut off, or replaced by another. Empty where all
  // are there. Not while another thread appends.
  std::filesystem::path lost_file() const;
  // Makes all that was appended to a segment durable. May be called while another thread appends.
  rocksdb::Status sync(std::size_t segment) { return files_[segment]->Sync(); }

 private:
  static constexpr std::size_t record_head_bytes = 40;
  struct Written {  // a segment's id, 0 where it holds nothing, and where its next record goes
    std::uint64_t id = 0;
    std::size_t end = 0;
  };

  std::filesystem::path file_of(std::size_t segment) const { return folder_ / std::to_string(segment); }
  rocksdb::Status forget(std::size_t segment);
  rocksdb::Status begin_segment(std::size_t segment);
  bool is_there(std::size_t segment) const;

  rocksdb::Env& env_;
  const std::filesystem::path folder_;
  const std::size_t segment_bytes_;
  std::array<std::unique_ptr<rocksdb::RandomRWFile>, limits::journal_segments> files_;
  std::array<Written, limits::journal_segments> written_{};
  std::size_t segment_ = 0;
  std::uint64_t turns_ = 0;
};

}  // namespace wangge::log
