#include "engine/log/durable_mark.h"

#include <array>
#include <cstring>
#include <string>

namespace wangge::log {
namespace {

// A slot: magic, log id, position (little-endian), hash of the batch, and the first bytes of the hash of all that.
constexpr std::string_view magic = "wgmark01";
constexpr std::size_t log_at = 8, position_at = 24, batch_at = 32, checksum_at = 64, slot_bytes = 72;
constexpr std::size_t sector_bytes = 512;
constexpr std::size_t file_bytes = 2 * sector_bytes;

using Slot = std::array<char, slot_bytes>;

void put_checksum(Slot& slot, Hasher& hasher) {
  const Hash hash = hasher.hash({slot.data(), checksum_at});
  std::memcpy(slot.data() + checksum_at, hash.data(), slot_bytes - checksum_at);
}

Slot to_slot(const Mark& mark, Hasher& hasher) {
  Slot slot;
  std::memcpy(slot.data(), magic.data(), magic.size());
  std::memcpy(slot.data() + log_at, mark.log.data(), mark.log.size());
  for (std::size_t i = 0; i < 8; ++i) slot[position_at + i] = static_cast<char>(mark.position.value >> 8 * i);
  std::memcpy(slot.data() + batch_at, mark.batch.data(), mark.batch.size());
  put_checksum(slot, hasher);
  return slot;
}

std::optional<Mark> from_slot(std::string_view bytes, Hasher& hasher) {
  Slot slot;
  if (bytes.size() < slot.size()) return std::nullopt;
  std::memcpy(slot.data(), bytes.data(), slot.size());
  put_checksum(slot, hasher);
  if (!bytes.starts_with(magic) || std::memcmp(slot.data(), bytes.data(), slot.size()) != 0) return std::nullopt;

  Mark mark;
  std::memcpy(mark.log.data(), slot.data() + log_at, mark.log.size());
  for (std::size_t i = 0; i < 8; ++i) {
    mark.position.value |= std::uint64_t{static_cast<unsigned char>(slot[position_at + i])} << 8 * i;
  }
  std::memcpy(mark.batch.data(), slot.data() + batch_at, mark.batch.size());
  return mark;
}

struct Slots {
  std::optional<Mark> mark[2];

  // The index of the slot with the later mark; meaningless where both are bad.
  int later() const {
    if (!mark[0] || !mark[1]) return mark[1] ? 1 : 0;
    return mark[1]->position > mark[0]->position ? 1 : 0;
  }
};

Slots read_slots(rocksdb::Env& env, const std::filesystem::path& file) {
  Slots slots;
  std::string bytes;
  if (!rocksdb::ReadFileToString(&env, file, &bytes).ok()) return slots;
  Hasher hasher;
  const std::string_view all = bytes;
  for (std::size_t i = 0; i < 2 && all.size() >= (i + 1) * sector_bytes; ++i) {
    slots.mark[i] = from_slot(all.substr(i * sector_bytes, sector_bytes), hasher);
  }
  return slots;
}

}  // namespace

std::optional<Mark> DurableMark::read(rocksdb::Env& env, const std::filesystem::path& file) {
  const Slots slots = read_slots(env, file);
  return slots.mark[slots.later()];
}

rocksdb::Status DurableMark::make(rocksdb::Env& env, const std::filesystem::path& file, const Mark& mark) {
  Hasher hasher;
  const Slot slot = to_slot(mark, hasher);
  std::string bytes(file_bytes, '\0');
  bytes.replace(0, slot.size(), slot.data(), slot.size());
  const std::filesystem::path beside = file.string() + ".new";
  rocksdb::Status status = rocksdb::WriteStringToFile(&env, bytes, beside, true);
  if (status.ok()) status = env.RenameFile(beside, file);
  std::unique_ptr<rocksdb::Directory> folder;
  if (status.ok()) status = env.NewDirectory(file.parent_path(), &folder);
  return status.ok() ? folder->Fsync() : status;
}

rocksdb::Status DurableMark::open(rocksdb::Env& env, const std::filesystem::path& file) {
  slot_ = 1 - read_slots(env, file).later();
  return env.NewRandomRWFile(file, &file_, rocksdb::EnvOptions());
}

rocksdb::Status DurableMark::write(const Mark& mark) {
  const Slot slot = to_slot(mark, hasher_);
  synced_ = false;
  return file_->Write(static_cast<std::uint64_t>(slot_) * sector_bytes, {slot.data(), slot.size()});
}

rocksdb::Status DurableMark::sync() {
  const rocksdb::Status status = file_->Sync();
  synced_ = status.ok();
  slot_ = 1 - slot_;
  return status;
}

}  // namespace wangge::log
