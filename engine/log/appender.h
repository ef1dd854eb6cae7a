#pragma once
// Turns groups of batches into what is written: adds salts, hashes and the chain. One thread at a time calls it, not
// always the same one.

#include <cstdint>
#include <span>
#include <string>

#include "engine/log/batch.h"
#include "engine/log/hash.h"
#include "engine/log/store.h"

namespace wangge::log {

class Appender {
 public:
  // Continues the chain after the batch whose hash is `last`; zeros where the log is empty.
  Appender(Store& store, const Hash& last) : store_(store), last_(last) {}

  // Makes one write of the batches, at least one, which follow those encoded before. After a failure nothing more may
  // be encoded.
  rocksdb::Status encode(std::span<const Batch> group, EncodedGroup& out);
  // Encodes, writes and syncs.
  rocksdb::Status append(std::span<const Batch> group);

  // The hash of the last batch encoded, and the bytes of all batches encoded.
  const Hash& last() const { return last_; }
  std::uint64_t bytes_encoded() const { return bytes_encoded_; }

 private:
  rocksdb::Status add(const Batch& batch, rocksdb::WriteBatch& out);

  Store& store_;
  Hash last_;
  std::uint64_t bytes_encoded_ = 0;
  BatchEncoder encoder_;
  Hasher hasher_;
  Ties ties_;
  std::string salted_;
};

}  // namespace wangge::log
