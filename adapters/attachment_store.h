#pragma once
// The store of attachments as the one writes it who takes them: chunk by chunk in order, each time what is expected
// next. An attachment gets its name when all of it is there, is what its hash and the list of types say, and is on the
// disk; until then it lies in `coming/`, which a start empties, so what was under way then is sent again from its
// beginning.
//
// A chunk is hashed and written, and left to the system; the one that makes it whole waits for one sync of the file, of
// 20 MiB at the most, and one of each folder that has a new name in it. On the same disk a sync of the log may wait as
// long. Nothing here says who may: whoever asks has looked it up in the city and the log. Who knows a hash and names it
// in a demand of theirs may read it there: the hash is the key.
//
// What has its name is held to its hash before it counts as there: rot is found when somebody asks, is an alarm, and
// the right bytes, sent again, take its place.
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

// How far one has come.
struct AttachmentCome {
  Refusal refusal;
  std::uint64_t bytes = 0;  // the next chunk begins here
  bool is_whole = false;
};

class AttachmentStore {
 public:
  struct Options {
    std::filesystem::path folder;
    std::uint64_t free_bytes_min = limits::attachments_free_bytes_min;  // for tests
  };

  // Makes the folder where there is none, and forgets what was under way. Throws std::filesystem::filesystem_error.
  explicit AttachmentStore(Options options);
  ~AttachmentStore();
  AttachmentStore(const AttachmentStore&) = delete;
  AttachmentStore& operator=(const AttachmentStore&) = delete;

  const AttachmentFolder& folder() const { return folder_; }

  // As the folder finds it, and `damaged` where what it holds is not what its hash says. What was found whole is
  // believed for limits::attachment_verified_seconds unless the file was touched; `anew`: not even then.
  StoredAttachment look(const AttachmentHash& hash, Seconds now, bool anew = false);

  // What is under way belongs to the account that offered it: nobody else's bytes come into it.
  AttachmentCome offer(AccountId who, const AttachmentHash& hash, std::uint64_t bytes, Seconds now);
  // A chunk that begins elsewhere than where it goes on is left out: the answer says where.
  AttachmentCome take(AccountId who, const AttachmentHash& hash, std::uint64_t from, std::string_view bytes,
                      Seconds now);
  // The tombstone is durable before the bytes go; until they are gone it may be asked again.
  Refusal remove(const AttachmentHash& hash, Seconds now);

 private:
  struct Key {
    AccountId who;
    AttachmentHash hash{};
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Coming {
    Coming(std::filesystem::path to, std::uint64_t bytes);
    ~Coming();  // takes the file with it, unless it has got its name

    std::filesystem::path path;
    int descriptor = -1;
    std::uint64_t bytes = 0, come = 0;
    Seconds touched = 0;
    std::string head;  // as far as it tells the type
    Sha256 sha;
  };
  using UnderWay = std::map<Key, Coming>;
  struct Verified {  // of a file as the system knows it
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
  std::set<AttachmentHash> told_;  // that they are damaged
};

}  // namespace wangge
