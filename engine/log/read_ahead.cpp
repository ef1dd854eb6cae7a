#include "engine/log/read_ahead.h"

#include <memory>

namespace wangge::log {

ReadAhead::ReadAhead(const Store& store, Position from) : store_(store), thread_([this, from] { run(from); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

const LoadedBatch* ReadAhead::next() {
  std::unique_lock guard(mutex_);
  if (is_in_use_) {
    ++used_;
    is_in_use_ = false;
    changed_.notify_all();
  }
  changed_.wait(guard, [this] { return filled_ > used_ || has_ended_; });
  if (filled_ == used_) return nullptr;
  is_in_use_ = true;
  return &ring_[used_ % batches_ahead];
}

void ReadAhead::run(Position from) {
  const std::unique_ptr<rocksdb::Iterator> scan = store_.scan();
  rocksdb::Status status;
  for (scan->SeekForPrev(Key(from).slice()); scan->Valid() && status.ok(); scan->Next()) {
    LoadedBatch* const batch = room();
    if (batch == nullptr) return;
    status = batch->decode(scan->key(), scan->value());
    if (status.ok()) filled();
  }
  if (status.ok()) status = scan->status();
  const std::lock_guard guard(mutex_);
  status_ = status;
  has_ended_ = true;
  changed_.notify_all();
}

LoadedBatch* ReadAhead::room() {
  std::unique_lock guard(mutex_);
  changed_.wait(guard, [this] { return filled_ - used_ < batches_ahead || stopping_; });
  return stopping_ ? nullptr : &ring_[filled_ % batches_ahead];
}

void ReadAhead::filled() {
  const std::lock_guard guard(mutex_);
  ++filled_;
  changed_.notify_all();
}

}  // namespace wangge::log
