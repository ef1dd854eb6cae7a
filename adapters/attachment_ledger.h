#pragma once
// A record of which attachments have ever been taken, kept beside their store so that it outlives the store: it tells
// attachments that were never sent from those that are gone. A folder of 256 files, by the first byte of the hash, to
// which a record is added, synced, with each attachment that is taken or removed.
//
//   a record: 32 bytes hash, 1 what (1 taken, 2 removed), 3 zero, 4 when (seconds since 1970, little-endian),
//   8 the first of the SHA-256 of all before
//
// A record that is torn or damaged counts as missing. A store from before there was a ledger has none: then the files
// in it count as taken.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "engine/base/time.h"
#include "engine/model/attachment.h"

namespace wangge {

class AttachmentLedger {
 public:
  // The ledger of the store in that folder. Nothing is made yet.
  explicit AttachmentLedger(const std::filesystem::path& store) : path_(store.string() + "_taken") {}

  enum class What : std::uint8_t { taken = 1, removed = 2 };
  struct Entry {
    AttachmentHash hash{};
    What what = What::taken;
    Seconds when = 0;
  };

  bool is_there() const;
  // Makes the ledger, with the entries known already. Afterwards all of it is on the disk, or there is none. Throws
  // std::system_error.
  void begin(std::span<const Entry> known) const;
  // The last entry of an attachment; nothing where it has none.
  std::optional<Entry> find(const AttachmentHash& hash) const;
  // The entry is on the disk when this returns; false where it could not be written.
  bool add(const Entry& entry) const;

 private:
  std::filesystem::path path_;
};

}  // namespace wangge
