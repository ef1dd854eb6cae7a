#pragma once
// The log's folder: what lies in it, one writer at a time, and whether the log in it is all there.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <rocksdb/env.h>

#include "engine/log/durable_mark.h"
#include "engine/log/event_log.h"
#include "engine/log/store.h"

namespace wangge::log {

inline std::filesystem::path mark_of(const std::filesystem::path& folder) { return folder / "durable_mark"; }
inline std::filesystem::path lock_of(const std::filesystem::path& folder) { return folder / "lock"; }

rocksdb::Env& env_of(const Options& options);

// The exception that names the folder and says what is wrong.
CannotOpen cannot_open(const std::filesystem::path& folder, std::string_view problem);

// The lock that is held while a log is written to.
class FolderLock {
 public:
  // Makes the folder where there is none. Throws CannotOpen where another process (or this one) holds the lock.
  FolderLock(const std::filesystem::path& folder, rocksdb::Env& env);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  rocksdb::Env& env_;
  rocksdb::FileLock* lock_ = nullptr;
};

// Makes the names in a folder durable.
rocksdb::Status sync_folder(rocksdb::Env& env, const std::filesystem::path& folder);

// Throws CannotOpen where there was a log and the file that its tables begin with is gone: opening the folder for
// writing would begin another log, and the rest of this one would be lost.
void require_whole(const std::filesystem::path& folder, rocksdb::Env& env);
// Throws as require_whole() does, and also where no log has been made yet.
void require_log(const std::filesystem::path& folder, rocksdb::Env& env);

// Puts the journal aside, whole, under a name of its own.
rocksdb::Status put_aside(rocksdb::Env& env, const std::filesystem::path& folder);

// Why the log must not go on: the journal does not fit the tables, or facts that the mark witnesses are not there. The
// text then says what else is known, and the way on. Empty where all is well. `last` is the position of the last fact,
// 0 in an empty log. For people, Chinese and English.
std::string log_problem(const std::filesystem::path& folder, rocksdb::Env& env, const Store& store, Position last,
                        const std::optional<Mark>& mark);

}  // namespace wangge::log
