#pragma once
// The store of attachments for its only writer, which takes them chunk by chunk in order. An attachment gets its name
// when all of it is there, has its hash and a type of the list, and is on the disk. Until then it lies in `coming/`,
// which a start empties, so an attachment that was under way is sent again from its beginning.
//
// A chunk is hashed and written, and left to the system; the one that makes it whole waits for one sync of the file, of
// 20 MiB at the most, and one of each folder that has a new name in it. On the same disk a sync of the log may wait as
// long. Permissions are not checked here: the caller has looked them up in the city and the log. Whoever knows a hash
// and names it in a demand of theirs may read the attachment there: the hash is the key.
//
// A file with a name is checked against its hash before it counts as there: rot is found when somebody asks, raises an
// alarm, and the right bytes, sent again, replace the file.
//
// One thread at a time.

#include <array>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "adapters/attachment_folder.h"
#include "adapters/sha_256.h"
#include "engine/base/limits.h"
#include "engine/base/time.h"
#include "engine/model/account.h"
#include "engine/model/refusal.h"

namespace wangge {

// How much of an attachment has come.
struct AttachmentCome {
  Refusal refusal;
  std::uint64_t bytes = 0;  // how many; the next chunk begins here
  bool is_whole = false;
};

class AttachmentStore {
 public:
  struct Options {
    std::filesystem::path folder;
    std::uint64_t free_bytes_min = limits::attachments_free_bytes_min;  // for tests
  };

  // Makes the folder where there is none, and drops attachments that were under way. Throws
  // std::filesystem::filesystem_error.
  explicit AttachmentStore(Options options);
  ~AttachmentStore();
  AttachmentStore(const AttachmentStore&) = delete;
  AttachmentStore& operator=(const AttachmentStore&) = delete;

  const AttachmentFolder& folder() const { return folder_; }

  // The state as AttachmentFolder::find() gives it, or `damaged` where the bytes do not have the hash. A file that was
  // found whole is not read again for limits::attachment_verified_seconds unless it was touched; with `anew` it always
  // is.
  StoredAttachment look(const AttachmentHash& hash, Seconds now, bool anew = false);

  // An attachment under way belongs to the account that offered it: no other account may add to it.
  AttachmentCome offer(AccountId who, const AttachmentHash& hash, std::uint64_t bytes, Seconds now);
  // A chunk that does not begin where the attachment goes on is left out: the answer says where that is.
  AttachmentCome take(AccountId who, const AttachmentHash& hash, std::uint64_t from, std::string_view bytes,
                      Seconds now);
  // The tombstone is durable before the bytes go; until they are gone the removal may be asked for again.
  Refusal remove(const AttachmentHash& hash, Seconds now);

 private:
  struct Key {
    AccountId who;
    AttachmentHash hash{};
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Coming {
    Coming(std::filesystem::path to, std::uint64_t bytes);
    ~Coming();  // removes the file too, unless it has got its name

    std::filesystem::path path;
    int descriptor = -1;
    std::uint64_t bytes = 0, come = 0;
    Seconds touched = 0;
    std::string head;  // the first bytes, as many as tell the type
    Sha256 sha;
  };
  using UnderWay = std::map<Key, Coming>;
  struct Verified {  // identity of a file, as the system knows it
    std::uint64_t node = 0, bytes = 0;
    std::int64_t written = 0, changed = 0;  // nanoseconds
    Seconds when = 0;
  };

  Refusal make_room(AccountId who, std::uint64_t bytes, Seconds now);
  Refusal check_free(std::uint64_t bytes) const;
  bool take_whole(const AttachmentHash& hash, Coming& coming, Seconds now);
  bool is_whole(const AttachmentHash& hash, Seconds now, bool anew);
  bool is_noted(const AttachmentHash& hash, Seconds now) const;
  void require_folders() const;
  AttachmentCome give_up(UnderWay::iterator coming, Reason reason);

  AttachmentFolder folder_;
  std::uint64_t free_bytes_min_;
  UnderWay under_way_;
  std::map<AttachmentHash, Verified> verified_;
  std::set<AttachmentHash> told_;  // damaged ones that were reported already
};

}  // namespace wangge
