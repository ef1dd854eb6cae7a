#include "engine/loop/outlook.h"

#include <algorithm>

#include "engine/rules/adoption.h"
#include "engine/rules/configuration_difference.h"
#include "engine/rules/jobs.h"
#include "engine/rules/owners.h"

namespace wangge::loop {
namespace {

void count_moving(const City& city, const Configuration& next, Instant now, Outlook& out) {
  const bool moves = rules::moves_demands(*city.configuration, next);
  const bool reschedules = city.configuration->calendars != next.calendars;
  if (!moves && !reschedules) return;
  out.recomputes = rules::lists_more_years(city.configuration->calendars.city, next.calendars.city);
  const std::size_t all = city.demands.slots().size(), end = std::min(all, limits::proposal_looks_max);
  out.is_at_least = end < all;
  for (SlotIndex index = 0; index < end; ++index) {
    const Slot& demand = city.demands[index];
    if (!demand.id || is_over(demand.state)) continue;
    if (moves && !rules::is_settled(city, next, demand, now)) ++out.moving;
    if (reschedules && rules::is_rescheduled_by(city, next.calendars, demand, now)) ++out.rescheduling;
  }
}

// A proposal says of a grid that goes only which grid takes it over.
PlaceId grid_in(const Configuration& next, PlaceId grid) {
  while (grid && !next.has(grid)) grid = next.successor(grid);
  return grid;
}

// A grid that takes over another is covered by that one's terminals.
void find_without_terminal(const City& city, const Configuration& next, Outlook& out) {
  std::vector<PlaceId> covered;
  for (std::uint32_t id = 1; id <= city.accounts.size(); ++id) {
    const Account& account = city.accounts[AccountId{id}];
    if (account.kind != AccountKind::terminal || account.ended) continue;
    for (const PlaceId grid : account.rights.grids) covered.push_back(grid_in(next, grid));
  }
  std::ranges::sort(covered);
  for (std::uint32_t id = 1; id < next.places.size(); ++id) {
    const bool is_new =
        next.places[id].kind == PlaceKind::grid && next.places[id].present && !city.configuration->has(PlaceId{id});
    if (!is_new || std::ranges::binary_search(covered, PlaceId{id})) continue;
    if (out.without_terminal.size() == limits::differences_of_a_kind_max) return;
    out.without_terminal.push_back(next.place_names[id].code);
  }
}

}  // namespace

Outlook outlook(const City& city, AccountId asker, Instant now) {
  Outlook out;
  const Account& account = city.accounts[asker];
  if (account.ended || account.kind != AccountKind::ops || !city.configuration) return out;
  out.known = true;
  out.version = city.version();
  out.in_force = city.versions.back().digest;
  out.rows_staged = static_cast<std::uint32_t>(city.staged.row_count());
  out.open = city.demands.open();
  if (!city.proposal) return out;
  out.proposal = city.proposal;
  out.by = city.accounts[city.proposal.account].rights.name;
  if (city.proposal.is_scheduled()) out.adopted_by = city.accounts[city.proposal.adopter].rights.name;
  std::vector<Fault> faults;
  const Configuration next = rules::read_staged(city, faults);
  out.refusal = faults.empty() ? rules::standing_in_the_way(city, next)
                               : Refusal{Reason::configuration_faulty, static_cast<std::uint32_t>(faults.size())};
  out.differences = rules::difference(*city.configuration, next, limits::differences_of_a_kind_max);
  count_moving(city, next, now, out);
  find_without_terminal(city, next, out);
  return out;
}

}  // namespace wangge::loop
