#pragma once
// The library's disk in memory. Its files do not take the limiter that paces what is flushed (they call what 7.8 has left
// without a body), so they are made without one.

#include <memory>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

namespace wangge::tests {

class MemoryDisk {
 public:
  rocksdb::Env* env() { return env_.get(); }
  const std::shared_ptr<rocksdb::FileSystem>& files() const { return files_; }

 private:
  class FileSystem : public rocksdb::FileSystemWrapper {
   public:
    using FileSystemWrapper::FileSystemWrapper;
    const char* Name() const override { return "MemoryDisk"; }
    rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* out, rocksdb::IODebugContext* debug) override {
      rocksdb::FileOptions unlimited = options;
      unlimited.rate_limiter = nullptr;
      return target()->NewWritableFile(name, unlimited, out, debug);
    }
  };

  std::unique_ptr<rocksdb::Env> memory_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::shared_ptr<rocksdb::FileSystem> files_ = std::make_shared<FileSystem>(memory_->GetFileSystem());
  std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
};

}  // namespace wangge::tests
