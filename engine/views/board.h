#pragma once
// Queues that are being watched: kept up to date from what has changed, so that their cost is by the number of changes
// and not by how much stands in them; and what differs for those who watch. All who watch one are shown the same, but
// for what is restricted: that is rare, stands beside the rest, and is put in for each account that may see some of it.
// One thread.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/views/queue.h"

namespace wangge::views {

// A queue as it stands, or what has become of it.
struct QueueChange {
  std::uint32_t board = 0;     // which of those that are watched
  Position from;               // the position of what this changes; none: this is the whole queue
  Queue queue;                 // as of its position: the counts, and the rows, or those that are new or differ
  std::vector<DemandId> gone;  // of the rows before
};

// Makes `queue` what `change` says. Needs queue.position == change.from, or a whole one.
void merge(Queue& queue, const QueueChange& change);
// What makes `now` of `before`: the whole where nothing was told before (its position is none), nothing where nothing
// differs.
std::optional<QueueChange> difference(const Queue& before, const Queue& now);

// One queue, whoever watches it.
class Board {
 public:
  // With all that stands in it now.
  Board(const City& city, const QueueSpec& spec);

  const QueueSpec& spec() const { return spec_; }
  // As of the last take_change(), without what is restricted.
  const Queue& shown() const { return shown_; }
  // And with what of that is not hidden from the account, as it stands now; nothing where there is none.
  std::optional<Queue> shown_to(const City& city, AccountId account) const;
  bool has_restricted() const { return !restricted_.empty(); }
  // Since the last take_change(), perhaps.
  bool is_changed() const { return is_changed_; }
  std::size_t size() const { return members_.size(); }

  // Something has changed about the demand; `slot` is null where it has left memory. True where it stands in the queue
  // now.
  bool update(const City& city, DemandId demand, const Slot* slot);
  // What differs from what was shown, and from now on counts as shown; nothing where nothing does.
  std::optional<QueueChange> take_change(const City& city);

 private:
  struct Member {
    Burning burning;
    bool is_warned = false;
    bool is_restricted = false;
  };

  void add(const City& city, const Slot& slot);
  std::vector<Status> first_rows(const City& city) const;

  QueueSpec spec_;
  boost::unordered_flat_map<DemandId, Member, std::hash<DemandId>> members_;
  std::set<Burning> order_, restricted_;  // those that are restricted stand in the second alone
  QueueCounts counts_;                    // of the first
  Queue shown_;
  bool is_changed_ = false;
};

// All that are watched, and to which of them a demand belongs.
class Boards {
 public:
  // The board of this queue, made where there is none. It stays while somebody else holds it too.
  std::shared_ptr<Board> board(const City& city, const QueueSpec& spec);
  // Those that nobody else holds are gone.
  void forget_unwatched();
  std::size_t size() const { return boards_.size(); }
  // Demands that stand in them, each as often as it does.
  std::size_t members() const;

  // These demands have changed since the last call, some perhaps named twice. Where another configuration is in force
  // all boards are made anew.
  void update(const City& city, std::span<const DemandId> changed);
  // Anything may have changed.
  void update_all(const City& city);

 private:
  using Group = std::vector<std::shared_ptr<Board>>;  // of one owner, or one scope
  using Touched = std::vector<Board*>;

  static std::uint64_t key_of(const QueueSpec& spec) {
    return std::uint64_t{spec.scope.value} << 32 | spec.owner.raw();
  }
  void enlist(const City& city, Board& board);
  void update(const City& city, DemandId demand);
  void touch(const QueueSpec& of, Touched& touched) const;

  std::map<std::uint64_t, Group> groups_;
  std::vector<std::shared_ptr<Board>> boards_;
  boost::unordered_flat_map<DemandId, Touched, std::hash<DemandId>> boards_of_;
  std::uint16_t version_ = 0;  // of the configuration
};

}  // namespace wangge::views
