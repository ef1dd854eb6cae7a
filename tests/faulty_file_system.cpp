#include "tests/faulty_file_system.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <utility>

#include <rocksdb/file_system.h>

namespace wangge::tests {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSDirectory;
using rocksdb::FSRandomRWFile;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr std::uint64_t sector_bytes = 512;

std::string contents(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string folder_of(const std::string& name) { return std::filesystem::path(name).lexically_normal().parent_path(); }

bool is_of_journal(const std::string& name) { return name.find("/journal/") != std::string::npos; }

// The files whose failures nobody may overlook; a diary or a copy of the options may fail in silence.
bool matters(const std::string& name) {
  const std::string file = std::filesystem::path(name).filename();
  return is_of_journal(name) || file.ends_with(".log") || file.ends_with(".sst") || file.starts_with("MANIFEST") ||
         file.starts_with("durable_mark");
}

// What is known of a file that was written to.
struct File {
  std::uint64_t synced = 0;                 // bytes from the start
  bool linked = false;                      // its name is durable
  std::optional<std::string> synced_image;  // of a file that is written in place
};

}  // namespace

class FaultyDisk::FileSystem final : public rocksdb::FileSystemWrapper {
 public:
  FileSystem(Fault fault, std::uint64_t seed, std::filesystem::path memory)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), fault_(fault), random_(seed), memory_(std::move(memory)) {
    std::ifstream left(memory_);
    std::string name;
    bool in_place = false;
    for (File file; left >> file.synced >> file.linked >> in_place && std::getline(left >> std::ws, name);) {
      if (in_place) file.synced_image = contents(image_in_memory(name));
      files_[name] = std::exchange(file, {});
    }
  }

  const char* Name() const override { return "FaultyFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options, std::unique_ptr<FSWritableFile>* out,
                           IODebugContext* debug) override;
  IOStatus NewRandomRWFile(const std::string& name, const FileOptions& options, std::unique_ptr<FSRandomRWFile>* out,
                           IODebugContext* debug) override;
  IOStatus NewDirectory(const std::string& name, const IOOptions& options, std::unique_ptr<FSDirectory>* out,
                        IODebugContext* debug) override;

  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    const std::lock_guard guard(mutex_);
    changing();
    if (fault_.what == Fault::What::rename_fails && ++renames_ == fault_.n) return IOStatus::NoSpace("renaming fails");
    const IOStatus status = target()->RenameFile(from, to, options, debug);
    if (!status.ok()) return status;
    files_[to] = std::exchange(files_[from], {});
    files_[to].linked = true;
    files_.erase(from);
    return status;
  }

  IOStatus DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard guard(mutex_);
    changing();
    files_.erase(name);
    return target()->DeleteFile(name, options, debug);
  }

  // With the mutex held.
  bool may_make() { return fault_.what != Fault::What::make_fails || ++made_ != fault_.n; }

  template <class Append>
  IOStatus append(const std::string& name, std::size_t bytes, Append really) {
    const std::lock_guard guard(mutex_);
    changing();
    if (matters(name)) {
      if (fault_.what == Fault::What::append_fails && ++appends_ == fault_.n) return IOStatus::IOError("append fails");
      bytes_ += bytes;
      if (fault_.what == Fault::What::disk_full && bytes_ > fault_.n) return IOStatus::NoSpace("the disk is full");
    }
    if (!matters(name) && fault_.what == Fault::What::note_fails && ++appends_ == fault_.n)
      return IOStatus::NoSpace("append fails");
    return really();
  }

  template <class Sync>
  IOStatus sync(const std::string& name, std::uint64_t size, Sync really) {
    const std::lock_guard guard(mutex_);
    changing();
    if (fault_.what == Fault::What::killed_before_sync && is_of_journal(name) && ++syncs_ == fault_.n) kill();
    File& file = files_[name];
    if (fault_.what == Fault::What::sync_fails && matters(name) && ++syncs_ == fault_.n) {
      lose_unsynced(name, file);
      return IOStatus::IOError("sync fails");
    }
    const IOStatus status = really();
    if (!status.ok()) return status;
    file.synced = size;
    if (file.synced_image) file.synced_image = contents(name);
    return status;
  }

  void folder_synced(const std::string& folder) {
    const std::lock_guard guard(mutex_);
    changing();
    for (auto& [name, file] : files_) file.linked |= folder_of(name) == folder;
  }

  [[noreturn]] void power_off() {
    const std::lock_guard guard(mutex_);
    lose_power();
  }

 private:
  // Called with the mutex held before anything is changed.
  void changing() {
    if (fault_.what == Fault::What::power_off && ++changes_ == fault_.n) lose_power();
  }

  // With the mutex held, so that no other thread writes any more.
  [[noreturn]] void lose_power() {
    for (auto& [name, file] : files_) {
      if (file.linked) {
        lose_unsynced(name, file);
      } else {
        std::filesystem::remove(name);
      }
    }
    std::filesystem::remove(memory_);
    ::_exit(exit_status_power_off);
  }

  void lose_unsynced(const std::string& name, const File& file) {
    if (file.synced_image) return tear_sectors(name, *file.synced_image);
    const std::uint64_t size = std::filesystem::file_size(name);
    if (size > file.synced) std::filesystem::resize_file(name, file.synced + random_() % (size - file.synced + 1));
  }

  void tear_sectors(const std::string& name, const std::string& old) {
    std::string image = contents(name);
    if (image.size() > old.size()) image.resize(old.size() + random_() % (image.size() - old.size() + 1));
    std::string before = old;
    before.resize(image.size());  // a sector that was never written is zeros
    for (std::uint64_t at = 0; at < image.size(); at += sector_bytes) {
      if (random_() % 2 == 0) image.replace(at, sector_bytes, before, at, sector_bytes);
    }
    std::ofstream(name, std::ios::binary | std::ios::trunc) << image;
  }

  [[noreturn]] void kill() {
    std::ofstream left(memory_);
    for (const auto& [name, file] : files_) {
      left << file.synced << ' ' << file.linked << ' ' << file.synced_image.has_value() << ' ' << name << '\n';
      if (file.synced_image) std::ofstream(image_in_memory(name), std::ios::binary) << *file.synced_image;
    }
    left.close();
    ::_exit(exit_status_killed);
  }

  std::string image_in_memory(std::string name) const {
    std::ranges::replace(name, '/', '_');
    return memory_.string() + name;
  }

  const Fault fault_;
  std::mt19937_64 random_;
  const std::filesystem::path memory_;
  std::mutex mutex_;
  std::map<std::string, File> files_;
  std::uint64_t changes_ = 0, appends_ = 0, syncs_ = 0, bytes_ = 0, renames_ = 0, made_ = 0;

  class Appended;
  class InPlace;
  class Folder;
};

