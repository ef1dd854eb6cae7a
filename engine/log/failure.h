#pragma once
// What a failed write, sync or read leads to: of the running log to the end of the process (promise 3), of one that is
// being opened to an exception.

#include <filesystem>
#include <string>

#include <rocksdb/status.h>

namespace wangge::log {

// What failed, for people: the file, and the cause in Chinese and English; in brackets what RocksDB says where that has
// no words of ours.
std::string told(const rocksdb::Status& status);

// Says what failed on stderr and ends the process with exit_status_log_failed. It is not tried again, since after it
// nobody knows what is on the disk; nothing is cleaned up either: the next start recovers what was durable.
[[noreturn]] void end_process(const char* what, const rocksdb::Status& status);
// The same where a file of the running log is not what the log writes any more: what is acknowledged from now on would
// not be there at the next start.
[[noreturn]] void end_process_without(const std::filesystem::path& file);

// Throws where a log could not be opened: DiskFailed where the disk would not, CannotOpen where what is there is not a
// log's.
void require_opened(const std::filesystem::path& folder, const rocksdb::Status& status);

}  // namespace wangge::log
