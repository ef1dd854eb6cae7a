#pragma once
// A configuration that somebody has proposed, as people look at it before another adopts it: its differences, and its
// effects. This is no view (engine/views), since it applies the rules.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/command.h"
#include "engine/model/description.h"
#include "engine/model/difference.h"
#include "engine/model/refusal.h"
#include "engine/state/under_way_description.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::loop {

struct Outlook {
  bool known = false;             // false: this account may not see it, and all else is empty
  std::uint16_t version = 0;      // in force
  std::uint64_t in_force = 0;     // its digest
  std::uint32_t rows_staged = 0;  // also of what is not proposed yet
  Proposal proposal;
  std::string by, adopted_by;  // names of accounts: the proposer, and who has adopted it for a later instant
  std::string note;            // read from the log: empty when the city is asked
  Refusal refusal;             // why it could not be adopted now, whoever adopts it
  Differences differences;
  std::uint64_t open = 0;    // demands
  std::uint64_t moving = 0;  // how many of the open demands would be moved
  bool is_at_least = false;  // the two counts are lower bounds, since not all demands were looked at
  // Open demands with a deadline in working days that would change with the calendars
  std::uint64_t rescheduling = 0;
  bool recomputes = false;  // on adoption, since a further year is listed; otherwise `wangge city recompute` does it
  // Codes of new grids that no terminal may submit for, except terminals of every grid; the first ones
  std::vector<std::string> without_terminal;
};

struct AskOutlook {
  static constexpr QuestionKind kind{8};
  using Answer = Outlook;
};

// The outlook for an account of ops. Takes time by the number of rows (some 30 ms for 26,000) and by
// limits::proposal_looks_max.
Outlook outlook(const City& city, AccountId asker, Instant now);

}  // namespace wangge::loop

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<loop::AskOutlook> = describe("ask_outlook");
template <>
inline constexpr auto description<loop::Outlook> = describe(
    "outlook", field(1, "known", &loop::Outlook::known), field(2, "version", &loop::Outlook::version),
    field(3, "in_force", &loop::Outlook::in_force), field(4, "rows_staged", &loop::Outlook::rows_staged),
    field(5, "proposal", &loop::Outlook::proposal),
    at_most(limits::told_name_bytes_max, field(6, "by", &loop::Outlook::by)),
    at_most(limits::told_name_bytes_max, field(7, "adopted_by", &loop::Outlook::adopted_by)),
    at_most(limits::text_bytes_max, field(8, "note", &loop::Outlook::note)),
    field(9, "refusal", &loop::Outlook::refusal), field(10, "differences", &loop::Outlook::differences),
    field(11, "open", &loop::Outlook::open), field(12, "moving", &loop::Outlook::moving),
    field(13, "is_at_least", &loop::Outlook::is_at_least), field(14, "rescheduling", &loop::Outlook::rescheduling),
    field(15, "recomputes", &loop::Outlook::recomputes),
    at_most(limits::differences_of_a_kind_max, field(16, "without_terminal", &loop::Outlook::without_terminal),
            limits::told_name_bytes_max));
// clang-format on

}  // namespace wangge
