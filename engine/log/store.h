#pragma once
// The storage below a log: the journal, and RocksDB with three column families under the same keys
// (engine/log/README.md). A group is durable once the journal is synced. RocksDB takes it without a write-ahead log;
// when a segment of the journal is full, its groups are flushed to tables, and the segment may be written over.

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/utilities/write_batch_with_index.h>

#include "engine/log/batch.h"
#include "engine/log/journal.h"
#include "engine/log/seam.h"

namespace wangge::log {

// The position of a batch's first fact, big-endian, so that keys sort as positions do.
class Key {
 public:
  explicit Key(Position first);
  static std::optional<Position> parse(rocksdb::Slice key);

  rocksdb::Slice slice() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::array<char, 8> bytes_;
};

// The value under a key in the family of batches: the batch's own hash, then its bytes.
struct StoredBatch {
  Hash hash{};
  std::string_view bytes;

  static std::optional<StoredBatch> parse(rocksdb::Slice value);
};

// A batch read back, decoded, with its place in the chain. Keeps its memory from one batch to the next.
struct LoadedBatch {
  Hash hash{};
  Ties ties;
  Batch batch;
  BatchDecoder decoder;

  // Corruption where key and value are not those of a batch, NotSupported where they are a newer engine's. The hash is
  // not computed.
  rocksdb::Status decode(rocksdb::Slice key, rocksdb::Slice value);
};

// A group on its way to the disk: the bytes to be written, and which facts they hold.
struct EncodedGroup {
  Position first, last;
  rocksdb::WriteBatch writes;
  std::size_t segment = 0;  // the segment of the journal in which the group was written
};

inline std::filesystem::path tables_of(const std::filesystem::path& folder) { return folder / "rocksdb"; }
inline std::filesystem::path journal_of(const std::filesystem::path& folder) { return folder / "journal"; }

class Store {
 public:
  enum class Access { write, read_only };

  // Looks at the contents of the log's folder, which may be empty, and writes nothing. Facts that the journal holds
  // beyond the tables can be read afterwards, as far as they follow on from the tables. With Access::write go_on() is
  // called at once. Throws CannotOpen, DiskFailed.
  Store(const std::filesystem::path& folder, rocksdb::Env& env, Access access,
        std::size_t segment_bytes = limits::journal_segment_bytes);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // The findings of following the journal on from the tables.
  const Followed& followed() const { return followed_; }
  // Lets the store be written from now on. What is not there yet is made; facts that only the journal held are put into
  // tables and synced, and then the journal begins anew. Records that do not follow in it are forgotten, or the whole
  // journal is put aside first, in a folder beside it. Nobody may be reading. Throws CannotOpen, DiskFailed.
  enum class Rest { forgotten, put_aside };
  void go_on(Rest rest = Rest::forgotten);

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* batches() const { return families_.handles[0]; }
  rocksdb::ColumnFamilyHandle* texts() const { return families_.handles[1]; }
  rocksdb::ColumnFamilyHandle* contacts() const { return families_.handles[2]; }

  // Groups follow one another. After a failure nothing more may be written. One thread at a time; others may read.
  rocksdb::Status write(EncodedGroup& group);
  // Makes a group that was written durable. Groups are synced in the order in which they were written, by one thread at
  // a time, beside the one that writes.
  rocksdb::Status sync(const EncodedGroup& group) { return journal_.sync(group.segment); }

  // Iterates over the batches, from the first to the last. Reads far ahead and leaves the cache alone.
  std::unique_ptr<rocksdb::Iterator> scan() const;
  // The batch that holds `position` or, where that is beyond the end, the last one. NotFound where there is none,
  // Corruption where what is stored is no batch.
  rocksdb::Status load(Position position, LoadedBatch& into) const;
  // Loads the last batch; errors as of load().
  rocksdb::Status load_last(LoadedBatch& into) const;
  // The value under a key of another family, empty where there is none.
  rocksdb::Status value(rocksdb::ColumnFamilyHandle* family, Position first, std::string& into) const;

  // A file of the tables that is not there any more though the log needs it, while the log is being written. Empty: all
  // are there.
  std::filesystem::path lost_table() const;
  // The same for a file of the journal. Not while a group is being written.
  std::filesystem::path lost_journal() const { return journal_.lost_file(); }
  // Bytes that compaction has rewritten rather than moved.
  std::uint64_t bytes_compacted() const;

 private:
  class Watch;
  struct Families {  // given back before the database closes, also where opening failed
    Families() = default;
    ~Families();
    Families(const Families&) = delete;
    Families& operator=(const Families&) = delete;
    void give_back();
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
  };

  rocksdb::DBOptions options() const;
  void look();
  bool has_tables() const;
  rocksdb::Status clear_remnant();
  void follow_journal(const JournalContents& contents);
  rocksdb::Status write_unlogged(rocksdb::WriteBatch& writes);
  rocksdb::Status turn_journal();
  std::unique_ptr<rocksdb::Iterator> iterate(const rocksdb::ReadOptions& options) const;

  const std::filesystem::path folder_;
  rocksdb::Env& env_;
  const std::unique_ptr<rocksdb::Env> ending_files_;  // what RocksDB writes the tables through
  std::shared_ptr<Watch> watch_;
  std::shared_ptr<rocksdb::RateLimiter> flush_limiter_;
  Journal journal_;
  std::chrono::steady_clock::time_point segment_begun_;
  std::unique_ptr<rocksdb::DB> db_;  // null: no log has been made here yet
  Families families_;
  Followed followed_;
  bool is_remnant_ = false;  // the tables' folder holds nothing, and cannot be opened
  // What only the journal holds, until go_on().
  std::unique_ptr<rocksdb::WriteBatchWithIndex> tail_;
  // Each segment's groups are in tables once everything after this number has been flushed; 0 where a segment has none.
  std::array<rocksdb::SequenceNumber, limits::journal_segments> before_last_group_{};
};

}  // namespace wangge::log
