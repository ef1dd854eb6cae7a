#include "engine/views/roster.h"

#include <chrono>

#include "engine/base/limits.h"
#include "engine/state/city.h"
#include "engine/state/roster.h"
#include "engine/views/queue.h"

namespace wangge::views {

std::vector<RosterRow> roster_rows(const Configuration& city, PostId post, Instant from, std::uint8_t weeks) {
  std::vector<RosterRow> rows;
  for (const Stint& stint : stints(city, post, from, from + std::chrono::weeks{weeks}, limits::roster_rows_max)) {
    const bool is_shift = stint.shift != nullptr;
    rows.push_back({stint.person, to_seconds(stint.from), to_seconds(stint.until), is_shift,
                    is_shift ? stint.shift->why : std::string{}});
  }
  return rows;
}

Roster roster_of(const City& city, AccountId account, const AskRoster& question, Instant now) {
  const bool is_known = may_watch(city, account, {.owner = question.post, .scope = {}, .filter = {}}) &&
                        question.post.value < city.configuration->posts.size() &&
                        city.configuration->posts[question.post.value].present;
  if (!is_known) return {};
  const Instant from = question.from == 0 ? now : to_instant(question.from);
  return {.known = true,
          .at = to_seconds(now),
          .rows = roster_rows(*city.configuration, question.post, from, question.weeks)};
}

}  // namespace wangge::views
