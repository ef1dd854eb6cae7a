#pragma once
// Demands that must be acted on: those of one post or organisation, or those that were escalated in a part of the city,
// the most urgent first. Plain values, computed from the city between two turns.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/views/station.h"

namespace wangge {
struct Account;
}  // namespace wangge

namespace wangge::views {

// A demand must meet all conditions.
struct QueueFilter {
  std::uint8_t class_number = 0;  // 0: any
  std::uint8_t severity = 0;      // at least as severe: 1 to this; 0: any
  Level level = Level::none;      // escalated to a post of this level, or higher; none: any
  std::optional<DemandState> state;
  bool late_only = false;
  friend bool operator==(const QueueFilter&, const QueueFilter&) = default;
};

struct QueueSpec {
  Party owner;  // a post or organisation: what it leads, assists in, was asked to take over, is to answer or verify
  // Without an owner: the demands there that were escalated; a grid, community, subdistrict or the city
  PlaceId scope;
  QueueFilter filter;
  friend bool operator==(const QueueSpec&, const QueueSpec&) = default;
};

// Counts of all demands that match and are not hidden from the account, also those beyond the rows: nothing can be
// inferred from them about hidden demands.
struct QueueCounts {
  std::uint32_t all = 0;
  std::uint32_t late = 0;                      // a deadline has passed
  std::uint32_t warned = 0;                    // a deadline is within its last quarter
  std::array<std::uint32_t, 4> by_severity{};  // 1 to 4
  friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

inline constexpr std::size_t queue_rows_max = 500;

struct Queue {
  // False where there is no such owner or scope, or this account may not see it; all else is empty then
  bool known = false;
  Position position;  // of the log: the queue is as of this position
  Seconds at = 0;     // the time of that position
  QueueCounts counts;
  std::vector<Status> rows;  // the first queue_rows_max: late ones first, then by severity, deadline and number
};

// Whether the place lies in a grid of a terminal, or in a person's scope or the place of one of its posts.
bool covers(const Configuration& city, const Account& account, PlaceId place);

// Whether the account may see the queue. It sees those of the parties that it acts as; a person also its scope, and the
// places of its posts, with all posts in them; a terminal its grids, and the posts and organisations with something in
// hand there only as far as their posts lie in them; a desk with every grid sees all. A queue that it sees contains
// nothing that is hidden from it.
bool may_watch(const City& city, AccountId account, const QueueSpec& spec);
Queue queue_of(const City& city, AccountId account, const QueueSpec& spec);

// The order of demands in a queue.
struct Burning {
  std::uint8_t on_time = 0;  // 0: late
  std::uint8_t severity = 0;
  Seconds due = 0;  // the soonest deadline; the last of Seconds where none runs
  DemandId demand;

  friend auto operator<=>(const Burning&, const Burning&) = default;
};
Burning burning(const Slot& demand);

// For a demand in memory: whether it stands in this queue, and how it is shown there; and all demands that do, in no
// particular order.
bool belongs(const City& city, const Slot& demand, const QueueSpec& spec);
Status row_of(const City& city, const Slot& demand, const QueueSpec& spec);
void each_in(const City& city, const QueueSpec& spec, const std::function<void(const Slot&)>& visit);
// Adds the demand to the counts, or takes it out of them.
void count(QueueCounts& counts, const Burning& burning, bool is_warned, int by);

}  // namespace wangge::views
