#pragma once
// The RocksDB below a log: three column families under the same keys (engine/log/README.md).

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>

#include "engine/log/batch.h"

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

// What stands under a key in the family of batches: the batch's own hash, then its bytes.
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

  // Corruption where key and value are not those of a batch. The hash is not computed.
  rocksdb::Status decode(rocksdb::Slice key, rocksdb::Slice value);
};

class Store {
 public:
  enum class Access { write, read_only };

  // Opens, and with `write` makes one where there is none. Throws CannotOpen.
  Store(const std::filesystem::path& folder, rocksdb::Env& env, Access access);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* batches() const { return families_[0]; }
  rocksdb::ColumnFamilyHandle* texts() const { return families_[1]; }
  rocksdb::ColumnFamilyHandle* contacts() const { return families_[2]; }

  // Over the batches, from the first to the last. Large read-ahead, leaves the cache alone.
  std::unique_ptr<rocksdb::Iterator> scan() const;
  // The batch that holds `position` or, where that is beyond the end, the last one. NotFound where there is none,
  // Corruption where what is stored is no batch.
  rocksdb::Status load(Position position, LoadedBatch& into) const;
  // The value under a key of another family, empty where there is none.
  rocksdb::Status value(rocksdb::ColumnFamilyHandle* family, Position first, std::string& into) const;

  // Bytes that compaction has rewritten rather than moved.
  std::uint64_t bytes_compacted() const;

 private:
  class CompactionWatch;

  std::shared_ptr<CompactionWatch> watch_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

}  // namespace wangge::log
