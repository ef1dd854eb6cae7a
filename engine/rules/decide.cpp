#include "engine/rules/decide.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/rules/adoption.h"
#include "engine/rules/doing.h"
#include "engine/rules/handlers.h"
#include "engine/rules/jobs.h"
#include "engine/rules/noticing.h"
#include "engine/rules/recurrence.h"
#include "engine/rules/summons.h"

namespace wangge::rules {
namespace {

// An account that ends while it is connected is refused from then on.
Refusal check_account(const City& city, const Sender& sender) {
  if (!sender.account || !city.accounts[sender.account].ended) return {};
  return {Reason::account_ended, sender.account.value};
}

RoutingQuestion question_of(const Submit& command) {
  return {.place = command.place, .road = command.road, .category = command.category};
}

// Where it is going to be counted and listed. The place and the category are in the cache by now.
struct Lists {
  Demands::Area area;
  PlaceId road;
  Spots::Key spots;
};
std::optional<Lists> lists_of(const City& city, const Submit& command) {
  const Configuration* const configuration = city.configuration.get();
  const bool is_known = configuration != nullptr && command.place.value < configuration->places.size() &&
                        command.road.value < configuration->places.size() && command.category.value < configuration->categories.size();
  if (!is_known) return std::nullopt;
  const Spots::Key spots = city.spots_of(command.place, command.road, command.category);
  return Lists{.area = {configuration->places[command.place.value].grid, spots.class_number}, .road = command.road, .spots = spots};
}

}  // namespace

void Draft::clear() {
  events.clear();
  numbered = follow_ups = 0;
  blob.clear();
  text = reference = attachments = contact = {};
  made.clear();
  answers.clear();
  follow_up = {};
}

Refusal decide(const City& city, Router& router, const Wish& wish, Instant now, Draft& draft) {
  draft.clear();
  const Context context{city, router, wish, now, draft};
  Refusal refusal = check_account(city, wish.sender);
  if (!refusal) refusal = std::visit([&](const auto& command) { return on(context, command); }, wish.command);
  draft.numbered = draft.events.empty() ? 0 : draft.events.size() - 1 - draft.follow_ups;
  if (!refusal && !draft.events.empty() && city.configuration) {
    add_recurrence(context);
    if (city.configuration->notices.kinds.any()) add_notices(context);
  }
  if (refusal) {
    draft.clear();
    draft.numbered = 0;
    if (wish.sender.sequence != 0) draft.events.push_back(Declined{wish.sender.session, wish.sender.sequence, refusal});
  }
  CHECK(draft.events.size() <= limits::command_events_max);
  return refusal;
}

Refusal set_apart(const City& city, const Sender& sender, const Command& command, Draft& draft) {
  draft.clear();
  const auto* expire = std::get_if<Expire>(&command);
  const auto* warn = std::get_if<Warn>(&command);
  if (const auto* urge = std::get_if<UrgeOn>(&command)) {
    const Slot* const demand = city.demands.find(urge->demand);
    CHECK(demand != nullptr);
    const auto chain = city.routes.chain(demand->chain).span();
    draft.events.push_back(Urged{.demand = demand->id,
                                 .previous = demand->last,
                                 .due = urge->due,
                                 .to = chain.back(),
                                 .to_step = static_cast<std::uint8_t>(chain.size() - 1)});
    return {};
  }
  if (const auto* expiry = std::get_if<ExpireSummons>(&command)) {
    draft.events.push_back(not_arrived(city, expiry->summons, {}, draft.blob));
    return {};
  }
  if (std::holds_alternative<TakeEffect>(command)) {
    draft.events.push_back(put_off(city.proposal, {Reason::quarantined}));
    return {};
  }
  const auto leave_as_it_is = [&](const auto& step) {
    const Slot* const demand = city.demands.find(step.demand);
    const Job* const job = city.find_job(step.job);
    CHECK(demand != nullptr && job != nullptr);
    draft.events.push_back(unchanged(*job, *demand));
    return Refusal{};
  };
  if (const auto* step = std::get_if<Reschedule>(&command)) return leave_as_it_is(*step);
  if (const auto* step = std::get_if<JoinMember>(&command)) return leave_as_it_is(*step);
  if (const auto* step = std::get_if<Reroute>(&command)) return leave_as_it_is(*step);
  if (const auto* step = std::get_if<CloseMember>(&command)) {
    const Slot* const demand = city.demands.find(step->demand);
    CHECK(demand != nullptr);
    set_apart(city, *demand, draft.events);
    return {};
  }
  if (expire != nullptr) {
    const Slot* const demand = city.demands.find(expire->demand);
    CHECK(demand != nullptr);
    if (is_over(demand->state)) {  // nobody acts on it any more
      draft.events.push_back(Lapsed{demand->id, demand->last, expire->due, expire->stage});
      return {};
    }
    draft.events.push_back(Escalated{.demand = demand->id,
                                     .previous = demand->last,
                                     .due = expire->due,
                                     .to = city.routes.chain(demand->chain).span().back(),
                                     .stage = expire->stage,
                                     .to_step = static_cast<std::uint8_t>(city.routes.chain(demand->chain).count - 1),
                                     .is_parked = true});
    return {};
  }
  if (warn != nullptr) {
    const Slot* const demand = city.demands.find(warn->demand);
    CHECK(demand != nullptr);
    draft.events.push_back(Warned{demand->id, demand->last, warn->due, warn->stage});
    return {};
  }
  const Refusal refusal{Reason::quarantined};
  draft.events.push_back(Declined{sender.session, sender.sequence, refusal});
  return refusal;
}

void prefetch_first(const City& city, const Router& router, const Command& command) {
  std::visit(
      [&](const auto& wish) {
        if constexpr (std::is_same_v<decltype(wish), const Submit&>) router.prefetch_places(question_of(wish));
        if constexpr (requires { wish.demand; }) city.demands.prefetch_index(wish.demand);
      },
      command);
}

void prefetch_second(const City& city, const Router& router, const Command& command) {
  std::visit(
      [&](const auto& wish) {
        if constexpr (std::is_same_v<decltype(wish), const Submit&>) {
          router.prefetch_route(question_of(wish));
          if (const auto lists = lists_of(city, wish)) {
            city.demands.prefetch_lists_first(lists->area, lists->road);
            city.spots.prefetch_first(lists->spots);
          }
        }
        if constexpr (requires { wish.demand; }) city.demands.prefetch(wish.demand);
      },
      command);
}

void prefetch_third(const City& city, const Command& command) {
  const Submit* const wish = std::get_if<Submit>(&command);
  const auto lists = wish == nullptr ? std::nullopt : lists_of(city, *wish);
  if (!lists) return;
  city.demands.prefetch_lists_second(lists->area, lists->road);
  city.spots.prefetch_second(lists->spots);
}

}  // namespace wangge::rules
