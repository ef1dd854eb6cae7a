#include "engine/log/seam.h"

#include <cstdint>

#include "engine/base/limits.h"
#include "engine/log/store.h"

namespace wangge::log {
namespace {

std::string number(std::uint64_t position) { return std::to_string(position); }

// A record's own place in the chain: its first batch, the batch before that one, and its last batch.
class Ends final : public rocksdb::WriteBatch::Handler {
 public:
  rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
    if (family != 0) return rocksdb::Status::OK();  // texts, contacts
    const auto stored = StoredBatch::parse(value);
    const auto position = Key::parse(key);
    if (!stored || !position) return rocksdb::Status::Corruption("a record of the journal holds no batch");
    if (!first) {
      first = *position;
      own_of_first = stored->hash;
      previous = BatchDecoder().previous_of(stored->bytes);
    }
    last = stored->hash;
    return rocksdb::Status::OK();
  }

  Position first;
  std::optional<Hash> previous;
  Hash own_of_first{}, last{};
};

std::string foreign(Position from) {
  return "journal 里从 " + number(from.value) +
         " 起的记录与日志的哈希链不衔接：它不是这个日志的。请把这个日志自己的 journal 放回，或从备份恢复。\n"
         "The journal's facts from " +
         number(from.value) +
         " on do not follow on the log's chain of hashes: it is another log's. "
         "Put this log's own journal back, or restore a backup.";
}

// Records that are whole though nothing leads up to them.
class Behind {
 public:
  void note(const Record& record) {
    if (records_++ == 0) first_ = record.first;
    last_ = record.last;
  }
  std::uint64_t records() const { return records_; }
  std::string text(Position last) const {
    if (records_ == 0) return {};
    return "journal 里缺 " + number(last.value + 1) + " 到 " + number(first_.value - 1) +
           "（那里的记录已损坏）；其后还有 " + number(records_) + " 组完好，" + number(first_.value) + " 到 " +
           number(last_.value) + "。\nThe journal lacks the facts " + number(last.value + 1) + " to " +
           number(first_.value - 1) + " (what stood there is damaged); behind them " + number(records_) +
           " groups are whole, " + number(first_.value) + " to " + number(last_.value) + ".";
  }

 private:
  std::uint64_t records_ = 0;
  Position first_, last_;
};

}  // namespace

rocksdb::Status follow(const JournalContents& journal, const End& tables,
                       const std::function<std::optional<Hash>(Position)>& in_tables,
                       const std::function<rocksdb::Status(rocksdb::WriteBatch&)>& take, Followed& followed) {
  End end = tables;
  const Record* in_both = nullptr;  // the last record that is in tables too
  Behind behind;
  for (const Record& record : journal.records) {
    if (record.last <= tables.position) in_both = &record;
    if (record.last <= end.position) continue;
    if (record.first.value > end.position.value + 1) {
      behind.note(record);
      continue;
    }
    rocksdb::WriteBatch writes{std::string(record.writes)};
    Ends ends;
    const bool follows = writes.Iterate(&ends).ok() && record.first.value == end.position.value + 1 &&
                         ends.first == record.first && ends.previous == end.hash;
    if (!follows) {
      followed.problem = foreign(record.first);
      break;
    }
    const rocksdb::Status status = take(writes);
    if (!status.ok()) return status;
    end = {record.last, ends.last};
  }
  if (in_both != nullptr && followed.problem.empty()) {
    Ends ends;
    const rocksdb::Status status = rocksdb::WriteBatch(std::string(in_both->writes)).Iterate(&ends);
    if (!status.ok() || in_tables(in_both->first) != ends.own_of_first) followed.problem = foreign(in_both->first);
  }
  followed.behind = behind.text(end.position);
  // When a group is written, the group before it may not be synced yet, but the one before that is.
  followed.is_lost = behind.records() >= limits::groups_under_way_max;
  return rocksdb::Status::OK();
}

}  // namespace wangge::log
