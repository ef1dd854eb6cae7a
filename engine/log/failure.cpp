#include "engine/log/failure.h"

#include <unistd.h>

#include <cstdio>

#include "engine/log/event_log.h"
#include "engine/log/folder.h"

namespace wangge::log {

void end_process(const char* what, const rocksdb::Status& status) {
  std::fprintf(stderr, "日志失败，进程结束；磁盘修复后重新启动。The log failed; mend the disk and start again. %s: %s\n", what,
               status.ToString().c_str());
  ::_exit(exit_status_log_failed);
}

void end_process_without(const std::filesystem::path& file) {
  std::fprintf(stderr, "日志的文件不见了或被换掉：%s。进程结束：再确认的记录下次启动就没有了。把文件放回，或从备份恢复。\n"
               "A file of the log is gone or was replaced: %s. The process ends, since what it acknowledged from now on would not be "
               "there at the next start. Put the file back, or restore a backup.\n",
               file.c_str(), file.c_str());
  ::_exit(exit_status_log_failed);
}

void require_opened(const std::filesystem::path& folder, const rocksdb::Status& status) {
  if (status.ok()) return;
  const bool is_of_the_disk = status.IsIOError() && !status.IsPathNotFound();
  if (!is_of_the_disk) throw cannot_open(folder, status.ToString());
  throw DiskFailed("磁盘出错或已满，日志打不开；修好或腾出空间后重新启动。\nThe disk failed or is full, so the log cannot be opened; mend it or make "
                   "room, and start again. " + folder.string() + ": " + status.ToString());
}

}  // namespace wangge::log
