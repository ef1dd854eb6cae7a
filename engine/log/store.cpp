#include "engine/log/store.h"

#include <atomic>
#include <cstring>
#include <utility>

#include <rocksdb/env.h>
#include <rocksdb/listener.h>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/log/event_log.h"
#include "engine/log/rocks_options.h"

namespace wangge::log {
namespace {

// A reader leaves no trace, so it keeps no diary either.
class NoDiary final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Status no_batch() { return rocksdb::Status::Corruption("what is stored here is no batch"); }

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  return {{rocksdb::kDefaultColumnFamilyName, family_options()},
          {"texts", family_options()},
          {"contacts", family_options()}};
}

}  // namespace

class Store::CompactionWatch final : public rocksdb::EventListener {
 public:
  void OnCompactionCompleted(rocksdb::DB*, const rocksdb::CompactionJobInfo& job) override {
    rewritten += job.stats.total_output_bytes;
  }
  std::atomic<std::uint64_t> rewritten = 0;
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
  if (decoder.decode(stored->bytes, batch, ties) || batch.first != *first) return no_batch();
  hash = stored->hash;
  return rocksdb::Status::OK();
}

Store::Store(const std::filesystem::path& folder, rocksdb::Env& env, Access access)
    : watch_(std::make_shared<CompactionWatch>()) {
  rocksdb::DBOptions options = database_options();
  options.env = &env;
  options.listeners.push_back(watch_);
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  if (access == Access::write) {
    status = rocksdb::DB::Open(options, folder, families(), &families_, &db);
  } else {
    options.info_log = std::make_shared<NoDiary>();
    status = rocksdb::DB::OpenForReadOnly(options, folder, families(), &families_, &db);
  }
  db_.reset(db);
  if (!status.ok()) throw CannotOpen("日志打不开 / the log cannot be opened: " + status.ToString());
}

Store::~Store() {
  for (rocksdb::ColumnFamilyHandle* family : families_) db_->DestroyColumnFamilyHandle(family);
}

std::unique_ptr<rocksdb::Iterator> Store::scan() const {
  rocksdb::ReadOptions options;
  options.readahead_size = 4 * limits::mib;
  options.fill_cache = false;
  return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, batches()));
}

rocksdb::Status Store::load(Position position, LoadedBatch& into) const {
  const std::unique_ptr<rocksdb::Iterator> found(db_->NewIterator(rocksdb::ReadOptions(), batches()));
  const Key key(position);
  found->SeekForPrev(key.slice());
  if (!found->Valid()) return found->status().ok() ? rocksdb::Status::NotFound() : found->status();
  return into.decode(found->key(), found->value());
}

rocksdb::Status Store::value(rocksdb::ColumnFamilyHandle* family, Position first, std::string& into) const {
  const Key key(first);
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), family, key.slice(), &into);
  if (!status.IsNotFound()) return status;
  into.clear();
  return rocksdb::Status::OK();
}

std::uint64_t Store::bytes_compacted() const { return watch_->rewritten; }

}  // namespace wangge::log
