#include "adapters/attachment_folder.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "adapters/sha_256.h"
#include "engine/base/limits.h"

namespace wangge {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view tombstone_ending = ".removed";

// The size of a file; 0 where it is gone, since a file may go while it is looked at.
std::uint64_t bytes_of(const fs::path& file) {
  std::error_code gone;
  const std::uintmax_t bytes = fs::file_size(file, gone);
  return gone ? 0 : bytes;
}

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::is_regular_file(file, ignored);
}

// All files but those that are still coming, sorted.
std::vector<fs::path> files_in(const AttachmentFolder& folder) {
  std::vector<fs::path> files;
  std::error_code end;
  for (fs::recursive_directory_iterator next(folder.path(), end), none; !end && next != none; next.increment(end)) {
    if (next->path() == folder.coming()) next.disable_recursion_pending();
    std::error_code gone;
    if (next->is_regular_file(gone)) files.push_back(next->path());
  }
  std::ranges::sort(files);
  return files;
}

class Verifier {
 public:
  Verifier(const AttachmentFolder& folder, const std::function<void(std::uint64_t, std::uint64_t)>& progress)
      : folder_(folder), progress_(progress) {}

  VerifiedAttachments run() {
    const std::vector<fs::path> files = files_in(folder_);
    for (const fs::path& file : files) all_ += bytes_of(file);
    for (const fs::path& file : files) {
      check(file);
      done_ += bytes_of(file);
      if (progress_) progress_(done_, all_);
    }
    return std::move(verified_);
  }

 private:
  void check(const fs::path& file) {
    const bool is_tombstone = file.extension() == tombstone_ending;
    const auto named = attachment_hash_of((is_tombstone ? file.stem() : file.filename()).string());
    if (!named || file != (is_tombstone ? folder_.tombstone_of(*named) : folder_.file_of(*named)))
      return verified_.faulty.push_back(file);
    if (is_tombstone) return verified_.removed.push_back(*named);
    if (is_there(folder_.tombstone_of(*named))) return verified_.not_removed.push_back(file);
    if (hash_of_file(file) != named) {
      if (!is_there(file)) return;  // the file was removed meanwhile
      verified_.faulty.push_back(file);
      verified_.damaged.push_back(*named);
      return;
    }
    verified_.there.push_back(*named);
    verified_.bytes += bytes_of(file);
  }

  const AttachmentFolder& folder_;
  const std::function<void(std::uint64_t, std::uint64_t)>& progress_;
  std::uint64_t done_ = 0, all_ = 0;
  VerifiedAttachments verified_;
};

}  // namespace

fs::path AttachmentFolder::file_of(const AttachmentHash& hash) const {
  const std::string digits = to_digits(hash);
  return path_ / digits.substr(0, 2) / digits;
}

fs::path AttachmentFolder::tombstone_of(const AttachmentHash& hash) const { return file_of(hash) += tombstone_ending; }

StoredAttachment AttachmentFolder::find(const AttachmentHash& hash) const {
  if (const fs::path tombstone = tombstone_of(hash); is_there(tombstone)) {
    StoredAttachment removed{.state = AttachmentState::removed};
    std::ifstream(tombstone) >> removed.removed;  // 0 where it cannot be read
    return removed;
  }
  if (!is_there(file_of(hash))) {
    const auto entry = ledger_.find(hash);
    if (!entry) return {};
    const bool is_removed = entry->what == AttachmentLedger::What::removed;
    return {.state = is_removed ? AttachmentState::removed : AttachmentState::missing,
            .removed = is_removed ? entry->when : 0};
  }
  const std::string head = read(hash, 0, media_head_bytes).value_or("");
  return {.state = AttachmentState::there, .type = media_type_of(head), .removed = 0, .bytes = bytes_of(file_of(hash))};
}

std::optional<std::string> AttachmentFolder::read(const AttachmentHash& hash, std::uint64_t from,
                                                  std::size_t bytes) const {
  std::ifstream file(file_of(hash), std::ios::binary);
  if (!file.seekg(static_cast<std::streamoff>(from))) return std::nullopt;
  std::string part(bytes, '\0');
  file.read(part.data(), static_cast<std::streamsize>(bytes));
  if (file.bad()) return std::nullopt;
  part.resize(static_cast<std::size_t>(file.gcount()));
  return part;
}

std::vector<AttachmentLedger::Entry> AttachmentFolder::entries() const {
  std::vector<AttachmentLedger::Entry> entries;
  for (const fs::path& file : files_in(*this)) {
    const bool is_tombstone = file.extension() == tombstone_ending;
    const auto named = attachment_hash_of((is_tombstone ? file.stem() : file.filename()).string());
    if (!named) continue;
    AttachmentLedger::Entry& entry = entries.emplace_back(AttachmentLedger::Entry{.hash = *named});
    if (!is_tombstone) continue;
    entry.what = AttachmentLedger::What::removed;
    std::ifstream(file) >> entry.when;  // 0 where it cannot be read
  }
  return entries;
}

VerifiedAttachments AttachmentFolder::verify(const std::function<void(std::uint64_t, std::uint64_t)>& progress) const {
  return Verifier(*this, progress).run();
}

std::optional<AttachmentHash> hash_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  Sha256 sha;
  std::string part(limits::attachment_chunk_bytes_max, '\0');
  while (in) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    sha.add({part.data(), static_cast<std::size_t>(in.gcount())});
  }
  return in.eof() ? std::optional(sha.end()) : std::nullopt;
}

}  // namespace wangge
