#pragma once
// What must be acted on: by one post or organisation, and what has been escalated in a part of the city, what burns most first.
// Plain values, computed from the city between two turns.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/views/station.h"

namespace wangge::views {

// All must hold.
struct QueueFilter {
  std::uint8_t class_number = 0;  // 0: any
  std::uint8_t severity = 0;      // at least as severe: 1 to this; 0: any
  Level level = Level::none;      // escalated to a post of this level, or higher; none: any
  std::optional<DemandState> state;
  bool late_only = false;
  friend bool operator==(const QueueFilter&, const QueueFilter&) = default;
};

struct QueueSpec {
  Party owner;    // a post or organisation: what it leads, assists in or was asked to take over
  PlaceId scope;  // without an owner: what lies there and has been escalated; a grid, community, subdistrict or the city
  QueueFilter filter;
  friend bool operator==(const QueueSpec&, const QueueSpec&) = default;
};

// Of all that match, those beyond the rows too.
struct QueueCounts {
  std::uint32_t all = 0;
  std::uint32_t late = 0;    // a deadline has passed
  std::uint32_t warned = 0;  // a deadline is within its last quarter
  std::array<std::uint32_t, 4> by_severity{};  // 1 to 4
  friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

inline constexpr std::size_t queue_rows_max = 500;

struct Queue {
  bool known = false;  // false: there is no such owner or scope, or it is not for this account to see; all else is empty
  Position position;   // of the log, as of which this is
  QueueCounts counts;
  std::vector<Status> rows;  // the first queue_rows_max: late ones first, then by severity, deadline and number
};

// An account sees what it acts as; a person also its scope, and the places of its posts, with all posts in them; a terminal its
// grids, and the posts and organisations with something in hand there only as far as their posts lie in them; a desk with every
// grid sees all.
Queue queue_of(const City& city, AccountId account, const QueueSpec& spec);

}  // namespace wangge::views
