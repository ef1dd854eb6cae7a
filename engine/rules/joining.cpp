// Joining: a demand of the same trouble as another, or one that follows from it, is handled with that one, its head.

#include <algorithm>
#include <chrono>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/rules/doing.h"
#include "engine/rules/jobs.h"
#include "engine/rules/joining.h"
#include "engine/rules/life.h"
#include "engine/state/sight.h"

namespace wangge::rules {
namespace {

constexpr Refusal fine{};

Gathered gathered(const City& city, const Slot& head, DemandId member, Bond bond, bool has_parted) {
  const Aside& aside = city.demands.aside(head.id);
  Gathered fact{
      .demand = head.id, .previous = head.last, .member = member, .voices = aside.voices, .has_parted = has_parted};
  if (bond == Bond::same) fact.voices = has_parted ? fact.voices - 1 : fact.voices + 1;
  const auto alone = aside.severity_alone != 0 ? aside.severity_alone : static_cast<std::uint8_t>(head.severity);
  fact.severity = severity_of(*city.configuration, alone, fact.voices);
  return fact;
}

const Slot* find_head(const City& city, DemandId demand) {
  const Slot* const found = city.demands.find(demand);
  const bool is_member = found != nullptr && found->state == DemandState::joined;
  return is_member ? city.demands.find(city.demands.aside(demand).head) : found;
}

// Fills in how the demand stands if it is parted from its head now.
void put_parted(const City& city, const Slot& demand, Instant now, Acted& fact) {
  const Aside& aside = city.demands.aside(demand);
  fact.deed = Deed::part;
  fact.state = aside.state_before;
  fact.lead = demand.lead;
  fact.dues = aside.held;
  fact.acting_step = demand.acting_step;
  fact.escalated_step = demand.escalated_step;
  fact.waits = demand.waits != 0;
  if (demand.waits != 0) {
    const Begun begun = begin(city, demand, now);
    fact.waits = begun.waits;
    if (!begun.waits) fact.dues[Stage::resolution] = begun.dues[Stage::resolution];
  }
  for (Seconds& due : fact.dues.of) {
    if (due != 0) due = std::max(due, to_seconds(now));
  }
  const auto& organisations = city.configuration->organisations;
  if (fact.lead.is_organisation() && !organisations[fact.lead.organisation().value].present) {
    fact.lead = city.routes.chain(demand.chain).posts[demand.acting_step];
  }
}

// A post of a community or above may gather, or a terminal of the whole city, which records it for somebody.
bool may_gather(const Doing& doing) {
  const Account& account = doing.context.city.accounts[doing.context.sender().account];
  if (!doing.command.as) return account.rights.every_grid;
  return doing.command.as.is_post() && doing.city().posts[doing.command.as.post().value].level >= Level::community;
}

}  // namespace

std::uint8_t severity_of(const Configuration& city, std::uint8_t alone, std::uint32_t voices) {
  const auto steps =
      std::ranges::count_if(city.more_severe_at, [&](std::uint32_t least) { return voices + 1 >= least; });
  return static_cast<std::uint8_t>(std::max<std::int64_t>(1, alone - steps));
}

Refusal join(const Doing& doing, Joined& fact) {
  const City& city = doing.context.city;
  const Slot* const head = find_head(city, doing.head);
  if (head == nullptr || is_over(head->state) || head->id == doing.demand.id) return {Reason::unknown_head};
  if (is_hidden(city, doing.context.sender().account, *head)) return {Reason::unknown_head};
  if (doing.bond != Bond::same && doing.bond != Bond::child)
    return {Reason::bad_choice, static_cast<std::uint32_t>(doing.bond), bonds - 1};
  // A demand with a complaint is joined only to one that complains of the same: so no change of the head's owner gives
  // it to the party that it complains of.
  const Party complained_of = doing.aside.complained_of;
  if (complained_of && complained_of != city.demands.aside(head->id).complained_of) return {Reason::complains_alone};
  constexpr auto most = static_cast<std::uint32_t>(limits::members_max);
  if (city.demands.aside(head->id).members >= most) return {Reason::members_full, most, most};
  fact.head = head->id;
  fact.bond = doing.bond;
  doing.context.draft.events.push_back(gathered(city, *head, doing.demand.id, doing.bond, false));
  return fine;
}

Refusal part(const Doing& doing, Acted& fact) {
  const City& city = doing.context.city;
  put_parted(city, doing.demand, doing.context.now, fact);
  const Slot& head = *city.demands.find(doing.aside.head);
  doing.context.draft.events.push_back(gathered(city, head, doing.demand.id, doing.aside.bond, true));
  return fine;
}

Refusal gather(const Doing& doing) {
  if (!may_gather(doing)) return {Reason::not_gathered_by, doing.command.as.raw()};
  return check_job_room(doing.context.city);
}

bool gathers(const City& city, const Slot& head) {
  return !is_over(head.state) && city.demands.aside(head.id).members < limits::members_max;
}

bool is_gathered(const City& city, const Slot& head, const Slot& demand) {
  const Configuration& configuration = *city.configuration;
  const Duration before = std::chrono::minutes{configuration.recurrence.storm_minutes};
  if (!demand.id || demand.category != head.category || demand.id == head.id) return false;
  if (!arrow_of(Deed::join).starts_from(demand.state) ||
      to_instant(demand.received) < to_instant(head.received) - before)
    return false;
  if (configuration.enclosing(demand.place, PlaceKind::community) !=
      configuration.enclosing(head.place, PlaceKind::community))
    return false;
  const Aside& aside = city.demands.aside(demand);
  return !aside.complained_of && aside.members == 0;
}

Refusal check_members(const Doing& doing) {
  const Deed deed = doing.command.deed;
  const bool ends = deed == Deed::withdraw || deed == Deed::dismiss || deed == Deed::divert || deed == Deed::join;
  return ends && doing.aside.members != 0 ? Refusal{Reason::has_members, doing.aside.members} : fine;
}

// The head was closed: the member ends as if it had been closed itself, and its resident gives a verdict.
Refusal on(const Context& context, const CloseMember& command) {
  if (context.sender().session) return {Reason::not_allowed};
  if (!still_waits(context.city, command)) return {Reason::nothing_due};
  const Slot& demand = *context.city.demands.find(command.demand);
  const CityDues dues = context.router.city_dues(context.now, demand.place);
  Closed& fact = context.draft.add<Closed>();
  fact.demand = demand.id;
  fact.previous = demand.last;
  fact.rating_due = context.city.demands.aside(demand).verdict == 0 ? dues.rating : 0;
  fact.reopening_due = dues.reopening;
  return fine;
}

bool still_waits(const City& city, const CloseMember& wish) {
  const Slot* const demand = city.demands.find(wish.demand);
  return demand != nullptr && city.find_job(wish.job) != nullptr && demand->state == DemandState::joined;
}

void park(const City& city, const CloseMember& wish, Draft& draft) {
  const Slot* const demand = city.demands.find(wish.demand);
  CHECK(demand != nullptr);
  const Aside& aside = city.demands.aside(*demand);
  Acted fact{.demand = demand->id, .previous = demand->last};
  put_parted(city, *demand, to_instant(city.now), fact);
  draft.events.push_back(gathered(city, *city.demands.find(aside.head), demand->id, aside.bond, true));
  draft.events.push_back(fact);
}

Refusal on(const Context& context, const JoinMember& command) {
  const City& city = context.city;
  if (context.sender().session) return {Reason::not_allowed};
  const Job* const job = city.find_job(command.job);
  const Slot* const demand = city.demands.find(command.demand);
  const Slot* const head = job == nullptr ? nullptr : city.demands.find(job->head);
  const bool is_due = head != nullptr && demand != nullptr && gathers(city, *head) && is_gathered(city, *head, *demand);
  if (!is_due) return {Reason::nothing_due};
  context.draft.events.push_back(gathered(city, *head, demand->id, Bond::child, false));
  context.draft.events.push_back(
      Joined{.demand = demand->id, .previous = demand->last, .as = job->by, .head = head->id, .bond = Bond::child});
  return fine;
}

bool still_waits(const City& city, const JoinMember& wish) { return is_ahead(city, wish.job, wish.demand); }

void park(const City& city, const JoinMember& wish, Draft& draft) {
  draft.events.push_back(unchanged(city, wish.job, wish.demand));
}

}  // namespace wangge::rules
