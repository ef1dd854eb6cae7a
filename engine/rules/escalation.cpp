// Facts that the clock leads to: warnings, and the steps after a deadline has passed.

#include <algorithm>
#include <span>

#include "engine/base/check.h"
#include "engine/rules/doing.h"
#include "engine/rules/life.h"
#include "engine/rules/policies.h"
#include "engine/rules/routing.h"

namespace wangge::rules {
namespace {

class Expiry {
 public:
  Expiry(const Context& context, const Slot& demand, Due due)
      : context_(context),
        city_(*context.city.configuration),
        demand_(demand),
        due_(due),
        chain_(context.city.routes.chain(demand.chain).span()),
        aside_(context.city.demands.aside(demand)) {}

  Event fact() const {
    switch (on_expiry(due_.stage)) {
      case OnExpiry::next_leads: return next_leads();
      case OnExpiry::escalates: return escalated();
      case OnExpiry::lapses: return Lapsed{demand_.id, demand_.last, due_.at, due_.stage};
      case OnExpiry::resumes: return resumed_by_clock();
      case OnExpiry::goes_up: return unreviewed(context_.city, demand_, context_.now);
    }
    CHECK(false);
  }

 private:
  // One post further up the chain than the last escalation, past the party complained of; the city's post stays the
  // last.
  Escalated escalated() const {
    const std::size_t next = std::min<std::size_t>(demand_.escalated_step + 1u, chain_.size() - 1);
    return escalated_to(first_free_from(city_, complaint_of(context_.city, demand_), chain_, next, context_.now));
  }

  Escalated escalated_to(std::uint8_t step) const {
    return {.demand = demand_.id,
            .previous = demand_.last,
            .due = due_.at,
            .to = chain_[step],
            .holder = acting_for(chain_[step]),
            .stage = due_.stage,
            .to_step = step,
            .urge = first_urge(context_.city, demand_, context_.now)};
  }

  Acted resumed_by_clock() const {
    Acted fact{.demand = demand_.id, .previous = demand_.last, .lead = demand_.lead};
    if (fact.lead.is_post()) fact.holder = acting_for(fact.lead.post());
    const Begun begun = resumed(context_.city, demand_, context_.now);
    fact.dues = begun.dues;
    fact.waits = begun.waits;
    fact.keeps_used = true;
    fact.deed = Deed::resume;
    fact.state = DemandState::accepted;
    fact.acting_step = demand_.acting_step;
    fact.escalated_step = demand_.escalated_step;
    return fact;
  }

  // Where nobody else is left to lead the lead stays, and only the policy goes on: a hand-over to the same owner would
  // be none.
  Event next_leads() const {
    const Reassigned fact = reassigned();
    const bool is_handed_over = fact.to_deputy || fact.lead != demand_.lead;
    return is_handed_over ? Event(fact) : Event(escalated_to(fact.escalated_step));
  }

  Reassigned reassigned() const {
    Reassigned fact{.demand = demand_.id,
                    .previous = demand_.last,
                    .due = due_.at,
                    .acceptance_due = acceptance_anew(),
                    .lead = demand_.lead,
                    .acting_step = demand_.acting_step,
                    .escalated_step = demand_.escalated_step,
                    .urge = first_urge(context_.city, demand_, context_.now)};
    if (const PersonId deputy = idle_deputy()) {
      fact.holder = deputy;
      fact.to_deputy = true;
      return fact;
    }
    // The next lead is looked for from the post that follows up, or above it where that post itself let the time pass;
    // the last post stays.
    const auto own = std::ranges::find(chain_, demand_.lead.post());
    const std::size_t first =
        own == chain_.end() ? demand_.acting_step : static_cast<std::size_t>(own - chain_.begin()) + 1;
    const std::uint8_t step = first_acting_from(city_, chain_, std::min(first, chain_.size() - 1),
                                                aside_.complained_of.person(), context_.now);
    fact.lead = chain_[step];
    fact.holder = acting_for(chain_[step]);
    fact.acting_step = step;
    fact.escalated_step = std::max(fact.escalated_step, fact.acting_step);
    fact.skipped = static_cast<std::uint8_t>(step - std::min<std::size_t>(first, step));
    return fact;
  }

  // The deputy of the lead's post, where the chief or whoever is on duty was to act and did not.
  PersonId idle_deputy() const {
    if (!demand_.lead.is_post() || aside_.to_deputy) return {};
    const Post& post = city_.posts[demand_.lead.post().value];
    if (!post.deputy || acting_for(demand_.lead.post()) == post.deputy) return {};
    return may_act(city_, post.deputy, aside_.complained_of.person(), context_.now) ? post.deputy : PersonId{};
  }

  Seconds acceptance_anew() const {
    const StageLimits limits =
        stage_limits(city_.categories[demand_.category.value], demand_.condition, demand_.severity);
    return dues(city_.calendars.of(demand_.place), limits, context_.now)[Stage::acceptance];
  }

  PersonId acting_for(PostId post) const { return acting(city_, post, aside_.complained_of.person(), context_.now); }

