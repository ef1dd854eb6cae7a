#pragma once
// Who is on duty for a post in the weeks ahead (值班表). Plain values, computed from the city between two turns.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/account.h"
#include "engine/model/owner.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::views {

struct RosterQuestion {
  PostId post;
  Seconds from = 0;        // 0: from whoever is on duty at this moment
  std::uint8_t weeks = 1;  // at most limits::roster_weeks_max
};

struct RosterRow {
  PersonId person;
  Seconds from = 0, until = 0;  // at `until` it is handed over
  bool is_shift = false;        // an override or a swap; else by rotation
  std::string why;              // of a shift
};

struct Roster {
  bool known = false;  // false: there is no such post, or it is not for this account to see; all else is empty
  Seconds at = 0;      // as of when
  // In order, without the times at which nobody is on duty; the first limits::roster_rows_max
  std::vector<RosterRow> rows;
};

// Who sees a post's queue sees its roster.
Roster roster_of(const City& city, AccountId account, const RosterQuestion& question, Instant now);

// The same of a city that nobody runs.
std::vector<RosterRow> roster_rows(const Configuration& city, PostId post, Instant from, std::uint8_t weeks);

}  // namespace wangge::views
