#include "engine/views/summonses.h"

#include <algorithm>
#include <tuple>

#include "engine/base/limits.h"
#include "engine/state/city.h"
#include "engine/state/sight.h"
#include "engine/views/queue.h"

namespace wangge::views {
namespace {

// An account that covers the place sees a summons, unless it is for a demand that is hidden; all others must have a
// part in it.
bool may_see(const City& city, AccountId id, const Summons& summons) {
  const Account& account = city.accounts[id];
  const Slot* const demand = city.demands.find(summons.demand);
  const bool is_secret = demand != nullptr ? is_hidden(city, id, *demand) : city.demands.is_restricted(summons.demand);
  return (!is_secret && covers(*city.configuration, account, summons.place)) || account.acts_as(summons.by) ||
         account.acts_as(summons.escalated_to) ||
         std::ranges::any_of(summons.who, [&](const Attendee& one) { return account.acts_as(one.who); });
}

// The order of summonses: somebody missing; waited for; all there; over.
int rank(const Summons& summons) {
  if (summons.ended != 0) return 3;
  if (summons.escalated_to) return 0;
  return summons.is_complete() ? 2 : 1;
}

std::vector<TurnoutRow> turnouts_of(const City& city, const Account& account, OrganisationId of) {
  const OrganisationId own = account.rights.organisation;
  const bool sees_all = account.kind == AccountKind::terminal || !account.rights.posts.empty();
  const auto& all = city.summonses.turnouts();
  std::vector<TurnoutRow> rows;
  for (std::uint32_t id = 1; id < all.size() && rows.size() < limits::question_rows_max; ++id) {
    const OrganisationId who{id};
    if (all[id].called != 0 && (!of || who == of) && (sees_all || who == own)) rows.push_back({who, all[id]});
  }
  return rows;
}

}  // namespace

Summonses summonses_of(const City& city, AccountId account_id, const AskSummonses& question, Instant now) {
  Summonses out{.at = to_seconds(now), .all = 0, .rows = {}, .turnouts = {}};
  const Account& account = city.accounts[account_id];
  if (!city.configuration || account.ended || account.kind == AccountKind::ops) return out;
  std::vector<std::tuple<int, Seconds, SummonsId>> seen;
  for (const auto& [id, summons] : city.summonses.all()) {
    const bool is_asked = !question.of || summons.find(question.of) != nullptr;
    if (is_asked && may_see(city, account_id, summons)) seen.emplace_back(rank(summons), summons.due, id);
  }
  std::ranges::sort(seen);
  out.all = static_cast<std::uint32_t>(seen.size());
  seen.resize(std::min(seen.size(), summonses_shown_max));
  for (const auto& one : seen) {
    const SummonsId id = std::get<SummonsId>(one);
    out.rows.push_back({id, *city.summonses.find(id), {}});
  }
  if (question.turnouts) out.turnouts = turnouts_of(city, account, question.of);
  return out;
}

}  // namespace wangge::views
