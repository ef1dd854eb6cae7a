#include "engine/log/ending_files.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include <rocksdb/file_system.h>

#include "engine/log/failure.h"

namespace wangge::log {
namespace {

using rocksdb::DataVerificationInfo;
using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

bool is_diary(const std::string& name) { return std::filesystem::path(name).filename().string().starts_with("LOG"); }

IOStatus required(IOStatus status, const std::string& name) {
  if (status.IsIOError() && !is_diary(name)) end_process(name.c_str(), status);
  return status;
}

class File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<FSWritableFile>&& file, std::string name)
      : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)) {}

  IOStatus Append(const Slice& bytes, const IOOptions& options, IODebugContext* debug) override {
    return required(target()->Append(bytes, options, debug), name_);
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options, const DataVerificationInfo& sums,
                  IODebugContext* debug) override {
    return required(target()->Append(bytes, options, sums, debug), name_);
  }
  IOStatus PositionedAppend(const Slice& bytes, std::uint64_t at, const IOOptions& options,
                            IODebugContext* debug) override {
    return required(target()->PositionedAppend(bytes, at, options, debug), name_);
  }
  IOStatus PositionedAppend(const Slice& bytes, std::uint64_t at, const IOOptions& options,
                            const DataVerificationInfo& sums, IODebugContext* debug) override {
    return required(target()->PositionedAppend(bytes, at, options, sums, debug), name_);
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    return required(target()->Truncate(size, options, debug), name_);
  }
  IOStatus Flush(const IOOptions& options, IODebugContext* debug) override {
    return required(target()->Flush(options, debug), name_);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return required(target()->Sync(options, debug), name_);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return required(target()->Fsync(options, debug), name_);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    return required(target()->Close(options, debug), name_);
  }

 private:
  const std::string name_;
};

class Files final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;

  const char* Name() const override { return "EndingFiles"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options, std::unique_ptr<FSWritableFile>* out,
                           IODebugContext* debug) override {
    IOStatus status = required(target()->NewWritableFile(name, options, out, debug), name);
    if (status.ok()) *out = std::make_unique<File>(std::move(*out), name);
    return status;
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    return required(target()->RenameFile(from, to, options, debug), from);
  }
  IOStatus CreateDirIfMissing(const std::string& name, const IOOptions& options, IODebugContext* debug) override {
    return required(target()->CreateDirIfMissing(name, options, debug), name);
  }
};

}  // namespace

std::unique_ptr<rocksdb::Env> ending_files(rocksdb::Env& env) {
  return rocksdb::NewCompositeEnv(std::make_shared<Files>(env.GetFileSystem()));
}

}  // namespace wangge::log
