#include "engine/log/store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <limits>
#include <mutex>
#include <unordered_set>
#include <utility>

#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/rate_limiter.h>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/log/ending_files.h"
#include "engine/log/event_log.h"
#include "engine/log/failure.h"
#include "engine/log/folder.h"
#include "engine/log/rocks_options.h"

namespace wangge::log {
namespace {

using Monotonic = std::chrono::steady_clock;  // only for the pace of flushing: no decision depends on it

// How fast a segment's groups are flushed to tables. Flushing them all at once would hold up every sync meanwhile, so a
// flush is spread over four fifths of the time that the next segment takes to fill, estimated by the time that the last
// one took.
constexpr std::int64_t flush_rate_min = 16 * limits::mib, flush_rate_max = 4'096 * limits::mib;  // bytes a second
constexpr std::int64_t flush_refill_us = 5'000;  // each portion of a flush is for this time

std::int64_t flush_rate(std::size_t bytes, Monotonic::duration filled_in) {
  const double seconds = std::chrono::duration<double>(filled_in).count();
  const double rate = 1.25 * static_cast<double>(bytes) / std::max(seconds, 1e-3);
  return std::clamp(static_cast<std::int64_t>(rate), flush_rate_min, flush_rate_max);
}

// A reader leaves no trace, so it keeps no diary either.
class NoDiary final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Status newer_batch() { return rocksdb::Status::NotSupported("a batch has facts of a newer engine"); }
rocksdb::Status no_batch() { return rocksdb::Status::Corruption("what is stored here is no batch"); }

// Lays a group's writes over the tables.
class Overlay final : public rocksdb::WriteBatch::Handler {
 public:
  Overlay(rocksdb::WriteBatchWithIndex& tail, const std::vector<rocksdb::ColumnFamilyHandle*>& families)
      : tail_(tail), families_(families) {}

  rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
    for (rocksdb::ColumnFamilyHandle* handle : families_) {
      if (handle->GetID() == family) return tail_.Put(handle, key, value);
    }
    return rocksdb::Status::Corruption("the journal names a family that is not there");
  }

 private:
  rocksdb::WriteBatchWithIndex& tail_;
  const std::vector<rocksdb::ColumnFamilyHandle*>& families_;
};

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  return {{rocksdb::kDefaultColumnFamilyName, family_options()},
          {"texts", family_options()},
          {"contacts", family_options()}};
}

}  // namespace

// Listens to what RocksDB tells of its own work, on threads of its own.
class Store::Watch final : public rocksdb::EventListener {
 public:
  void OnCompactionCompleted(rocksdb::DB*, const rocksdb::CompactionJobInfo& job) override {
    rewritten += job.stats.total_output_bytes;
  }
  // All families are flushed as one, so one stands for all: the family of the batches, since each group has some.
  void OnFlushCompleted(rocksdb::DB*, const rocksdb::FlushJobInfo& job) override {
    if (job.cf_name != rocksdb::kDefaultColumnFamilyName) return;
    const std::lock_guard guard(mutex_);
    flushed_ = std::max(flushed_, job.largest_seqno);
    changed_.notify_all();
  }
  // A flush that is broken off because the database closes is no failure: the journal still has the facts.
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    if (!status->IsShutdownInProgress()) end_process("flush", *status);
  }
  // A failure must end the process at once, before the library closes the file: closing would fill up the lost bytes
  // with zeros, and no manifest opens with a hole.
  bool ShouldBeNotifiedOnFileIO() override { return true; }
  void OnIOError(const rocksdb::IOErrorInfo& error) override {
    if (error.operation != rocksdb::FileOperationType::kRead) end_process(error.file_path.c_str(), error.io_status);
  }

  bool has_flushed_beyond(rocksdb::SequenceNumber number) {
    const std::lock_guard guard(mutex_);
    return flushed_ > number;
  }
  void await_flushed_beyond(rocksdb::SequenceNumber number) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [&] { return flushed_ > number; });
  }

  std::atomic<std::uint64_t> rewritten = 0;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  rocksdb::SequenceNumber flushed_ = 0;
};

Key::Key(Position first) {
  for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = static_cast<char>(first.value >> (56 - 8 * i));
}

std::optional<Position> Key::parse(rocksdb::Slice key) {
  if (key.size() != sizeof(Key)) return std::nullopt;
  Position first;
  for (std::size_t i = 0; i < key.size(); ++i) first.value = first.value << 8 | static_cast<unsigned char>(key[i]);
  return first;
}

std::optional<StoredBatch> StoredBatch::parse(rocksdb::Slice value) {
  StoredBatch stored;
  if (value.size() < stored.hash.size()) return std::nullopt;
  std::memcpy(stored.hash.data(), value.data(), stored.hash.size());
  stored.bytes = value.ToStringView().substr(stored.hash.size());
  return stored;
}

