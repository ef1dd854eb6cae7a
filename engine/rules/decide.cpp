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

void prefetch_index(const City& city, const Command& command) {
  std::visit(
      [&](const auto& wish) {
        if constexpr (requires { wish.demand; }) city.demands.prefetch_index(wish.demand);
      },
      command);
}

void prefetch_demand(const City& city, const Command& command) {
  std::visit(
      [&](const auto& wish) {
        if constexpr (requires { wish.demand; }) city.demands.prefetch(wish.demand);
      },
      command);
}

}  // namespace

void Draft::clear() {
  events.clear();
  numbered = follow_ups = 0;
  blob.clear();
  text = {};  // each by itself: copied from one to the next, each would wait for the one before
  reference = {};
  attachments = {};
  contact = {};
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

// The place and the category are in the cache by then.
Prefetcher::Lists Prefetcher::lists_of(const City& city, const Submit& command) {
  const Configuration* const configuration = city.configuration.get();
  const bool is_known = configuration != nullptr && command.place.value < configuration->places.size() &&
                        command.road.value < configuration->places.size() &&
                        command.category.value < configuration->categories.size();
  if (!is_known) return {};
  const Spots::Key spots = city.spots_of(command.place, command.road, command.category);
  return {.is_known = true,
          .area = {configuration->places[command.place.value].grid, spots.class_number},
          .road = command.road,
          .spots = spots};
}

void Prefetcher::look_ahead(const City& city, const Router& router, std::span<const Command> commands, std::size_t at) {
  const std::size_t first = at + first_ahead, second = at + second_ahead, third = at + third_ahead;
  if (first < commands.size()) {
    if (const auto* submit = std::get_if<Submit>(&commands[first])) {
      router.prefetch_places(question_of(*submit));
    } else {
      prefetch_index(city, commands[first]);
    }
  }
  if (second < commands.size()) {
    Lists& lists = lists_[second % lists_.size()];
    if (const auto* submit = std::get_if<Submit>(&commands[second])) {
      router.prefetch_route(question_of(*submit));
      lists = lists_of(city, *submit);
      if (lists.is_known) {
        city.demands.prefetch_lists_first(lists.area, lists.road);
        city.spots.prefetch_first(lists.spots);
      }
    } else {
      lists.is_known = false;
      prefetch_demand(city, commands[second]);
    }
  }
  if (third < commands.size() && at >= second_ahead - third_ahead) {
    const Lists& lists = lists_[third % lists_.size()];
    if (!lists.is_known) return;
    city.demands.prefetch_lists_second(lists.area, lists.road);
    city.spots.prefetch_second(lists.spots);
  }
}

}  // namespace wangge::rules
