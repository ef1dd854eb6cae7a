#pragma once
// The library's disk in memory. Its files do not work with the limiter that paces flushing (it calls functions that 7.8
// has left without a body), so they are made without one.

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

namespace wangge::tests {

class MemoryDisk {
 public:
  rocksdb::Env* env() { return env_.get(); }
  const std::shared_ptr<rocksdb::FileSystem>& files() const { return files_; }

  // The files under a folder by their paths, except locks, which this disk would not take from a file that was written.
  // Nobody may be writing.
  std::map<std::string, std::string> contents(const std::string& folder) const {
    std::map<std::string, std::string> all;
    std::vector<std::string> names;
    require(env_->GetChildren(folder, &names));
    for (const std::string& name : names) {
      if (name == "lock" || name == "LOCK") continue;
      const std::string path = folder + "/" + name;
      std::vector<std::string> within;
      if (env_->GetChildren(path, &within).ok() && !within.empty()) {
        all.merge(contents(path));
      } else {
        require(rocksdb::ReadFileToString(env_.get(), path, &all[path]));
      }
    }
    return all;
  }
  void fill(const std::map<std::string, std::string>& contents) {
    for (const auto& [path, bytes] : contents) {
      require(env_->CreateDirIfMissing(path.substr(0, path.rfind('/'))));
      require(rocksdb::WriteStringToFile(env_.get(), bytes, path));
    }
  }

 private:
  static void require(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
  }

  class FileSystem : public rocksdb::FileSystemWrapper {
   public:
    using FileSystemWrapper::FileSystemWrapper;
    const char* Name() const override { return "MemoryDisk"; }
    rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* out,
                                      rocksdb::IODebugContext* debug) override {
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
