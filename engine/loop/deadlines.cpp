#include "engine/loop/deadlines.h"

#include <algorithm>

#include "engine/rules/policies.h"

namespace wangge::loop {
namespace {

constexpr SlotIndex caught_up_a_call = 4'096;
// Putting a demand back costs an eighth of a look that leads to a fact.
constexpr std::size_t looks_an_expiry = 8;

}  // namespace

Deadlines::Deadlines(const City& city) : city_(city), warnings_(city) {
  const Slots& slots = city.demands.slots();
  at_start_ = static_cast<SlotIndex>(slots.size());
  for (SlotIndex slot = 0; slot < at_start_; ++slot) {
    wheel_.schedule(slots, slot, passing(slot));
  }
}

Seconds Deadlines::passing(SlotIndex slot) const {
  const Slot& demand = city_.demands[slot];
  const Seconds due = soonest(demand.dues, demand.state).at;
  const Seconds urge = rules::urge_due(city_, demand);
  if (due == 0 || urge == 0) return std::max(due, urge);
  return std::min(due, urge);
}

void Deadlines::update(DemandId demand, SlotIndex before) {
  const Slots& slots = city_.demands.slots();
  const SlotIndex slot = before != no_slot ? before : city_.demands.find_slot(demand);
  if (slot == no_slot) return;
  if (slots[slot].id != demand) return wheel_.schedule(slots, slot, 0);
  const Slot& now = slots[slot];
  const Seconds due = passing(slot);
  const Seconds warning = due == 0 ? 0 : warnings_.next(now).at;
  wheel_.schedule(slots, slot, warning != 0 ? std::min(warning, due) : due);
}

std::optional<Deadlines::Wish> Deadlines::wish_of(DemandId demand, Seconds now) {
  const Slot* const slot = city_.demands.find(demand);
  if (slot == nullptr) return std::nullopt;
  const Due due = soonest(slot->dues, slot->state);
  if (due.at != 0 && due.at <= now) return Expire{demand, due.stage, due.at};
  const Seconds urge = rules::urge_due(city_, *slot);
  if (urge != 0 && urge <= now) return UrgeOn{demand, urge};
  if (due.at == 0) return std::nullopt;
  const Due warning = warnings_.next(*slot);
  if (warning.at != 0 && warning.at <= now) return Warn{demand, warning.stage, slot->dues[warning.stage]};
  return std::nullopt;
}

bool Deadlines::catch_up() {
  const Slots& slots = city_.demands.slots();
  const SlotIndex until = std::min(at_start_, caught_up_ + caught_up_a_call);
  for (; caught_up_ < until; ++caught_up_) {
    if (slots[caught_up_].id) update(slots[caught_up_].id, caught_up_);
  }
  return caught_up_ < at_start_;
}

// A demand whose warning was missed because its deadline has passed too is put back to the instant of that deadline.
void Deadlines::take_due(Seconds until, Seconds now, std::size_t most, std::vector<DeadlineWheel::Ripe>& out) {
  const Slots& slots = city_.demands.slots();
  for (std::size_t looks = most * looks_an_expiry; most > 0 && looks > 0; --looks) {
    const std::size_t taken = out.size();
    wheel_.take_due(slots, until, 1, out);
    if (out.size() == taken) return;
    const DeadlineWheel::Ripe last = out.back();
    const Seconds due = passing(last.slot);
    if (due > last.at && due <= now) {
      out.pop_back();
      wheel_.schedule(slots, last.slot, due);
    } else {
      --most;
    }
  }
}

}  // namespace wangge::loop
