#pragma once
// Whistles (吹哨) as people look at them: those under way, or whose organisations wait to be rated, and how the
// organisations have turned out. Plain values.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/account.h"
#include "engine/state/summonses.h"

namespace wangge {
struct City;
}  // namespace wangge

namespace wangge::views {

struct SummonsesQuestion {
  OrganisationId of;  // none: any
  bool turnouts = false;
};

struct SummonsRow {
  SummonsId id;
  Summons summons;
  std::string text;  // read from the log: whoever asks the city finds none
};

struct TurnoutRow {
  OrganisationId who;
  Turnout turnout;
};

struct Summonses {
  Seconds at = 0;         // as of when
  std::uint32_t all = 0;  // the ones beyond the rows too
  // At most summonses_shown_max; somebody missing first, then by when they are to be there, then what is over
  std::vector<SummonsRow> rows;
  std::vector<TurnoutRow> turnouts;  // of those that were ever summoned, by id; at most limits::question_rows_max
};
inline constexpr std::size_t summonses_shown_max = 500;

// An account sees those at its places, those that one of its posts or its organisation called or is called to, and
// those in the list of its post. An organisation's account sees its own turnout alone.
Summonses summonses_of(const City& city, AccountId account, const SummonsesQuestion& question, Instant now);

}  // namespace wangge::views
