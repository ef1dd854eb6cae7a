#include "engine/log/appender.h"

namespace wangge::log {

rocksdb::Status Appender::append(std::span<const Batch> group) {
  write_.Clear();
  rocksdb::Status status;
  for (const Batch& batch : group) {
    status = add(batch);
    if (!status.ok()) return status;
  }
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return store_.db().Write(synced, &write_);
}

rocksdb::Status Appender::add(const Batch& batch) {
  ties_.previous = last_;
  salt_contacts(batch, hasher_, salted_, ties_.commitments);
  const std::string_view bytes = encoder_.encode(batch, ties_);
  last_ = hasher_.hash(bytes, batch.texts);
  bytes_encoded_ += bytes.size();

  const Key key(batch.first);
  const rocksdb::Slice keys[] = {key.slice()};
  const rocksdb::Slice parts[] = {{reinterpret_cast<const char*>(last_.data()), last_.size()}, bytes};
  rocksdb::Status status = write_.Put(store_.batches(), rocksdb::SliceParts(keys, 1), rocksdb::SliceParts(parts, 2));
  if (status.ok() && !batch.texts.empty()) status = write_.Put(store_.texts(), key.slice(), batch.texts);
  if (status.ok() && !salted_.empty()) status = write_.Put(store_.contacts(), key.slice(), salted_);
  return status;
}

}  // namespace wangge::log
