#pragma once
// A configuration that somebody has proposed, as people look at it before another adopts it: in what it differs, and
// what it would do. No view, since it applies the rules.

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
  bool known = false;             // false: not for this account to see, and all else is empty
  std::uint16_t version = 0;      // in force
  std::uint64_t in_force = 0;     // its digest
  std::uint32_t rows_staged = 0;  // also of what is not proposed yet
  Proposal proposal;
  std::string by, adopted_by;  // the names of its account, and of who has adopted it from a later instant on
  std::string note;            // read from the log: whoever asks the city finds none
  Refusal refusal;             // what stands in its way now, whoever adopts it
  Differences differences;
  std::uint64_t open = 0;    // demands
  std::uint64_t moving = 0;  // of those, such as would be moved
  bool is_at_least = false;  // so many, since not all of them were looked at
  // Such as have a deadline that goes by working days and would be another by its calendars
  std::uint64_t rescheduling = 0;
  bool recomputes = false;  // by itself, since the list of a year comes; otherwise wangge city recompute does it
  // Codes of new grids for which no terminal may submit but those of every grid; the first ones
  std::vector<std::string> without_terminal;
};

struct AskOutlook {
  static constexpr QuestionKind kind{8};
  using Answer = Outlook;
};

// For an account of ops. Takes time by the number of rows (some 30 ms for 26,000) and by limits::proposal_looks_max.
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