rocksdb::Status LoadedBatch::decode(rocksdb::Slice key, rocksdb::Slice value) {
  const auto first = Key::parse(key);
  const auto stored = StoredBatch::parse(value);
  if (!first || !stored) return no_batch();
  const error_code error = decoder.decode(stored->bytes, batch, ties);
  if (error == boost::system::errc::not_supported) return newer_batch();
  if (error || batch.first != *first) return no_batch();
  hash = stored->hash;
  return rocksdb::Status::OK();
}

Store::Store(const std::filesystem::path& folder, rocksdb::Env& env, Access access, std::size_t segment_bytes)
    : folder_(folder),
      env_(env),
      ending_files_(ending_files(env)),
      watch_(std::make_shared<Watch>()),
      flush_limiter_(rocksdb::NewGenericRateLimiter(flush_rate_max, flush_refill_us)),
      journal_(env, journal_of(folder), segment_bytes),
      segment_begun_(Monotonic::now()) {
  look();
  if (access == Access::write) go_on();
}

// Facts that are in no table yet are flushed while the database closes; nobody waits for a sync then, so at full speed.
Store::~Store() { flush_limiter_->SetBytesPerSecond(flush_rate_max); }

rocksdb::DBOptions Store::options() const {
  rocksdb::DBOptions options = database_options();
  options.env = &env_;
  return options;
}

// The journal is read before the tables: records that a writer writes over meanwhile are in tables by then.
void Store::look() {
  JournalContents contents;
  require_opened(folder_, journal_.read(contents));
  if (!env_.FileExists(tables_of(folder_) / "CURRENT").ok()) return;
  rocksdb::DBOptions reading = options();
  reading.info_log = std::make_shared<NoDiary>();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(reading, tables_of(folder_), families(), &families_.handles, &db);
  db_.reset(db);
  // The power went while the database was being made: some families were missing, or CURRENT was there before the
  // manifest that it names.
  const bool lacks_families = status.IsInvalidArgument() && contents.records.empty();
  is_remnant_ = status.IsPathNotFound() && contents.records.empty() && !has_tables();
  if (!lacks_families && !is_remnant_) require_opened(folder_, status);
  if (status.ok()) follow_journal(contents);
}

bool Store::has_tables() const {
  std::vector<std::string> names;
  return env_.GetChildren(tables_of(folder_), &names).ok() &&
         std::ranges::any_of(names, [](const std::string& name) { return name.ends_with(".sst"); });
}

// Deletes what RocksDB had begun, CURRENT first: without that file it begins anew.
rocksdb::Status Store::clear_remnant() {
  std::vector<std::string> names;
  rocksdb::Status status = env_.GetChildren(tables_of(folder_), &names);
  std::stable_partition(names.begin(), names.end(), [](const std::string& name) { return name == "CURRENT"; });
  for (const std::string& name : names) {
    if (status.ok()) status = env_.DeleteFile(tables_of(folder_) / name);
  }
  return status;
}

void Store::follow_journal(const JournalContents& contents) {
  LoadedBatch end;
  const rocksdb::Status status = load_last(end);
  if (!status.ok() && !status.IsNotFound()) return;  // the tables are broken: whoever reads on will find it
  const End tables = status.ok() ? End{end.batch.last(), end.hash} : End{};
  std::size_t bytes = 0;
  for (const Record& record : contents.records) {
    if (record.last > tables.position) bytes += record.writes.size();
  }
  auto tail = std::make_unique<rocksdb::WriteBatchWithIndex>(rocksdb::BytewiseComparator(), bytes, true);
  Overlay overlay(*tail, families_.handles);
  const auto in_tables = [&](Position first) {
    LoadedBatch loaded;
    return load(first, loaded).ok() && loaded.batch.first == first ? std::optional(loaded.hash) : std::nullopt;
  };
  require_opened(folder_, follow(
                              contents, tables, in_tables,
                              [&](rocksdb::WriteBatch& writes) { return writes.Iterate(&overlay); }, followed_));
  if (tail->GetWriteBatch()->Count() != 0) tail_ = std::move(tail);
}

void Store::go_on(Rest rest) {
  rocksdb::DBOptions writing = options();
  writing.env = ending_files_.get();
  writing.rate_limiter = flush_limiter_;
  writing.listeners.push_back(watch_);
  families_.give_back();
  db_.reset();
  if (is_remnant_) require_opened(folder_, clear_remnant());
  rocksdb::DB* db = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(writing, tables_of(folder_), families(), &families_.handles, &db);
  db_.reset(db);
  if (status.ok() && tail_) {
    status = write_unlogged(*tail_->GetWriteBatch());
    if (status.ok()) status = db_->Flush(rocksdb::FlushOptions(), families_.handles);
  }
  if (status.ok() && rest == Rest::put_aside) status = put_aside(env_, folder_);
  if (status.ok()) status = journal_.begin();
  require_opened(folder_, status);
  tail_.reset();
}

