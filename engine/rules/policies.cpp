#include "engine/rules/policies.h"

#include <algorithm>
#include <limits>

#include "engine/rules/working_time.h"

namespace wangge::rules {
namespace {

const Policies* policies_of(const City& city, const Slot& demand) {
  const Position as_of = std::max(Position{demand.id.value}, city.migrated);
  const Policies* found = nullptr;
  for (const Version& version : city.versions) {
    if (version.adopted <= as_of) found = version.policies.get();
  }
  return found;
}

}  // namespace

const Policy* policy_for(const Policies& policies, std::uint8_t class_number, std::uint8_t severity) {
  const Policy* best = nullptr;
  int best_says = -1;
  for (const Policy& policy : policies) {
    const bool fits = (policy.class_number == 0 || policy.class_number == class_number) &&
                      (policy.severity == 0 || policy.severity == severity);
    const int says = (policy.class_number != 0 ? 2 : 0) + (policy.severity != 0 ? 1 : 0);
    if (fits && says > best_says) {
      best = &policy;
      best_says = says;
    }
  }
  return best;
}

const Policy* policy_for(const City& city, const Slot& demand) {
  const Policies* const policies = policies_of(city, demand);
  if (policies == nullptr) return nullptr;
  return policy_for(*policies, city.configuration->categories[demand.category.value].class_number,
                    static_cast<std::uint8_t>(demand.severity));
}

Urge next_urge(const Calendar& calendar, const Policy& policy, std::uint8_t step, std::uint8_t round, Instant now) {
  constexpr std::uint8_t rounds_max = std::numeric_limits<std::uint8_t>::max();
  const std::size_t last = policy.steps.size() - 1;
  Urge next{.due = 0,
            .step = static_cast<std::uint8_t>(std::min<std::size_t>(step, last)),
            .round = 0,
            .until = Until::finished};
  const bool comes_again = round < policy.steps[next.step].repeats || next.step == last;
  if (comes_again) {
    next.round = round == rounds_max ? round : static_cast<std::uint8_t>(round + 1);
  } else {
    ++next.step;
  }
  const PolicyStep& coming = policy.steps[next.step];
  if (!coming.wait) return {};
  next.until = coming.until;
  next.due = to_seconds(deadline(calendar, now, coming.wait));
  return next;
}

Urge first_urge(const City& city, const Slot& demand, Instant now) {
  const Urge& running = city.demands.aside(demand).urge;
  if (running.due != 0) return running;
  const Policy* const policy = policy_for(city, demand);
  return policy == nullptr ? Urge{} : next_urge(city.configuration->calendars.of(demand.place), *policy, 0, 0, now);
}

Seconds urge_due(const City& city, const Slot& demand) {
  // Most demands have no Aside that would have to be looked up
  if (!demand.is_late || demand.state == DemandState::suspended || demand.state == DemandState::joined) return 0;
  return city.demands.aside(demand).urge.due;
}

}  // namespace wangge::rules
