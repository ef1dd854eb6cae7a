#pragma once
// The store of attachments (附件库) as anybody may read it, beside a running engine too: a folder in the data folder,
// taken along by a backup. A file is never written to once it has its name.
//
//   ab/abcdef…           the bytes, under their SHA-256 in 64 digits
//   ab/abcdef….removed   a tombstone: when they were removed, in seconds since 1970. It goes before the bytes
//   coming/              what is on its way: the store's own, emptied when it starts
//
// The ledger beside it (attachment_ledger.h) says which attachments have ever been taken.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/attachment_ledger.h"
#include "engine/base/time.h"
#include "engine/model/attachment.h"

namespace wangge {

inline std::filesystem::path attachments_of(const std::filesystem::path& data) { return data / "attachments"; }

struct StoredAttachment {
  AttachmentState state = AttachmentState::not_sent;
  MediaType type = MediaType::unknown;
  Seconds removed = 0;  // when
  std::uint64_t bytes = 0;
};

// The files by their state, as reading all of them has shown.
struct VerifiedAttachments {
  std::uint64_t bytes = 0;
  std::vector<AttachmentHash> there, removed;      // by hash
  std::vector<AttachmentHash> damaged;             // the bytes under their names do not have these hashes
  std::vector<std::filesystem::path> faulty;       // all that do not have the hash in their names, or are not readable
  std::vector<std::filesystem::path> not_removed;  // a tombstone says that these are gone
};

class AttachmentFolder {
 public:
  // The folder need not exist: then it holds nothing.
  explicit AttachmentFolder(std::filesystem::path path) : path_(std::move(path)), ledger_(path_) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path coming() const { return path_ / "coming"; }
  std::filesystem::path file_of(const AttachmentHash& hash) const;
  std::filesystem::path tombstone_of(const AttachmentHash& hash) const;

  const AttachmentLedger& ledger() const { return ledger_; }

  // Looks at the file's name, its length and its first bytes: the rest is not read, so the state is never `damaged`.
  StoredAttachment find(const AttachmentHash& hash) const;
  // Bytes of an attachment that is there, `bytes` of them from `from` on, fewer at its end. Nothing where it cannot be
  // read.
  std::optional<std::string> read(const AttachmentHash& hash, std::uint64_t from, std::size_t bytes) const;

  // The files that lie there by their names, for a ledger that begins.
  std::vector<AttachmentLedger::Entry> entries() const;
  // Reads everything; `progress` is told the bytes done and those of all files.
  VerifiedAttachments verify(const std::function<void(std::uint64_t, std::uint64_t)>& progress) const;

 private:
  std::filesystem::path path_;
  AttachmentLedger ledger_;
};

// The hash of a file's bytes; nothing where it cannot be read.
std::optional<AttachmentHash> hash_of_file(const std::filesystem::path& file);

}  // namespace wangge
