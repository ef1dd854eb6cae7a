#include "engine/log/appender.h"

namespace wangge::log {

rocksdb::Status Appender::encode(std::span<const Batch> group, EncodedGroup& out) {
  out.first = group.front().first;
  out.last = group.back().last();
  out.writes.Clear();
  rocksdb::Status status;
  for (const Batch& batch : group) {
    status = add(batch, out.writes);
    if (!status.ok()) break;
  }
  return status;
}

rocksdb::Status Appender::append(std::span<const Batch> group) {
  EncodedGroup encoded;
  const rocksdb::Status status = encode(group, encoded);
  return status.ok() ? store_.write(encoded) : status;
}

rocksdb::Status Appender::add(const Batch& batch, rocksdb::WriteBatch& out) {
  ties_.previous = last_;
  salt_contacts(batch, salted_, ties_.commitments);
  const std::string_view bytes = encoder_.encode(batch, ties_);
  last_ = hasher_.hash(bytes, batch.texts);
  bytes_encoded_ += bytes.size();

  const Key key(batch.first);
  const rocksdb::Slice keys[] = {key.slice()};
  const rocksdb::Slice parts[] = {{reinterpret_cast<const char*>(last_.data()), last_.size()}, bytes};
  rocksdb::Status status = out.Put(store_.batches(), rocksdb::SliceParts(keys, 1), rocksdb::SliceParts(parts, 2));
  if (status.ok() && !batch.texts.empty()) status = out.Put(store_.texts(), key.slice(), batch.texts);
  if (status.ok() && !salted_.empty()) status = out.Put(store_.contacts(), key.slice(), salted_);
  return status;
}

}  // namespace wangge::log
