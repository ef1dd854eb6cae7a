#pragma once
// Notices that no way out has delivered or given up: who is still to be told what. Const members ask; all other members
// are called by apply alone.

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
  std::uint32_t count = 1;        // how many demands: more than one in a storm
  SummonsId summons;              // the summons that the notice is about; then there may be no demand
  std::vector<DemandId> members;  // demands that no delivery has told of yet, in the order in which they came
};

class NoticeQueue {
 public:
  // A storm of notices: new reports of one class in one compound, or demands there that the clock makes late, of which
  // one recipient is told. Those within this time of the first are told as one.
  static constexpr Seconds storm_seconds = 600;

  // The recipient and the subject that make a storm.
  struct Key {
    std::uint32_t to = 0;
    PersonId holder;
    PlaceId compound;
    NoticeKind kind = NoticeKind::assigned;
    std::uint8_t class_number = 0;
    auto operator<=>(const Key&) const = default;
  };

  // Pending notices by delivery id, which is the position of the first Noticed.
  const std::map<Position, PendingNotice>& pending() const { return pending_; }
  // The storm that a notice of this key would join at `now`: its delivery id and the number of its demands; none where
  // there is none.
  struct Storm {
    Position notice;
    std::uint32_t count = 0;
    DemandId first;
  };
  Storm storm(const Noticed& notice, Seconds now) const;
  std::size_t storms() const { return storms_.size(); }
  // Calls visit(Key, Storm, since) for each storm that has not been found to be over.
  template <class Visit>
  void each_storm(Visit visit) const {
    for (const auto& [key, running] : storms_) visit(key, running.storm, running.since);
  }
  // The person acting for the post who was told last; none where nobody was.
  PersonId last_told(PostId post) const { return post.value < last_told_.size() ? last_told_[post.value] : PersonId{}; }

  // The recipient to whom the last notices were given up, and how many in a row. One that a notice has reached since is
  // left out, and so are residents.
  struct Unreached {
    PersonId holder;  // of the last notice, for a post
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
