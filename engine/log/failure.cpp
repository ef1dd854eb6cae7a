#include "engine/log/failure.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string_view>

#include "engine/base/cause.h"
#include "engine/log/event_log.h"
#include "engine/log/folder.h"

namespace wangge::log {
namespace {

std::string_view kind_of(const rocksdb::Status& status) {
  if (status.IsNoSpace()) return "磁盘已满 / the disk is full";
  if (status.IsPathNotFound() || status.IsNotFound()) return "不存在 / it does not exist";
  if (status.IsNotSupported()) {
    return "由更新版本的引擎写成，此版本不认识其中的记录：请升级引擎 / a newer engine has written it, and this one "
           "does not know all of "
           "its facts: upgrade the engine";
  }
  if (status.IsCorruption()) return "内容损坏 / it is damaged";
  if (status.IsIOError()) return "读写出错 / input or output failed";
  return "存储出错 / the storage failed";
}

// "/data/1" of "While opening a file: /data/1: Permission denied".
std::string_view file_in(std::string_view state) {
  state = state.substr(0, std::min(state.rfind(": "), state.size()));
  const std::size_t before = state.rfind(": ");
  return before == std::string_view::npos ? std::string_view() : state.substr(before + 2);
}

}  // namespace

std::string told(const rocksdb::Status& status) {
  const std::string_view state = status.getState() == nullptr ? "" : status.getState();
  const std::optional<Cause> cause = cause_at_end(state);
  if (!cause) return std::string(kind_of(status)) + (state.empty() ? "" : " [" + std::string(state) + "]");
  const std::string_view file = file_in(state);
  return (file.empty() ? "" : std::string(file) + ": ") + cause->text();
}

void end_process(const char* what, const rocksdb::Status& status) {
  std::fprintf(stderr,
               "日志失败，进程结束；磁盘修复后重新启动。The log failed; mend the disk and start again. %s: %s\n", what,
               told(status).c_str());
  ::_exit(exit_status_log_failed);
}

void end_process_without(const std::filesystem::path& file) {
  std::fprintf(stderr,
               "日志的文件不见了或被换掉：%s。进程结束：再确认的记录下次启动就没有了。把文件放回，或从备份恢复。\n"
               "A file of the log is gone or was replaced: %s. The process ends, since what it acknowledged from now "
               "on would not be "
               "there at the next start. Put the file back, or restore a backup.\n",
               file.c_str(), file.c_str());
  ::_exit(exit_status_log_failed);
}

void require_opened(const std::filesystem::path& folder, const rocksdb::Status& status) {
  if (status.ok()) return;
  const bool is_of_the_disk = status.IsIOError() && !status.IsPathNotFound();
  if (!is_of_the_disk) throw cannot_open(folder, told(status));
  throw DiskFailed(
      "磁盘出错或已满，日志打不开；修好或腾出空间后重新启动。\nThe disk failed or is full, so the log cannot be "
      "opened; mend it or make "
      "room, and start again. " +
      folder.string() + ": " + told(status));
}

}  // namespace wangge::log
