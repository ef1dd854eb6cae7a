// `verify` and `accept_loss` (engine/log/event_log.h): a log looked at as a whole, and the way on after a loss.

#include <algorithm>
#include <utility>

#include "engine/log/appender.h"
#include "engine/log/event_log.h"
#include "engine/log/failure.h"
#include "engine/log/folder.h"
#include "engine/log/hash.h"
#include "engine/log/store.h"

namespace wangge::log {
namespace {

class Verifier {
 public:
  explicit Verifier(const Store& store) : store_(store) {}

  Verified run(const std::function<void(Position, Position)>& progress) {
    LoadedBatch end;
    if (store_.load_last(end).ok()) last_ = end.batch.last();
    const auto scan = store_.scan();
    for (scan->SeekToFirst(); scan->Valid() && !verified_.broken; scan->Next()) {
      check(scan->key(), scan->value());
      if (progress) progress({next_.value - 1}, last_);
    }
    if (!verified_.broken && !scan->status().ok()) {
      broken("读不出 / it cannot be read: " + told(scan->status()));
    }
    return verified_;
  }
  Position last() const { return last_; }

 private:
  void check(rocksdb::Slice key, rocksdb::Slice value) {
    const auto stored = StoredBatch::parse(value);
    if (!stored) return broken("不是一批记录 / it is no batch");
    const auto first = Key::parse(key);
    if (!first || *first != next_) return broken("缺失 / it is missing");
    rocksdb::Status status = store_.value(store_.texts(), next_, texts_);
    if (status.ok()) status = store_.value(store_.contacts(), next_, salted_);
    if (!status.ok()) return broken("正文或联系方式读不出 / its texts or contacts cannot be read: " + told(status));
    if (hasher_.hash(stored->bytes, texts_) != stored->hash) {
      return broken("记录或正文与哈希不符 / its facts or texts are not those that were hashed");
    }
    if (!loaded_.decode(key, value).ok()) return broken("不是一批记录 / it is no batch");
    if (loaded_.ties.previous != previous_) return broken("与前一批不衔接 / it does not follow on the batch before it");
    const Batch& batch = loaded_.batch;
    if (!time_.follows(batch)) return broken("时间早于前一批 / its time is before that of the batch before it");
    if (!contacts_fit(batch, loaded_.ties.commitments, salted_)) {
      return broken("联系方式与承诺不符 / a contact is not the one that was committed to");
    }
    pass(batch);
  }

  void pass(const Batch& batch) {
    previous_ = loaded_.hash;
    next_.value += batch.events.size();
    ++verified_.batches;
    verified_.events += batch.events.size();
  }

  void broken(std::string problem) { verified_.broken = Broken{next_, std::move(problem)}; }

  const Store& store_;
  Position last_;
  Position next_{1};
  Hash previous_{};
  BatchTime time_;
  Verified verified_;
  LoadedBatch loaded_;
  Hasher hasher_;
  std::string texts_, salted_;
};

}  // namespace

Verified verify(const Options& options, const std::function<void(Position, Position)>& progress) {
  rocksdb::Env& env = env_of(options);
  require_log(options.folder, env);
  const std::optional<Mark> mark = DurableMark::read(env, mark_of(options.folder));
  const Store store(options.folder, env, Store::Access::read_only);
  Verifier verifier(store);
  Verified verified = verifier.run(progress);
  const std::string problem = log_problem(options.folder, env, store, verifier.last(), mark);
  if (problem.empty()) return verified;
  if (!verified.broken) verified.broken.emplace();
  if (!verified.broken->problem.empty()) verified.broken->problem += "\n";
  verified.broken->problem += problem;
  return verified;
}

void accept_loss(const Options& options, Position after, LogId new_log_id) {
  rocksdb::Env& env = env_of(options);
  require_log(options.folder, env);
  const FolderLock lock(options.folder, env);
  const std::optional<Mark> mark = DurableMark::read(env, mark_of(options.folder));
  Store store(options.folder, env, Store::Access::read_only, options.journal_segment_bytes);

  LoadedBatch end;
  rocksdb::Status status = store.load_last(end);
  if (!status.ok()) {
    throw cannot_open(
        options.folder,
        "没有完好的记录可以继续，请从备份恢复。\nNothing whole is left to go on from; restore a backup. " +
            told(status));
  }
  const Position last = end.batch.last();
  if (log_problem(options.folder, env, store, last, mark).empty()) {
    throw cannot_open(options.folder, "没有丢失。\nNothing is lost.");
  }
  if (last != after) {
    throw cannot_open(options.folder, "日志的最后一条是 " + std::to_string(last.value) + "。\nThe log's last fact is " +
                                          std::to_string(last.value) + ".");
  }

  const bool has_rest = !store.followed().problem.empty() || !store.followed().behind.empty();
  store.go_on(has_rest ? Store::Rest::put_aside : Store::Rest::forgotten);
  Batch loss{.first = {last.value + 1}, .at = std::max(options.now, end.batch.at)};
  loss.events.push_back(LossAccepted{.log = new_log_id, .after = after});
  Appender appender(store, end.hash);
  status = appender.append({&loss, 1});
  if (status.ok()) {
    status = DurableMark::make(env, mark_of(options.folder),
                               {.log = new_log_id, .position = loss.first, .batch = appender.last()});
  }
  require_opened(options.folder, status);
}

}  // namespace wangge::log
