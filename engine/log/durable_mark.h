#pragma once
// How far the log was durable, kept apart from RocksDB, whose recovery may drop the end of a log in silence.
//
// A file of two slots, each in a sector of its own. Between two syncs one slot is written over and over; after a sync
// the other one is. So whatever a loss of power does to the slot being written, the other slot is whole.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include <rocksdb/env.h>

#include "engine/log/batch.h"
#include "engine/log/hash.h"

namespace wangge::log {

struct Mark {
  LogId log{};
  Position position;  // of the last fact that was durable; 0: none was yet
  Hash batch{};       // of the batch that ends there

  friend bool operator==(const Mark&, const Mark&) = default;
};

class DurableMark {
 public:
  // The mark that the file holds: the later of its good slots. Nothing where the file is missing or both slots are bad.
  static std::optional<Mark> read(rocksdb::Env& env, const std::filesystem::path& file);
  // Makes the file, or replaces it in one step, with this mark in it; synced.
  static rocksdb::Status make(rocksdb::Env& env, const std::filesystem::path& file, const Mark& mark);

  // Opens the file; it must hold a mark.
  rocksdb::Status open(rocksdb::Env& env, const std::filesystem::path& file);
  // Writes the mark, and leaves it to the system when it reaches the disk; call after the log itself has been synced.
  rocksdb::Status write(const Mark& mark);
  // Syncs the mark that was written.
  rocksdb::Status sync();
  bool synced() const { return synced_; }

 private:
  std::unique_ptr<rocksdb::RandomRWFile> file_;
  Hasher hasher_;
  int slot_ = 0;  // written next
  bool synced_ = true;
};

}  // namespace wangge::log
