#pragma once
// The consequence of a failed write, sync or read: in a running log the end of the process (promise 3), in one that is
// being opened an exception.

#include <filesystem>
#include <string>

#include <rocksdb/status.h>

namespace wangge::log {

// The failure in words for people: the file, and the cause in Chinese and English; RocksDB's own text in brackets where
// the cause has no words of ours.
std::string told(const rocksdb::Status& status);

// Says what failed on stderr and ends the process with exit_status_log_failed. The write or sync is not tried again,
// since after a failure nobody knows what is on the disk. Nothing is cleaned up either: the next start recovers what
// was durable.
[[noreturn]] void end_process(const char* what, const rocksdb::Status& status);
// Ends the process in the same way where a file of the running log is not the one that the log writes any more: facts
// acknowledged from now on would not be there at the next start.
[[noreturn]] void end_process_without(const std::filesystem::path& file);

// Throws where a log could not be opened: DiskFailed where the disk failed, CannotOpen where the files are not those of
// a log.
void require_opened(const std::filesystem::path& folder, const rocksdb::Status& status);

}  // namespace wangge::log
