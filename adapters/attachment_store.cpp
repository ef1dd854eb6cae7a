#include "adapters/attachment_store.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

#include "adapters/synced_file.h"
#include "engine/base/cause.h"

namespace wangge {
namespace {

namespace fs = std::filesystem;

std::uint32_t in_units(std::uint64_t bytes, std::uint64_t unit) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes / unit, std::numeric_limits<std::uint32_t>::max()));
}

// Gives a file that is synced its name, durably. A name that may not be on the disk is taken back: the next attempt
// begins anew.
bool name_durably(const fs::path& from, const fs::path& to) {
  const fs::path folder = to.parent_path();
  if (::mkdir(folder.c_str(), 0700) == 0) {
    if (!sync_folder(folder.parent_path())) {
      ::rmdir(folder.c_str());
      return false;
    }
  } else if (errno != EEXIST) {
    return false;
  }
  if (::rename(from.c_str(), to.c_str()) != 0) return false;
  if (sync_folder(folder)) return true;
  ::unlink(to.c_str());
  return false;
}

// Removes a file durably; one that is not there counts as removed.
bool unlink_durably(const fs::path& file) {
  return (::unlink(file.c_str()) == 0 || errno == ENOENT) && sync_folder(file.parent_path());
}

void tell_ops(const fs::path& path) {
  spdlog::error("附件写不下 / an attachment could not be written: {}: {}", path.string(),
                cause_of({errno, std::generic_category()}).text());
}

}  // namespace

AttachmentStore::Coming::Coming(fs::path to, std::uint64_t bytes_in_all)
    : path(std::move(to)),
      descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)),
      bytes(bytes_in_all) {}

AttachmentStore::Coming::~Coming() {
  if (descriptor >= 0) ::close(descriptor);
  ::unlink(path.c_str());
}

AttachmentStore::AttachmentStore(Options options)
    : folder_(std::move(options.folder)), free_bytes_min_(options.free_bytes_min) {
  fs::create_directories(folder_.path());
  fs::permissions(folder_.path(), fs::perms::owner_all);
  fs::remove_all(folder_.coming());
  fs::create_directory(folder_.coming());
  if (!folder_.ledger().is_there()) folder_.ledger().begin(folder_.entries());
}

AttachmentStore::~AttachmentStore() = default;

AttachmentCome AttachmentStore::offer(AccountId who, const AttachmentHash& hash, std::uint64_t bytes, Seconds now) {
  if (bytes > limits::attachment_bytes_max) {
    return {{Reason::attachment_too_large, in_units(bytes, limits::kib),
             in_units(limits::attachment_bytes_max, limits::kib)}};
  }
  if (bytes < media_head_bytes) return {{Reason::attachment_type_unknown}};
  const StoredAttachment stored = look(hash, now);
  if (stored.state == AttachmentState::removed) return {{Reason::attachment_removed}};
  if (stored.state == AttachmentState::there && is_noted(hash, now))
    return {.refusal = {}, .bytes = stored.bytes, .is_whole = true};
  require_folders();

  const Key key{who, hash};
  if (const auto known = under_way_.find(key); known != under_way_.end()) {
    known->second.touched = now;
    if (known->second.bytes == bytes) return {.refusal = {}, .bytes = known->second.come};
    under_way_.erase(known);
  }
  if (const Refusal refusal = make_room(who, bytes, now)) return {refusal};
  const fs::path path = folder_.coming() / (to_digits(hash) + "." + std::to_string(who.value));
  const auto coming = under_way_.try_emplace(key, path, bytes).first;
  if (coming->second.descriptor < 0) return give_up(coming, Reason::attachment_not_written);
  coming->second.touched = now;
  return {};
}

