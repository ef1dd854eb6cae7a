#pragma once
// What a failed write, sync or read of the running log leads to (promise 3).

#include <rocksdb/status.h>

namespace wangge::log {

// Says what failed on stderr and ends the process with exit_status_log_failed. It is not tried again, since after it nobody
// knows what is on the disk; nothing is cleaned up either: the next start recovers what was durable.
[[noreturn]] void end_process(const char* what, const rocksdb::Status& status);

}  // namespace wangge::log
