#pragma once
// A file system whose syncs of the journal wait while the test holds them.

#include <condition_variable>
#include <memory>
#include <mutex>

#include <rocksdb/env.h>

#include "tests/memory_disk.h"

namespace wangge::tests {

class Gate {
 public:
  void hold();
  void let_go();
  // Waits until a sync waits at the gate. Needs hold().
  void wait_until_reached();
  void pass();  // called by each sync

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  int waiting_ = 0;
};

// Such a disk in memory.
class HeldSyncDisk {
 public:
  HeldSyncDisk();
  rocksdb::Env* env() { return env_.get(); }
  Gate& gate() { return *gate_; }

 private:
  std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  MemoryDisk memory_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace wangge::tests
