// The clocks of a demand: its dues and since when they run, deadlines that have passed, past pauses, and lateness that
// is taken back.

#include "engine/state/demands.h"

namespace wangge {
namespace {

// Whether the due counts from Slots::since(); the others count from Aside::resolution_since.
bool is_of_state(const Slot& demand, int due) {
  return due == 0 || (due == due_index(Stage::reopening) && is_over(demand.state));
}

}  // namespace

Seconds Demands::since(const Slot& demand, int due) const {
  const Seconds since = is_of_state(demand, due) ? slots_.since(find_slot(demand.id)) : aside(demand).resolution_since;
  return since != 0 ? since : demand.received;
}

// A changed due is warned of anew; it goes on from where its stage began.
void Demands::put_due(SlotIndex index, int due, Seconds at) {
  Slot& slot = slots_[index];
  if (slot.dues.of[due] == at) return;
  slot.dues.of[due] = at;
  slot.warned = slot.warned & ~(1u << due) & 7u;
  if (at != 0) forget_passed(index, due);
}

// Sets a due whose stage begins now.
void Demands::set_due(SlotIndex index, int due, Seconds at, Seconds now) {
  if (slots_[index].dues.of[due] == at) return;
  put_due(index, due, at);
  if (at == 0) return;
  if (is_of_state(slots_[index], due)) {
    slots_.set_since(index, now);
  } else {
    begin_resolution(index, now);
  }
}

void Demands::set_dues(SlotIndex index, const Dues& dues, Seconds now) {
  for (int due = 0; due < dues_max; ++due) set_due(index, due, dues.of[due], now);
}

// Nothing that ran before goes on.
void Demands::begin_dues(SlotIndex index, const Dues& dues, Seconds now) {
  slots_[index].dues = {};
  slots_[index].warned = 0;
  set_dues(index, dues, now);
}

void Demands::begin_resolution(SlotIndex index, Seconds since) {
  Aside& aside = aside_at(index);
  aside.resolution_since = since;
  aside.pause = {};
}

// The pause that ends with this fact; none with any other fact.
PastPause Demands::pause_until(const Acted& event, SlotIndex index) const {
  if (event.deed != Deed::resume || !event.keeps_used) return {};
  const Slot& slot = slots_[index];
  return {since(slot, due_index(Stage::resolution)), aside(slot).suspended_at, slot.waits != 0};
}

// The first deadline that passed counts until the stage is over, or has another deadline.
void Demands::pass(SlotIndex index, int due, Seconds at) {
  slots_[index].is_late = true;
  Seconds& passed = aside_at(index).passed.of[due];
  if (passed == 0) passed = at;
}

// A stage that the demand leaves is over.
void Demands::set_state(SlotIndex index, DemandState state) {
  Slot& slot = slots_[index];
  for (int due = 0; slot.is_late && due < dues_max; ++due) {
    if (stage_of(state, due) != stage_of(slot.state, due)) forget_passed(index, due);
  }
  slot.state = state;
}

void Demands::forget_passed(SlotIndex index, int due) {
  if (!slots_[index].is_late) return;  // most demands are not
  if (Aside* const aside = find_aside(index)) aside->passed.of[due] = 0;
}

void Demands::forget_passed(SlotIndex index) {
  for (int due = 0; due < dues_max; ++due) forget_passed(index, due);
}

// The demand was not late after all: the consequences of its lateness are taken back.
void Demands::undo_late(SlotIndex index) {
  Aside& aside = aside_at(index);
  slots_[index].is_late = false;
  aside.passed = {};
  aside.urge = {};
  if (aside.raised_meanwhile) escalations_.leave(index);
}

// An extension that was asked for lengthens the limit that runs now.
void Demands::follow_limit(SlotIndex index) {
  Aside* const aside = find_aside(index);
  const Seconds due = slots_[index].dues[Stage::resolution];
  if (aside != nullptr && aside->extends != 0 && due != 0) aside->extends = due;
}

}  // namespace wangge
