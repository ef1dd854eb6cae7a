#pragma once
// The log's batches in order, read and decoded by a thread of its own while the one before is being used: a start takes
// as long as the slower of the two.

#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

#include <rocksdb/status.h>

#include "engine/log/store.h"

namespace wangge::log {

class ReadAhead {
 public:
  // Begins with the batch that holds `from`. The store must live longer.
  ReadAhead(const Store& store, Position from);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The next batch, valid until the next call; null at the end, and where the batch cannot be read: then status() says
  // why.
  const LoadedBatch* next();
  // Why next() has given null; valid only then.
  const rocksdb::Status& status() const { return status_; }

 private:
  static constexpr std::size_t batches_ahead = 8;

  void run(Position from);
  // Waits for room for one more batch; null where it is time to stop.
  LoadedBatch* room();
  void filled();

  const Store& store_;
  std::array<LoadedBatch, batches_ahead> ring_;
  rocksdb::Status status_;
  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  std::size_t filled_ = 0, used_ = 0;  // batches so far; the one in use is not yet used
  bool is_in_use_ = false;
  bool has_ended_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace wangge::log
