#include "engine/log/folder.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/cause.h"
#include "engine/log/failure.h"

namespace wangge::log {
namespace {

std::string number(Position position) { return std::to_string(position.value); }

bool has_journal(const std::filesystem::path& folder, rocksdb::Env& env) {
  std::vector<std::string> segments;
  return env.GetChildren(journal_of(folder), &segments).ok() && !segments.empty();
}

bool has_tables(const std::filesystem::path& folder, rocksdb::Env& env) {
  std::vector<std::string> names;
  if (!env.GetChildren(tables_of(folder), &names).ok()) return false;
  return std::ranges::any_of(names, [](const std::string& name) { return name.ends_with(".sst"); });
}

std::string lost_tables(const std::filesystem::path& folder) {
  const std::string current = tables_of(folder) / "CURRENT";
  return "缺少文件 " + current + "：日志的表读不出，请从备份恢复。\nThe file " + current +
         " is missing: the log's tables cannot be read. Restore a backup.";
}

// Whether neither the mark nor a table says that there was ever a log here, whose facts would be gone.
bool is_untouched(const std::filesystem::path& folder, rocksdb::Env& env, const std::optional<Mark>& mark) {
  const bool was_marked = mark ? bool(mark->position) : env.FileExists(mark_of(folder)).ok();
  return !was_marked && !has_tables(folder, env);
}

std::string way_on(Position last) {
  if (!last) return "\n请从备份恢复。\nRestore a backup.";
  return "\n请从备份恢复；或用 wangge log accept-loss --after " + number(last) +
         " 确认丢失后继续。\n"
         "Restore a backup, or accept the loss and go on: wangge log accept-loss --after " +
         number(last);
}

// Says what is missing of the facts that the mark witnesses; empty where nothing is.
std::string mark_problem(const std::filesystem::path& folder, rocksdb::Env& env, const Store& store, Position last,
                         const std::optional<Mark>& mark) {
  if (!mark) {
    if (!last && store.followed().behind.empty() && is_untouched(folder, env, mark)) return {};
    return "日志有记录，但持久位置标记缺失或损坏。\n"
           "The log is not empty, but its durable mark is missing or damaged.";
  }
  if (last < mark->position) {
    return "日志只到 " + number(last) + "，而曾经持久到 " + number(mark->position) +
           "：已确认的记录丢失。\nThe log ends at " + number(last) + " but was durable up to " +
           number(mark->position) + ": acknowledged facts are lost.";
  }
  if (!mark->position) return last || is_untouched(folder, env, mark) ? std::string() : lost_tables(folder);
  LoadedBatch marked;
  const rocksdb::Status status = store.load(mark->position, marked);
  if (status.ok() && marked.batch.last() == mark->position && marked.hash == mark->batch) return {};
  return "日志在 " + number(mark->position) + " 处与持久位置标记不符。\nThe log at " + number(mark->position) +
         " is not what its durable mark witnesses." + (status.ok() ? "" : " " + told(status));
}

}  // namespace

rocksdb::Env& env_of(const Options& options) { return options.env ? *options.env : *rocksdb::Env::Default(); }

CannotOpen cannot_open(const std::filesystem::path& folder, std::string_view problem) {
  return CannotOpen("日志不能打开 / the log cannot be opened: " + folder.string() + "\n" + std::string(problem));
}

FolderLock::FolderLock(const std::filesystem::path& folder, rocksdb::Env& env) : env_(env) {
  if (!env_.FileExists(folder).ok()) {
    rocksdb::Status status = env_.CreateDirIfMissing(folder);
    if (status.ok()) status = sync_folder(env_, std::filesystem::absolute(folder).parent_path());
    require_opened(folder, status);
  }
  const rocksdb::Status status = env_.LockFile(lock_of(folder), &lock_);
  if (status.IsNoSpace()) require_opened(folder, status);
  if (status.ok()) return;
  const std::optional<Cause> cause = cause_at_end(status.ToString());
  // Held by another process, or by this one
  const bool is_held = !cause || cause->name == "not_now" || cause->name == "no_locks";
  if (!is_held) throw cannot_open(folder, told(status));
  throw cannot_open(folder, "另一个进程正在使用它，请先停止。\nAnother process uses it; stop that one first.");
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
  if (!has_journal(folder, env) && is_untouched(folder, env, mark)) return;
  throw cannot_open(folder, lost_tables(folder));
}

void require_log(const std::filesystem::path& folder, rocksdb::Env& env) {
  require_whole(folder, env);
  if (!env.FileExists(tables_of(folder) / "CURRENT").ok())
    throw cannot_open(folder, "这里还没有日志。\nThere is no log here yet.");
}

rocksdb::Status put_aside(rocksdb::Env& env, const std::filesystem::path& folder) {
  if (!has_journal(folder, env)) return rocksdb::Status::OK();
  const std::string aside = journal_of(folder).string() + ".aside";
  std::string name = aside;
  for (int nth = 2; env.FileExists(name).ok(); ++nth) name = aside + "." + std::to_string(nth);
  const rocksdb::Status status = env.RenameFile(journal_of(folder), name);
  return status.ok() ? sync_folder(env, folder) : status;
}

std::string log_problem(const std::filesystem::path& folder, rocksdb::Env& env, const Store& store, Position last,
                        const std::optional<Mark>& mark) {
  std::string problem = store.followed().problem;
  if (problem.empty()) problem = mark_problem(folder, env, store, last, mark);
  if (problem.empty() && store.followed().is_lost) problem = "已确认的记录丢失。\nAcknowledged facts are lost.";
  if (problem.empty()) return {};
  if (!store.followed().behind.empty()) problem += "\n" + store.followed().behind;
  if (!has_journal(folder, env)) {
    const std::string journal = journal_of(folder).string();
    problem += "\n" + journal + " 里没有文件：最后的记录还没有进表，随它丢失。\n" + journal +
               " holds no file: the last facts were not in tables yet, and are lost with it.";
  }
  return problem + way_on(last);
}

}  // namespace wangge::log