AttachmentCome AttachmentStore::take(AccountId who, const AttachmentHash& hash, std::uint64_t from,
                                     std::string_view bytes, Seconds now) {
  const auto known = under_way_.find({who, hash});
  if (known == under_way_.end()) {
    // An attachment that is there already is taken again: the answer to its last chunk may have been lost.
    const StoredAttachment stored = look(hash, now);
    if (stored.state == AttachmentState::there) return {.refusal = {}, .bytes = stored.bytes, .is_whole = true};
    return {{Reason::attachment_not_offered}};
  }
  Coming& coming = known->second;
  coming.touched = now;
  if (from != coming.come) return {.refusal = {}, .bytes = coming.come};
  if (bytes.size() > coming.bytes - coming.come) return give_up(known, Reason::attachment_differs);
  if (!write_all(coming.descriptor, bytes)) return give_up(known, Reason::attachment_not_written);
  coming.sha.add(bytes);
  coming.come += bytes.size();
  if (coming.head.size() < media_head_bytes) {
    coming.head += bytes.substr(0, media_head_bytes - coming.head.size());
    const bool is_told = coming.head.size() == media_head_bytes;
    if (is_told && media_type_of(coming.head) == MediaType::unknown)
      return give_up(known, Reason::attachment_type_unknown);
  }
  if (coming.come < coming.bytes) return {.refusal = {}, .bytes = coming.come};

  if (coming.sha.end() != hash) return give_up(known, Reason::attachment_differs);
  if (folder_.find(hash).state == AttachmentState::removed) return give_up(known, Reason::attachment_removed);
  if (!take_whole(hash, coming, now)) return give_up(known, Reason::attachment_not_written);
  const std::uint64_t all = coming.bytes;
  under_way_.erase(known);
  return {.refusal = {}, .bytes = all, .is_whole = true};
}

// A damaged file of that name is replaced by this one.
bool AttachmentStore::take_whole(const AttachmentHash& hash, Coming& coming, Seconds now) {
  const bool is_named = close_synced(coming.descriptor) && name_durably(coming.path, folder_.file_of(hash));
  verified_.erase(hash);
  if (is_named && told_.erase(hash) != 0) {
    spdlog::warn("损坏的附件已补好 / an attachment that was damaged is whole again: {}",
                 folder_.file_of(hash).string());
  }
  return is_named && is_noted(hash, now);
}

// Whether the ledger says that the attachment has been taken. A store from before there was a ledger, or a machine that
// stopped in between, may have no entry.
bool AttachmentStore::is_noted(const AttachmentHash& hash, Seconds now) const {
  const auto known = folder_.ledger().find(hash);
  return (known && known->what == AttachmentLedger::What::taken) || folder_.ledger().add({.hash = hash, .when = now});
}

// Makes the folders anew where somebody has cleared them away under a running engine: attachments that are sent again
// are taken all the same.
void AttachmentStore::require_folders() const {
  std::error_code failed;  // on failure the file cannot be made, and that is told
  if (fs::is_directory(folder_.coming(), failed)) return;
  spdlog::critical(
      "附件文件夹不见了，已重建；原有附件请从备份恢复 / the folder of attachments is gone and was made anew; restore "
      "what it held from a backup: {}",
      folder_.path().string());
  fs::create_directories(folder_.coming(), failed);
  fs::permissions(folder_.path(), fs::perms::owner_all, failed);
}

StoredAttachment AttachmentStore::look(const AttachmentHash& hash, Seconds now, bool anew) {
  StoredAttachment stored = folder_.find(hash);
  if (stored.state == AttachmentState::there && !is_whole(hash, now, anew)) stored.state = AttachmentState::damaged;
  return stored;
}