  const Context& context_;
  const Configuration& city_;
  const Slot& demand_;
  Due due_;
  std::span<const PostId> chain_;
  const Aside& aside_;
};

const Slot& demand_of(const City& city, const auto& wish) {
  const Slot* const demand = city.demands.find(wish.demand);
  CHECK(demand != nullptr);
  return *demand;
}

bool is_warned(const Slot& demand, Stage stage) { return (demand.warned >> due_index(stage) & 1) != 0; }

}  // namespace

Refusal on(const Context& context, const Expire& command) {
  const Slot* demand = context.city.demands.find(command.demand);
  if (demand == nullptr) return {Reason::unknown_demand};
  const Due due = soonest(demand->dues, demand->state);
  if (due.at == 0 || due.at != command.due || due.stage != command.stage || to_instant(due.at) > context.now) {
    return {Reason::nothing_due};
  }
  context.draft.events.push_back(Expiry(context, *demand, due).fact());
  return {};
}

bool still_waits(const City& city, const Expire& wish) {
  const Slot* const demand = city.demands.find(wish.demand);
  return demand != nullptr && demand->dues[wish.stage] == wish.due;
}

void park(const City& city, const Expire& wish, Draft& draft) {
  const Slot& demand = demand_of(city, wish);
  if (is_over(demand.state)) {  // nobody acts on the demand any more
    draft.events.push_back(Lapsed{demand.id, demand.last, wish.due, wish.stage});
    return;
  }
  const auto chain = city.routes.chain(demand.chain).span();
  draft.events.push_back(Escalated{.demand = demand.id,
                                   .previous = demand.last,
                                   .due = wish.due,
                                   .to = chain.back(),
                                   .stage = wish.stage,
                                   .to_step = static_cast<std::uint8_t>(chain.size() - 1),
                                   .is_parked = true});
}

// A step of a policy that comes for the first time goes up to the next post with somebody acting, past the vacant ones;
// where there is none it stays.
Refusal on(const Context& context, const UrgeOn& command) {
  const Slot* const demand = context.city.demands.find(command.demand);
  if (demand == nullptr) return {Reason::unknown_demand};
  const Seconds due = urge_due(context.city, *demand);
  if (due == 0 || due != command.due || to_instant(due) > context.now) return {Reason::nothing_due};
  const Aside& aside = context.city.demands.aside(demand->id);
  const Urge& urge = aside.urge;
  const auto chain = context.city.routes.chain(demand->chain).span();
  const Configuration& city = *context.city.configuration;
  const PersonId complained_of = aside.complained_of.person();
  std::size_t step = demand->escalated_step;
  const std::size_t first = std::min(step + 1, chain.size() - 1);
  if (urge.round == 0) step = first_acting_from(city, chain, first, complained_of, context.now);
  Urged fact{.demand = demand->id,
             .previous = demand->last,
             .due = urge.due,
             .to = chain[step],
             .holder = acting(city, chain[step], complained_of, context.now),
             .to_step = static_cast<std::uint8_t>(step),
             .step = urge.step,
             .skipped = static_cast<std::uint8_t>(step > first ? step - first : 0)};
  if (const Policy* const policy = policy_for(context.city, *demand)) {
    fact.urge = next_urge(city.calendars.of(demand->place), *policy, urge.step, urge.round, context.now);
  }
  context.draft.events.push_back(fact);
  return {};
}

bool still_waits(const City& city, const UrgeOn& wish) {
  const Slot* const demand = city.demands.find(wish.demand);
  return demand != nullptr && city.demands.aside(*demand).urge.due == wish.due;
}

void park(const City& city, const UrgeOn& wish, Draft& draft) {
  const Slot& demand = demand_of(city, wish);
  const auto chain = city.routes.chain(demand.chain).span();
  draft.events.push_back(Urged{.demand = demand.id,
                               .previous = demand.last,
                               .due = wish.due,
                               .to = chain.back(),
                               .to_step = static_cast<std::uint8_t>(chain.size() - 1)});
}

// The loop works out whether three quarters are over; this only checks that the stage still runs and was not warned of.
Refusal on(const Context& context, const Warn& command) {
  const Slot* demand = context.city.demands.find(command.demand);
  if (demand == nullptr) return {Reason::unknown_demand};
  const int index = due_index(command.stage);
  const bool runs = demand->dues.of[index] != 0 && demand->dues.of[index] == command.due &&
                    stage_of(demand->state, index) == command.stage && to_instant(command.due) > context.now;
  if (!runs || is_warned(*demand, command.stage)) return {Reason::nothing_due};
  context.draft.events.push_back(Warned{demand->id, demand->last, command.due, command.stage});
  return {};
}

bool still_waits(const City& city, const Warn& wish) {
  const Slot* const demand = city.demands.find(wish.demand);
  return demand != nullptr && demand->dues[wish.stage] == wish.due && !is_warned(*demand, wish.stage);
}

void park(const City& city, const Warn& wish, Draft& draft) {
  const Slot& demand = demand_of(city, wish);
  draft.events.push_back(Warned{demand.id, demand.last, wish.due, wish.stage});
}

}  // namespace wangge::rules
