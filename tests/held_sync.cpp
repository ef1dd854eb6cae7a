#include "tests/held_sync.h"

#include <string>
#include <utility>

#include <rocksdb/file_system.h>

namespace wangge::tests {
namespace {

using rocksdb::FSRandomRWFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class HeldFile : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  HeldFile(std::unique_ptr<FSRandomRWFile>&& file, Gate& gate)
      : FSRandomRWFileOwnerWrapper(std::move(file)), gate_(gate) {}

  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    gate_.pass();
    return FSRandomRWFileOwnerWrapper::Sync(options, debug);
  }

 private:
  Gate& gate_;
};

class HeldFileSystem : public rocksdb::FileSystemWrapper {
 public:
  HeldFileSystem(const std::shared_ptr<rocksdb::FileSystem>& target, std::shared_ptr<Gate> gate)
      : FileSystemWrapper(target), gate_(std::move(gate)) {}

  const char* Name() const override { return "HeldFileSystem"; }
  IOStatus NewRandomRWFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<FSRandomRWFile>* out, IODebugContext* debug) override {
    IOStatus status = target()->NewRandomRWFile(name, options, out, debug);
    if (status.ok() && name.find("/journal/") != std::string::npos)
      *out = std::make_unique<HeldFile>(std::move(*out), *gate_);
    return status;
  }

 private:
  std::shared_ptr<Gate> gate_;
};

}  // namespace

void Gate::hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}

void Gate::let_go() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  changed_.notify_all();
}

void Gate::wait_until_reached() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_ > 0; });
}

void Gate::pass() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !held_; });
  --waiting_;
}

HeldSyncDisk::HeldSyncDisk()
    : env_(rocksdb::NewCompositeEnv(std::make_shared<HeldFileSystem>(memory_.files(), gate_))) {}

}  // namespace wangge::tests
