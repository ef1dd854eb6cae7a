#pragma once
// Queues that are being watched (boards): kept up to date from the demands that have changed, so that their cost
// depends on the number of changes and not on the length of the queues; and the differences for those who watch. All
// who watch a board are shown the same, except for restricted demands: those are rare, stand beside the rest, and are
// put in for each account that may see some of them. One thread.

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

// A queue as a whole, or the changes in it.
struct QueueChange {
  std::uint32_t board = 0;     // which of the watched boards
  Position from;               // the position of the queue that this changes; none: this is the whole queue
  Queue queue;                 // as of its position: the counts, and the rows, or only those that are new or differ
  std::vector<DemandId> gone;  // rows that were there before
};

// Applies `change` to `queue`. Needs queue.position == change.from, or a change that is a whole queue.
void merge(Queue& queue, const QueueChange& change);
// The change from `before` to `now`: the whole queue where nothing was told before (its position is none), nothing
// where nothing differs.
std::optional<QueueChange> difference(const Queue& before, const Queue& now);

// One queue, whoever watches it.
class Board {
 public:
  // Begins with all demands that stand in the queue now.
  Board(const City& city, const QueueSpec& spec);

  const QueueSpec& spec() const { return spec_; }
  // The queue as of the last take_change(), without restricted demands.
  const Queue& shown() const { return shown_; }
  // The same queue with the restricted demands that are not hidden from the account, as they stand now; nothing where
  // there are none.
  std::optional<Queue> shown_to(const City& city, AccountId account) const;
  bool has_restricted() const { return !restricted_.empty(); }
  // Whether the queue may have changed since the last take_change().
  bool is_changed() const { return is_changed_; }
  std::size_t size() const { return members_.size(); }

  // Called when something has changed about the demand; `slot` is null where it has left memory. True where it stands
  // in the queue now.
  bool update(const City& city, DemandId demand, const Slot* slot);
  // The difference from what was shown, which from now on counts as shown; nothing where nothing differs.
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
  std::set<Burning> order_, restricted_;  // restricted demands stand in the second one alone
  QueueCounts counts_;                    // of order_
  Queue shown_;
  bool is_changed_ = false;
};

// All boards, and which of them each demand belongs to.
class Boards {
 public:
  // The board of this queue, made where there is none. It stays while somebody else holds it too.
  std::shared_ptr<Board> board(const City& city, const QueueSpec& spec);
  // Drops the boards that nobody else holds.
  void forget_unwatched();
  std::size_t size() const { return boards_.size(); }
  // How many demands stand in all boards, each counted once for every board in which it stands.
  std::size_t members() const;

  // Updates the boards for demands that have changed since the last call, some perhaps named twice. Where another
  // configuration is in force all boards are made anew.
  void update(const City& city, std::span<const DemandId> changed);
  // Updates the boards where any demand may have changed.
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
