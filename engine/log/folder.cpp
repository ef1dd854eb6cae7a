#include "engine/log/folder.h"

namespace wangge::log {
namespace {

std::string number(Position position) { return std::to_string(position.value); }

bool has_journal(const std::filesystem::path& folder, rocksdb::Env& env) {
  std::vector<std::string> segments;
  return env.GetChildren(journal_of(folder), &segments).ok() && !segments.empty();
}

}  // namespace

rocksdb::Env& env_of(const Options& options) { return options.env ? *options.env : *rocksdb::Env::Default(); }

CannotOpen cannot_open(const std::filesystem::path& folder, std::string_view problem) {
  return CannotOpen("日志不能打开 / the log cannot be opened: " + folder.string() + "\n" + std::string(problem));
}

FolderLock::FolderLock(const std::filesystem::path& folder, rocksdb::Env& env) : env_(env) {
  rocksdb::Status status = env_.CreateDirIfMissing(folder);
  if (status.ok()) status = sync_folder(env_, std::filesystem::absolute(folder).parent_path());
  if (!status.ok()) throw cannot_open(folder, status.ToString());
  status = env_.LockFile(folder / "lock", &lock_);
  if (!status.ok()) {
    throw cannot_open(folder, "另一个进程正在使用它，请先停止。\nAnother process uses it; stop that one first. " + status.ToString());
  }
}

FolderLock::~FolderLock() { env_.UnlockFile(lock_); }

rocksdb::Status sync_folder(rocksdb::Env& env, const std::filesystem::path& folder) {
  std::unique_ptr<rocksdb::Directory> opened;
  const rocksdb::Status status = env.NewDirectory(folder, &opened);
  return status.ok() ? opened->Fsync() : status;
}

void require_whole(const std::filesystem::path& folder, rocksdb::Env& env) {
  const std::filesystem::path current = tables_of(folder) / "CURRENT";
  if (env.FileExists(current).ok()) return;
  const std::optional<Mark> mark = DurableMark::read(env, mark_of(folder));
  const bool was_begun = (mark && mark->position) || has_journal(folder, env);
  if (!was_begun) return;
  throw cannot_open(folder, "缺少文件 " + current.string() + "：日志的表读不出，请从备份恢复。\nThe file " + current.string() +
                                " is missing: the log's tables cannot be read. Restore a backup.");
}

void require_log(const std::filesystem::path& folder, rocksdb::Env& env) {
  require_whole(folder, env);
  if (!env.FileExists(tables_of(folder) / "CURRENT").ok()) throw cannot_open(folder, "这里还没有日志。\nThere is no log here yet.");
}

std::string journal_problem(const std::filesystem::path& folder, rocksdb::Env& env) {
  if (has_journal(folder, env)) return {};
  const std::string journal = journal_of(folder).string();
  return "\n" + journal + " 里没有文件：最后的记录还没有进表，随它丢失。\n" + journal +
         " holds no file: the last facts were not in tables yet, and are lost with it.";
}

std::string mark_problem(const Store& store, Position last, const std::optional<Mark>& mark) {
  const std::string way_on = last ? "\n请从备份恢复；或用 wangge log accept-loss --after " + number(last) + " 确认丢失后继续。"
                                    "\nRestore a backup, or accept the loss and go on: wangge log accept-loss --after " + number(last)
                                  : std::string("\n请从备份恢复。\nRestore a backup.");
  if (!mark) {
    if (!last) return {};
    return "日志有记录，但持久位置标记缺失或损坏。\n"
           "The log is not empty, but its durable mark is missing or damaged." + way_on;
  }
  if (last < mark->position) {
    return "日志只到 " + number(last) + "，而曾经持久到 " + number(mark->position) + "：已确认的记录丢失。\nThe log ends at " +
           number(last) + " but was durable up to " + number(mark->position) + ": acknowledged facts are lost." + way_on;
  }
  if (!mark->position) return {};
  LoadedBatch marked;
  const rocksdb::Status status = store.load(mark->position, marked);
  if (status.ok() && marked.batch.last() == mark->position && marked.hash == mark->batch) return {};
  return "日志在 " + number(mark->position) + " 处与持久位置标记不符。\nThe log at " + number(mark->position) +
         " is not what its durable mark witnesses." + (status.ok() ? "" : " " + status.ToString()) + way_on;
}

}  // namespace wangge::log
