#include "engine/rules/warnings.h"

#include "engine/rules/routing.h"

namespace wangge::rules {
namespace {

constexpr std::size_t cache_entries = 4'096;

// Stages of which nobody is warned: nobody has anything to do about the demand, or only a superior has.
bool is_waited_for(Stage stage) {
  return stage == Stage::rating || stage == Stage::reopening || stage == Stage::suspension || stage == Stage::review;
}

}  // namespace

Instant three_quarters(const WorkClock& clock, LimitUnit unit, Instant from, Instant due, Duration used) {
  const Duration whole = used + clock.elapsed(unit, from, due);
  return clock.run_out(unit, from, whole - whole / 4 - used);
}

Due Warnings::next(const Slot& demand) {
  if (version_ != city_.configuration) {
    version_ = city_.configuration;
    clocks_.clear();
    clocks_.resize(version_->calendars.count());
    cache_.assign(cache_entries, {});
  }
  if (demand.state != DemandState::submitted || demand.warned != 0) return work_out(demand);
  Cached& cached = cache_[(demand.category.value * std::size_t{31} + demand.condition) % cache_entries];
  const bool is_hit = cached.received == demand.received &&
                      cached.calendar == version_->calendars.index(demand.place) &&
                      cached.category == demand.category && cached.condition == demand.condition &&
                      cached.severity == demand.severity && cached.dues == demand.dues;
  if (is_hit) return cached.next;
  const Due next = work_out(demand);
  if (city_.demands.since(demand, 0) == demand.received) {
    cached = {demand.category,
              demand.condition,
              static_cast<std::uint8_t>(demand.severity),
              version_->calendars.index(demand.place),
              demand.received,
              demand.dues,
              next};
  }
  return next;
}

const WorkClock& Warnings::work_clock(PlaceId place) {
  const std::uint8_t index = version_->calendars.index(place);
  if (!clocks_[index]) clocks_[index] = std::make_unique<WorkClock>(version_->calendars.at(index));
  return *clocks_[index];
}

Due Warnings::work_out(const Slot& demand) {
  Due soonest;
  for (int index = 0; index < dues_max; ++index) {
    const Seconds due = demand.dues.of[index];
    const Stage stage = stage_of(demand.state, index);
    if (due == 0 || (demand.warned >> index & 1) != 0 || is_waited_for(stage)) continue;
    const LimitUnit unit = clock_of(city_, demand, stage);
    const Instant from = to_instant(city_.demands.since(demand, index));
    const Duration used = used_before(city_, demand, stage, unit);
    const Seconds at = to_seconds(three_quarters(work_clock(demand.place), unit, from, to_instant(due), used));
    if (soonest.at == 0 || at < soonest.at) soonest = {at, stage};
  }
  return soonest;
}

}  // namespace wangge::rules
