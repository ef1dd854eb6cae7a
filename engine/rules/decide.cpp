#include "engine/rules/decide.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/rules/handlers.h"
#include "engine/rules/noticing.h"
#include "engine/rules/recurrence.h"

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
  text = {};  // each by itself: in a chain of assignments each would wait for the one before
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

bool is_unsettled(const City& city, const Suspect& suspect) {
  if (const auto* const number = std::get_if<CommandNumber>(&suspect)) {
    return city.sessions.contains(number->session) && number->sequence >= city.sessions[number->session].expected();
  }
  return std::visit([&](const auto& wish) { return still_waits(city, wish); }, std::get<OwnWish>(suspect));
}

Refusal set_apart(const City& city, const Suspect& suspect, Draft& draft) {
  draft.clear();
  if (const auto* const number = std::get_if<CommandNumber>(&suspect)) {
    const Refusal refusal{Reason::quarantined};
    draft.events.push_back(Declined{number->session, number->sequence, refusal});
    return refusal;
  }
  std::visit([&](const auto& wish) { park(city, wish, draft); }, std::get<OwnWish>(suspect));
  return {};
}

// The rows of the place and the category are in the cache by then.
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
          .spots = Spots::indexes_of(spots)};
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
