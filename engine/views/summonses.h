#pragma once
// Whistles (吹哨) as people look at them: those under way, or whose organisations wait to be rated, and the turnout of
// the organisations. Plain values.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/account.h"
#include "engine/model/command.h"
#include "engine/model/description.h"
#include "engine/state/under_way_description.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::views {

struct SummonsRow {
  SummonsId id;
  Summons summons;
  std::string text;  // read from the log: empty when the city is asked
};

struct TurnoutRow {
  OrganisationId who;
  Turnout turnout;
};

inline constexpr std::size_t summonses_shown_max = 500;

struct Summonses {
  Seconds at = 0;         // as of when
  std::uint32_t all = 0;  // also those beyond the rows
  // At most summonses_shown_max; those with somebody missing first, then by the time to report, then those that are
  // over
  std::vector<SummonsRow> rows;
  std::vector<TurnoutRow> turnouts;  // of all that were ever summoned, by id; at most limits::question_rows_max
};
struct AskSummonses {
  static constexpr QuestionKind kind{6};
  using Answer = Summonses;

  OrganisationId of;  // none: any
  bool turnouts = false;
};

// The summonses that the account sees: those at its places, those that one of its posts or its organisation called or
// is called to, and those in the list of its post. An organisation's account sees its own turnout alone.
Summonses summonses_of(const City& city, AccountId account, const AskSummonses& question, Instant now);

}  // namespace wangge::views

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<views::AskSummonses> = describe(
    "ask_summonses", field(1, "of", &views::AskSummonses::of), field(2, "turnouts", &views::AskSummonses::turnouts));
template <>
inline constexpr auto description<views::SummonsRow> =
    describe("summons_row", field(1, "id", &views::SummonsRow::id), field(2, "summons", &views::SummonsRow::summons),
             at_most(limits::told_name_bytes_max, field(3, "text", &views::SummonsRow::text)));
template <>
inline constexpr auto description<views::TurnoutRow> =
    describe("turnout_row", field(1, "who", &views::TurnoutRow::who), field(2, "turnout", &views::TurnoutRow::turnout));
template <>
inline constexpr auto description<views::Summonses> = describe(
    "summonses", field<FieldKind::instant>(1, "at", &views::Summonses::at), field(2, "all", &views::Summonses::all),
    at_most(views::summonses_shown_max, field(3, "rows", &views::Summonses::rows)),
    at_most(limits::question_rows_max, field(4, "turnouts", &views::Summonses::turnouts)));
// clang-format on

}  // namespace wangge
