#pragma once
// Who is still to be told what: notices that no way out has delivered or given up. Const members ask; the others are
// called by apply alone.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "engine/model/event.h"

namespace wangge {

struct PendingNotice {
  DemandId demand;
  Party to;  // none: the resident
  PersonId holder;
  NoticeKind kind = NoticeKind::assigned;
  Seconds not_before = 0;
  std::uint32_t count = 1;        // of demands: more than one in a storm
  SummonsId summons;              // that it is about; then there may be no demand
  std::vector<DemandId> members;  // those that no delivery has told of yet, in the order in which they came
};

class NoticeQueue {
 public:
  // A storm: new reports of one class in one compound, or such as the clock makes late, that one recipient is told of
  // within so long of the first are told as one.
  static constexpr Seconds storm_seconds = 600;

  // Of whom and what a storm is told.
  struct Key {
    std::uint32_t to = 0;
    PersonId holder;
    PlaceId compound;
    NoticeKind kind = NoticeKind::assigned;
    std::uint8_t class_number = 0;
    auto operator<=>(const Key&) const = default;
  };

  // By delivery id, which is the position of its first Noticed.
  const std::map<Position, PendingNotice>& pending() const { return pending_; }
  // The storm that this would be a part of at `now`: its delivery id and how many it has; none where there is none.
  struct Storm {
    Position notice;
    std::uint32_t count = 0;
    DemandId first;
  };
  Storm storm(const Noticed& notice, Seconds now) const;
  std::size_t storms() const { return storms_.size(); }
  // visit(Key, Storm, since) for each storm that has not been found to be over.
  template <class Visit>
  void each_storm(Visit visit) const {
    for (const auto& [key, running] : storms_) visit(key, running.storm, running.since);
  }
  // Who was told last of those who act for the post; none where nobody was.
  PersonId last_told(PostId post) const { return post.value < last_told_.size() ? last_told_[post.value] : PersonId{}; }

  // To whom the last notices were given up, with how many in a row; nobody whom one has reached since, and no
  // residents.
  struct Unreached {
    PersonId holder;  // of the last one, for a post
    std::uint32_t notices = 0;
  };
  const std::map<std::uint32_t, Unreached>& unreached() const { return unreached_; }  // by Party::raw()

  // apply alone
  void add(const Noticed& event, Position position, Seconds at);
  void settle(const Delivered& event);

 private:
  struct Running {
    Storm storm;
    Seconds since = 0;
  };
  static Key key_of(const Noticed& event) {
    return {event.to.raw(), event.holder, event.compound, event.kind, event.class_number};
  }

  std::map<Position, PendingNotice> pending_;
  std::map<Key, Running> storms_;
  std::deque<std::pair<Seconds, Key>> begun_;  // storms in the order of their beginning
  std::vector<PersonId> last_told_;            // by post
  std::map<std::uint32_t, Unreached> unreached_;
};

}  // namespace wangge
