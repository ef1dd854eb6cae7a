#include "engine/state/sight.h"

#include <algorithm>

#include "engine/state/complaint.h"

namespace wangge {
namespace {

template <class Visit>
void each_part(const City& city, const Slot& demand, Visit visit) {
  visit(demand.lead);
  visit(Party(city.routes.chain(demand.chain).posts[demand.acting_step]));
  city.demands.each_side(demand.id, [&](Party owner, Side) { visit(owner); });
  city.demands.each_escalated_to(demand.id, visit);
}

bool is_summoned(const City& city, OrganisationId who, DemandId demand) {
  return who && std::ranges::any_of(city.summonses.all(), [&](const auto& one) {
           return one.second.demand == demand && one.second.find(who) != nullptr;
         });
}

bool has_part(const City& city, const Slot& demand, const Account& account) {
  bool has = false;
  each_part(city, demand, [&](Party who) { has |= account.acts_as(who); });
  return has || is_summoned(city, account.rights.organisation, demand.id);
}

}  // namespace

bool is_restricted(const City& city, const Slot& demand) {
  // Also for final demands
  return city.configuration->categories[demand.category.value].restricted || city.demands.is_restricted(demand.id);
}

bool has_part(const City& city, const Slot& demand, Party who) {
  bool has = false;
  each_part(city, demand, [&](Party one) { has |= one == who; });
  return has || (who.is_organisation() && is_summoned(city, who.organisation(), demand.id));
}

bool may_be_hidden(const City& city, const Slot& demand) {
  return is_restricted(city, demand) || static_cast<bool>(complaint_of(city, demand));
}

bool is_hidden(const City& city, AccountId id, const Slot& demand) {
  const Account& account = city.accounts[id];
  if (account.kind == AccountKind::person &&
      is_kept_out(*city.configuration, complaint_of(city, demand), account, to_instant(city.now)))
    return true;
  if (!is_restricted(city, demand)) return false;
  return !account.is_named_for(demand.category) && !has_part(city, demand, account);
}

bool is_hidden(const City& city, AccountId id, DemandId demand) {
  if (!city.accounts.contains(id)) return false;
  const Slot* const slot = city.demands.find(demand);
  return slot != nullptr ? is_hidden(city, id, *slot)
                         : city.demands.is_restricted(demand) && !city.accounts[id].rights.every_restricted;
}

bool is_kept_out(const City& city, AccountId id, const Slot& demand, Party complained_of) {
  const Instant now = to_instant(city.now);
  const Complaint complaint =
      complaint_of(*city.configuration, demand.category, complained_of, city.routes.chain(demand.chain).span(), now);
  return is_kept_out(*city.configuration, complaint, city.accounts[id], now);
}

bool may_see(const City& city, AccountId id, const Slot& demand) {
  const Account& account = city.accounts[id];
  if (account.ended || is_hidden(city, id, demand)) return false;
  if (account.kind == AccountKind::terminal)
    return account.covers_grid(city.configuration->enclosing(demand.place, PlaceKind::grid));
  return has_part(city, demand, account) || std::ranges::any_of(city.routes.chain(demand.chain).span(),
                                                                [&](PostId post) { return account.acts_as(post); });
}

bool may_look_back(const City& city, AccountId id, const Slot& demand) {
  const Account& account = city.accounts[id];
  if (account.ended || is_hidden(city, id, demand)) return false;
  bool has_led = false;
  city.demands.each_lost_lead(demand, [&](const LostLead& lost) { has_led |= account.acts_as(lost.from); });
  return has_led;
}

bool could_see(const City& city, AccountId id, DemandId demand) {
  const Account& account = city.accounts[id];
  if (account.ended || is_hidden(city, id, demand)) return false;
  if (account.kind == AccountKind::terminal) return account.rights.every_grid || !account.grids.empty();
  return !account.rights.posts.empty() || account.rights.organisation;
}

bool sees_all(const City& city, AccountId id) {
  const Account& account = city.accounts[id];
  return !account.ended && account.kind == AccountKind::terminal && account.rights.every_grid &&
         account.rights.every_restricted;
}

}  // namespace wangge