class FaultyDisk::FileSystem::Appended final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  Appended(std::unique_ptr<FSWritableFile>&& file, std::string name, FileSystem& files)
      : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)), files_(files) {}

  using FSWritableFileOwnerWrapper::Append;
  IOStatus Append(const Slice& bytes, const IOOptions& options, IODebugContext* debug) override {
    return note(bytes.size(), [&] { return target()->Append(bytes, options, debug); });
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return files_.sync(name_, size_, [&] { return target()->Flush(options, debug); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }

 private:
  template <class Really>
  IOStatus note(std::size_t bytes, Really really) {
    const IOStatus status = files_.append(name_, bytes, really);
    if (status.ok()) size_ += bytes;
    return status;
  }

  const std::string name_;
  FileSystem& files_;
  std::uint64_t size_ = 0;
};

class FaultyDisk::FileSystem::InPlace final : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  InPlace(std::unique_ptr<FSRandomRWFile>&& file, FSRandomRWFile& target, std::string name, FileSystem& files)
      : FSRandomRWFileOwnerWrapper(std::move(file)), target_(target), name_(std::move(name)), files_(files) {}

  IOStatus Write(std::uint64_t offset, const Slice& bytes, const IOOptions& options, IODebugContext* debug) override {
    return files_.append(name_, bytes.size(), [&] { return target_.Write(offset, bytes, options, debug); });
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return files_.sync(name_, 0, [] { return IOStatus::OK(); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }

 private:
  FSRandomRWFile& target_;
  const std::string name_;
  FileSystem& files_;
};

class FaultyDisk::FileSystem::Folder final : public rocksdb::FSDirectoryWrapper {
 public:
  Folder(std::unique_ptr<FSDirectory>&& folder, std::string name, FileSystem& files)
      : FSDirectoryWrapper(std::move(folder)), name_(std::move(name)), files_(files) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    files_.folder_synced(name_);
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  const std::string name_;
  FileSystem& files_;
};

IOStatus FaultyDisk::FileSystem::NewWritableFile(const std::string& name, const FileOptions& options,
                                                 std::unique_ptr<FSWritableFile>* out, IODebugContext* debug) {
  const std::lock_guard guard(mutex_);
  changing();
  if (!may_make()) return IOStatus::NoSpace("no file can be made");
  FileOptions buffered = options;
  buffered.use_direct_writes = false;
  const IOStatus status = target()->NewWritableFile(name, buffered, out, debug);
  if (!status.ok()) return status;
  files_[name] = {};
  *out = std::make_unique<Appended>(std::move(*out), name, *this);
  return status;
}

IOStatus FaultyDisk::FileSystem::NewRandomRWFile(const std::string& name, const FileOptions& options,
                                                 std::unique_ptr<FSRandomRWFile>* out, IODebugContext* debug) {
  const std::lock_guard guard(mutex_);
  changing();
  const IOStatus status = target()->NewRandomRWFile(name, options, out, debug);
  if (!status.ok()) return status;
  const bool was_there = !files_.contains(name);  // when this life of the disk began
  File& known = files_[name];
  known.linked |= was_there;
  if (!known.synced_image) known.synced_image = contents(name).substr(0, was_there ? std::string::npos : known.synced);
  FSRandomRWFile& file = **out;
  *out = std::make_unique<InPlace>(std::move(*out), file, name, *this);
  return status;
}

IOStatus FaultyDisk::FileSystem::NewDirectory(const std::string& name, const IOOptions& options,
                                              std::unique_ptr<FSDirectory>* out, IODebugContext* debug) {
  const IOStatus status = target()->NewDirectory(name, options, out, debug);
  if (status.ok()) *out = std::make_unique<Folder>(std::move(*out), folder_of(name + "/"), *this);
  return status;
}

FaultyDisk::FaultyDisk(Fault fault, std::uint64_t seed, std::filesystem::path memory)
    : files_(std::make_shared<FileSystem>(fault, seed, std::move(memory))), env_(rocksdb::NewCompositeEnv(files_)) {}

FaultyDisk::~FaultyDisk() = default;

void FaultyDisk::power_off() { files_->power_off(); }

}  // namespace wangge::tests
