#pragma once
// Who is on duty for a post in the weeks ahead (值班表). Plain values, computed from the city between two turns.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/command.h"
#include "engine/model/description.h"
#include "engine/model/owner.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::views {

struct RosterRow {
  PersonId person;
  Seconds from = 0, until = 0;  // at `until` the duty is handed over
  bool is_shift = false;        // an override or a swap; false: by rotation
  std::string why;              // of a shift
};

struct Roster {
  bool known = false;  // false: there is no such post, or this account may not see it; all else is empty
  Seconds at = 0;      // as of when
  // In order, without the times at which nobody is on duty; the first limits::roster_rows_max
  std::vector<RosterRow> rows;
};
struct AskRoster {
  static constexpr QuestionKind kind{7};
  using Answer = Roster;

  PostId post;
  Seconds from = 0;        // 0: from whoever is on duty at this moment
  std::uint8_t weeks = 1;  // at most limits::roster_weeks_max
};

// The roster of a post: an account sees it if it sees the post's queue.
Roster roster_of(const City& city, AccountId account, const AskRoster& question, Instant now);

// The same for a city that is not running.
std::vector<RosterRow> roster_rows(const Configuration& city, PostId post, Instant from, std::uint8_t weeks);

}  // namespace wangge::views

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<views::AskRoster> =
    describe("ask_roster", field(1, "post", &views::AskRoster::post),
             field<FieldKind::instant>(2, "from", &views::AskRoster::from),
             at_most(limits::roster_weeks_max, field(3, "weeks", &views::AskRoster::weeks)));
template <>
inline constexpr auto description<views::RosterRow> = describe(
    "roster_row", field(1, "person", &views::RosterRow::person),
    field<FieldKind::instant>(2, "from", &views::RosterRow::from),
    field<FieldKind::instant>(3, "until", &views::RosterRow::until), field(4, "is_shift", &views::RosterRow::is_shift),
    at_most(limits::told_name_bytes_max, field(5, "why", &views::RosterRow::why)));
template <>
inline constexpr auto description<views::Roster> =
    describe("roster", field(1, "known", &views::Roster::known), field<FieldKind::instant>(2, "at", &views::Roster::at),
             at_most(limits::roster_rows_max, field(3, "rows", &views::Roster::rows)));
// clang-format on

}  // namespace wangge
