#pragma once
// Writes groups of batches: encodes, salts, hashes, chains, and syncs once.

#include <cstdint>
#include <span>
#include <string>

#include <rocksdb/write_batch.h>

#include "engine/log/batch.h"
#include "engine/log/hash.h"
#include "engine/log/store.h"

namespace wangge::log {

class Appender {
 public:
  // Goes on after the batch whose hash is `last`; zeros where the log is empty.
  Appender(Store& store, const Hash& last) : store_(store), last_(last) {}

  // All batches in one write with one sync. After a failure nothing more may be appended.
  rocksdb::Status append(std::span<const Batch> group);

  // Of the last batch.
  const Hash& last() const { return last_; }
  std::uint64_t bytes_encoded() const { return bytes_encoded_; }

 private:
  rocksdb::Status add(const Batch& batch);

  Store& store_;
  Hash last_;
  std::uint64_t bytes_encoded_ = 0;
  BatchEncoder encoder_;
  Hasher hasher_;
  Ties ties_;
  std::string salted_;
  rocksdb::WriteBatch write_;
};

}  // namespace wangge::log