// CURRENT names the manifest, and the manifest the tables. No table that is needed is ever replaced, as nothing is
// rewritten.
std::filesystem::path Store::lost_table() const {
  const std::filesystem::path tables = tables_of(folder_);
  const auto current = [&] {
    std::string name;
    return rocksdb::ReadFileToString(&env_, tables / "CURRENT", &name).ok() ? name.substr(0, name.find('\n'))
                                                                            : std::string();
  };
  const std::string manifest = current();
  if (manifest.empty()) return tables / "CURRENT";
  if (!env_.FileExists(tables / manifest).ok() && current() == manifest) return tables / manifest;
  std::vector<rocksdb::LiveFileMetaData> needed;
  db_->GetLiveFilesMetaData(&needed);
  std::vector<std::string> names;
  if (!env_.GetChildren(tables, &names).ok()) return tables;
  const std::unordered_set<std::string> there(names.begin(), names.end());
  for (const rocksdb::LiveFileMetaData& file : needed) {
    if (!there.contains(file.relative_filename)) return tables / file.relative_filename;
  }
  return {};
}

Store::Families::~Families() { give_back(); }

void Store::Families::give_back() {
  for (rocksdb::ColumnFamilyHandle* family : handles) delete family;
  handles.clear();
}

rocksdb::Status Store::write(EncodedGroup& group) {
  const std::string& writes = group.writes.Data();
  rocksdb::Status status;
  if (!journal_.has_room(writes.size())) status = turn_journal();
  if (status.ok()) status = journal_.append({.first = group.first, .last = group.last, .writes = writes});
  if (!status.ok()) return status;
  group.segment = journal_.segment();
  before_last_group_[group.segment] = db_->GetLatestSequenceNumber();
  return write_unlogged(group.writes);
}

rocksdb::Status Store::write_unlogged(rocksdb::WriteBatch& writes) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return db_->Write(options, &writes);
}

// Has the full segment flushed in the background, and waits until the flush of the next segment, which was begun turns
// ago, is over.
rocksdb::Status Store::turn_journal() {
  const auto now = Monotonic::now();
  flush_limiter_->SetBytesPerSecond(flush_rate(journal_.bytes(), now - segment_begun_));
  segment_begun_ = now;
  rocksdb::FlushOptions in_background;
  in_background.wait = false;
  in_background.allow_write_stall = true;
  rocksdb::Status status = db_->Flush(in_background, families_.handles);
  const rocksdb::SequenceNumber to_be_flushed = before_last_group_[journal_.next_segment()];
  if (status.ok() && to_be_flushed != 0 && !watch_->has_flushed_beyond(to_be_flushed)) {
    flush_limiter_->SetBytesPerSecond(flush_rate_max);  // the load has grown since the rate was set
    watch_->await_flushed_beyond(to_be_flushed);
  }
  return status.ok() ? journal_.turn() : status;
}

std::unique_ptr<rocksdb::Iterator> Store::scan() const {
  rocksdb::ReadOptions options;
  options.readahead_size = 4 * limits::mib;
  options.fill_cache = false;
  return iterate(options);
}

std::unique_ptr<rocksdb::Iterator> Store::iterate(const rocksdb::ReadOptions& options) const {
  if (!db_) return std::unique_ptr<rocksdb::Iterator>(rocksdb::NewEmptyIterator());
  rocksdb::Iterator* const tables = db_->NewIterator(options, batches());
  return std::unique_ptr<rocksdb::Iterator>(tail_ ? tail_->NewIteratorWithBase(batches(), tables) : tables);
}

rocksdb::Status Store::load(Position position, LoadedBatch& into) const {
  const auto found = iterate(rocksdb::ReadOptions());
  const Key key(position);
  found->SeekForPrev(key.slice());
  if (!found->Valid()) return found->status().ok() ? rocksdb::Status::NotFound() : found->status();
  return into.decode(found->key(), found->value());
}

rocksdb::Status Store::load_last(LoadedBatch& into) const {
  return load({std::numeric_limits<std::uint64_t>::max()}, into);
}

rocksdb::Status Store::value(rocksdb::ColumnFamilyHandle* family, Position first, std::string& into) const {
  const Key key(first);
  const rocksdb::ReadOptions options;
  const rocksdb::Status status = tail_ ? tail_->GetFromBatchAndDB(db_.get(), options, family, key.slice(), &into)
                                       : db_->Get(options, family, key.slice(), &into);
  if (!status.IsNotFound()) return status;
  into.clear();
  return rocksdb::Status::OK();
}

std::uint64_t Store::bytes_compacted() const { return watch_->rewritten; }

}  // namespace wangge::log
