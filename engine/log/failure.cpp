#include "engine/log/failure.h"

#include <unistd.h>

#include <cstdio>

#include "engine/log/event_log.h"

namespace wangge::log {

void end_process(const char* what, const rocksdb::Status& status) {
  std::fprintf(stderr, "日志失败，进程结束；磁盘修复后重新启动。The log failed; mend the disk and start again. %s: %s\n", what,
               status.ToString().c_str());
  ::_exit(exit_status_log_failed);
}

}  // namespace wangge::log