bool AttachmentStore::is_whole(const AttachmentHash& hash, Seconds now, bool anew) {
  const fs::path file = folder_.file_of(hash);
  struct stat status;
  if (::stat(file.c_str(), &status) != 0) return false;
  const auto nanoseconds = [](const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  };
  const Verified found{.node = status.st_ino,
                       .bytes = static_cast<std::uint64_t>(status.st_size),
                       .written = nanoseconds(status.st_mtim),
                       .changed = nanoseconds(status.st_ctim),
                       .when = now};
  if (const auto known = verified_.find(hash); known != verified_.end() && !anew) {
    const Verified& before = known->second;
    const bool is_same = before.node == found.node && before.bytes == found.bytes && before.written == found.written &&
                         before.changed == found.changed;
    if (is_same && before.when + limits::attachment_verified_seconds > now) return true;
  }
  verified_.erase(hash);
  if (hash_of_file(file) == hash) {
    if (verified_.size() >= limits::attachments_verified_max) verified_.clear();
    verified_.emplace(hash, found);
    return true;
  }
  if (told_.size() >= limits::attachments_verified_max) told_.clear();
  if (told_.insert(hash).second) {
    spdlog::critical(
        "附件损坏：重新发送即可补好，或从备份恢复 / an attachment is damaged: sent again it is whole, or restore it "
        "from a backup: {}",
        file.string());
  }
  return false;
}

Refusal AttachmentStore::remove(const AttachmentHash& hash, Seconds now) {
  const fs::path bytes = folder_.file_of(hash);
  switch (folder_.find(hash).state) {
    case AttachmentState::not_sent: return {Reason::attachment_not_sent};
    case AttachmentState::removed: break;
    case AttachmentState::damaged:
    case AttachmentState::missing:
    case AttachmentState::there: {
      const std::string text = std::to_string(now) + "\n";
      Coming tombstone(folder_.coming() / bytes.filename(), text.size());
      const bool is_written = tombstone.descriptor >= 0 && write_all(tombstone.descriptor, text) &&
                              close_synced(tombstone.descriptor) &&
                              name_durably(tombstone.path, folder_.tombstone_of(hash));
      if (!is_written) {
        tell_ops(bytes);
        return {Reason::attachment_not_written};
      }
    }
  }
  verified_.erase(hash);
  // An attachment that was removed gets its entry too: the machine may have stopped in between.
  const auto noted = folder_.ledger().find(hash);
  const bool is_noted = (noted && noted->what == AttachmentLedger::What::removed) ||
                        folder_.ledger().add({.hash = hash, .what = AttachmentLedger::What::removed, .when = now});
  if (is_noted && unlink_durably(bytes)) return {};
  tell_ops(bytes);
  return {Reason::attachment_not_written};
}

Refusal AttachmentStore::make_room(AccountId who, std::uint64_t bytes, Seconds now) {
  std::erase_if(under_way_,
                [&](const auto& one) { return one.second.touched + limits::attachment_idle_seconds <= now; });
  const auto of_account = std::ranges::count_if(under_way_, [&](const auto& one) { return one.first.who == who; });
  if (static_cast<std::size_t>(of_account) >= limits::account_attachments_under_way_max) {
    return {Reason::attachments_under_way, static_cast<std::uint32_t>(of_account),
            limits::account_attachments_under_way_max};
  }
  if (under_way_.size() >= limits::attachments_under_way_max) {
    return {Reason::attachments_under_way, static_cast<std::uint32_t>(under_way_.size()),
            limits::attachments_under_way_max};
  }
  return check_free(bytes);
}

// Bytes promised to the attachments under way count as used.
Refusal AttachmentStore::check_free(std::uint64_t bytes) const {
  struct statvfs disk;
  if (::statvfs(folder_.path().c_str(), &disk) != 0) {
    tell_ops(folder_.path());
    return {Reason::attachment_not_written};
  }
  const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  std::uint64_t wanted = bytes + free_bytes_min_;
  for (const auto& one : under_way_) wanted += one.second.bytes - one.second.come;
  return free >= wanted ? Refusal{}
                        : Refusal{Reason::attachments_no_room, in_units(free, limits::mib),
                                  in_units(free_bytes_min_, limits::mib)};
}

AttachmentCome AttachmentStore::give_up(UnderWay::iterator coming, Reason reason) {
  if (reason == Reason::attachment_not_written) tell_ops(coming->second.path);
  under_way_.erase(coming);
  return {{reason}};
}

}  // namespace wangge
