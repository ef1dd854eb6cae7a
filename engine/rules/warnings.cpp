#include "engine/rules/warnings.h"

#include "engine/rules/routing.h"

namespace wangge::rules {
namespace {

constexpr std::size_t cache_entries = 4'096;

// On which clock a stage of the demand runs.
LimitUnit clock_of(const Configuration& city, const Slot& demand, Stage stage) {
  switch (stage) {
    case Stage::verification: return city.limits.verification.unit;
    case Stage::rating: return city.limits.rating.unit;
    case Stage::reopening: return city.limits.reopening.unit;
    case Stage::check: return city.limits.check.unit;
    case Stage::approval: return city.limits.approval.unit;
    case Stage::suspension: return LimitUnit::calendar_day;
    case Stage::acceptance:
    case Stage::containment:
    case Stage::resolution: break;
  }
  const Category& category = city.categories[demand.category.value];
  const std::uint8_t condition = demand.condition < category.conditions.size() ? demand.condition : std::uint8_t{0};
  return stage_limits(category, condition, demand.severity).of[static_cast<int>(stage)].unit;
}

// Nobody has anything to do about it.
bool is_waited_for(Stage stage) {
  return stage == Stage::rating || stage == Stage::reopening || stage == Stage::suspension;
}

}  // namespace

Instant three_quarters(const WorkClock& clock, LimitUnit unit, Instant from, Instant due) {
  const Duration whole = clock.elapsed(unit, from, due);
  return clock.run_out(unit, from, whole - whole / 4);
}

Due Warnings::next(const Slot& demand) {
  if (version_ != city_.configuration) {
    version_ = city_.configuration;
    clock_.emplace(version_->calendar);
    cache_.assign(cache_entries, {});
  }
  if (demand.state != DemandState::submitted || demand.warned != 0) return work_out(demand);
  Cached& cached = cache_[(demand.category.value * std::size_t{31} + demand.condition) % cache_entries];
  const bool is_hit = cached.received == demand.received && cached.category == demand.category &&
                      cached.condition == demand.condition && cached.severity == demand.severity && cached.dues == demand.dues;
  if (is_hit) return cached.next;
  const Due next = work_out(demand);
  if (city_.demands.since(demand, 0) == demand.received) {
    cached = {demand.category, demand.condition, static_cast<std::uint8_t>(demand.severity), demand.received, demand.dues, next};
  }
  return next;
}

Due Warnings::work_out(const Slot& demand) const {
  Due soonest;
  for (int index = 0; index < dues_max; ++index) {
    const Seconds due = demand.dues.of[index];
    const Stage stage = stage_of(demand.state, index);
    if (due == 0 || (demand.warned >> index & 1) != 0 || is_waited_for(stage)) continue;
    const LimitUnit unit = clock_of(*version_, demand, stage);
    const Instant from = to_instant(city_.demands.since(demand, index));
    const Seconds at = to_seconds(three_quarters(*clock_, unit, from, to_instant(due)));
    if (soonest.at == 0 || at < soonest.at) soonest = {at, stage};
  }
  return soonest;
}

}  // namespace wangge::rules
