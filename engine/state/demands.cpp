#include "engine/state/demands.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/state/slot_fold.h"

namespace wangge {
namespace {

template <class Value>
Value& at_grown(std::vector<Value>& values, std::uint32_t index) {
  if (index >= values.size()) values.resize(index + 1);
  return values[index];
}

void count(std::uint8_t& number) {
  if (number < 255) ++number;
}

}  // namespace

SlotIndex Demands::slot_of(DemandId demand) const {
  const SlotIndex index = find_slot(demand);
  CHECK(index != no_slot);
  return index;
}

OwnerQueue& Demands::queue_of(Party owner) {
  CHECK(owner.is_post() || owner.is_organisation());
  return owner.is_post() ? at_grown(post_queues_, owner.post().value)
                         : at_grown(organisation_queues_, owner.organisation().value);
}

OwnerQueue Demands::queue(Party owner) const {
  const auto& queues = owner.is_post() ? post_queues_ : organisation_queues_;
  const std::uint32_t index = owner.is_post() ? owner.post().value : owner.organisation().value;
  return index < queues.size() ? queues[index] : OwnerQueue{};
}

const Aside& Demands::aside(DemandId demand) const {
  const Slot* const slot = find(demand);
  return slot == nullptr ? no_aside : aside(*slot);
}

Aside* Demands::find_aside(SlotIndex index) { return slots_[index].has_aside ? &asides_[aside_of_[index]] : nullptr; }

Aside& Demands::aside_at(SlotIndex index) {
  if (!slots_[index].has_aside) {
    aside_of_.set(index, asides_.take());
    slots_[index].has_aside = true;
  }
  return asides_[aside_of_[index]];
}

std::vector<DemandId> Demands::ids_of(const std::vector<SlotIndex>& demands) const {
  std::vector<DemandId> ids;
  ids.reserve(demands.size());
  for (const SlotIndex demand : demands) ids.push_back(slots_[demand].id);
  return ids;
}

void Demands::join_queue(SlotIndex index) {
  Slot& slot = slots_[index];
  OwnerQueue& queue = queue_of(slot.lead);
  slot.previous_in_queue = queue.last;
  slot.next_in_queue = no_slot;
  (queue.last == no_slot ? queue.first : slots_[queue.last].next_in_queue) = index;
  queue.last = index;
  ++queue.count;
}

void Demands::leave_queue(SlotIndex index) {
  Slot& slot = slots_[index];
  OwnerQueue& queue = queue_of(slot.lead);
  (slot.previous_in_queue == no_slot ? queue.first : slots_[slot.previous_in_queue].next_in_queue) = slot.next_in_queue;
  (slot.next_in_queue == no_slot ? queue.last : slots_[slot.next_in_queue].previous_in_queue) = slot.previous_in_queue;
  slot.next_in_queue = slot.previous_in_queue = no_slot;
  --queue.count;
}

template <class Event>
Slot Demands::take(SlotIndex index, const Event& event, Position position) {
  Slot& slot = slots_[index];
  Slot after = slot;
  fold(after, event);
  after.last = position;
  Slot taken = after;
  taken.lead = slot.lead;
  taken.state = slot.state;
  taken.dues = slot.dues;
  slot = taken;
  return after;
}

void Demands::add(const Submitted& event, const Fact& fact, Area area) {
  const SlotIndex index = slots_.take();
  Slot& slot = slots_[index];
  slot.id = DemandId{fact.position.value};
  slot.last = fact.position;
  slot.received = fact.at;
  fold(slot, event);
  index_.set(slot.id, index);
  join_queue(index);
  in_grids_.join(key_of(area), index);
  at_roads_.join(key_of({slot.road, area.class_number}), index);
  by_subject_.join(key_of(event.subject), index);
  if (event.complained_of) aside_at(index).complained_of = event.complained_of;
  if (event.is_restricted()) aside_at(index).is_restricted = true;
}

void Demands::accept(const Accepted& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  const Slot after = take(index, event, fact.position);
  set_state(index, after.state);
  set_dues(index, after.dues, fact.at);
  if (slots_[index].is_late) end_urge(index, Until::accepted);
}

void Demands::finish(const Finished& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  const Slot after = take(index, event, fact.position);
  slot.state = after.state;
  if (slot.is_late) end_urge(index, Until::finished);
  forget_pending(index);
  forget_passed(index);
  begin_dues(index, after.dues, fact.at);
  if (event.verifier) sides_.join(event.verifier, index, Side::verifies);
}

void Demands::close(const Closed& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  const bool was_joined = slot.state == DemandState::joined;
  const Slot after = take(index, event, fact.position);
  forget_passed(index);
  slot.state = after.state;
  begin_dues(index, after.dues, fact.at);
  was_joined ? leave_head(index) : end(index);
}

void Demands::act(const Acted& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  if (event.deed == Deed::part) return part(event, fact, index);
  if (event.deed == Deed::restrict || event.deed == Deed::unrestrict) {
    take(index, event, fact.position);
    aside_at(index).is_restricted = event.deed == Deed::restrict;
    return;
  }
  if (is_of_appeal(event.deed)) return review(event, fact, index);
  const bool was_over = is_over(slot.state);
  const PastPause pause = pause_until(event, index);
  const Slot after = take(index, event, fact.position);
  if (event.deed == Deed::approve || event.deed == Deed::refuse || event.deed == Deed::take_over ||
      event.deed == Deed::resume) {
    answer(event, fact, index, after.dues);
  } else if (after.state != DemandState::accepted) {
    forget_pending(index);
  }
  if (slot.state == DemandState::finished && after.state != DemandState::finished) sides_.leave(index, Side::verifies);
  set_state(index, after.state);
  if (event.deed == Deed::contain) forget_passed(index, due_index(Stage::containment));
  set_dues(index, after.dues, fact.at);
  if (pause) {
    begin_resolution(index, fact.at);
    aside_at(index).pause = pause;
  }
  if (was_over && !is_over(after.state)) begin_again(index);
  if (event.to) escalate_to(event.to, index);
  if (after.lead != slot.lead) {
    if (!was_over && event.deed != Deed::file) hand_over(event, slot.lead, index);
    set_lead(index, after.lead);
  }
  if (event.deed == Deed::contain) aside_at(index).is_contained = true;
  if (event.deed == Deed::rework) count(aside_at(index).reworks);
  if (event.deed == Deed::rate || event.deed == Deed::call_back) {
    Aside& aside = aside_at(index);
    if (Verdict::from_packed(event.verdict).is_verdict()) {
      aside.verdict = event.verdict;
    } else {
      count(aside.calls);
      aside.last_call = fact.at;
    }
  }
  if (!was_over && is_over(after.state)) end(index);
  if (event.is_final) retire(index);
}

// Escalated by somebody, or for a recurrence: there the demand stays, even if its lateness is taken back.
void Demands::escalate_to(PostId post, SlotIndex index) {
  escalations_.join(post, index, Side::escalated);
  if (Aside* const aside = find_aside(index)) aside->raised_meanwhile = false;
}

// A request of the lead is answered, or a suspended demand goes on.
void Demands::answer(const Acted& event, const Fact& fact, SlotIndex index, const Dues& after) {
  Aside& aside = aside_at(index);
  if (event.deed == Deed::refuse) count(aside.refusals);
  if (event.deed == Deed::approve && aside.pending == Pending::extension) {
    count(aside.extensions);
    if (event.undoes_late) undo_late(index);
    put_due(index, due_index(Stage::resolution), after[Stage::resolution]);
  }
  if (event.deed == Deed::approve && aside.pending == Pending::suspension) {
    count(aside.suspensions);
    aside.suspended_at = fact.at;
    aside.held = slots_[index].dues;
  }
  if (event.deed == Deed::resume) {
    aside.suspended_at = 0;
    aside.held = {};
  }
  forget_pending(index);
}

// An appeal is made, passed on or decided. Granting it does not undo that the demand was late.
void Demands::review(const Acted& event, const Fact& fact, SlotIndex index) {
  const Slot after = take(index, event, fact.position);
  Aside& aside = aside_at(index);
  aside.appeal = Appeal(event.choice);
  aside.reviewer = event.to;
  sides_.leave(index, Side::reviews);
  if (event.to) sides_.join(event.to, index, Side::reviews);
  set_dues(index, after.dues, fact.at);
  if (event.is_final) retire(index);
}

void Demands::forget_pending(SlotIndex index) {
  Aside* const aside = find_aside(index);
  if (aside == nullptr || aside->pending == Pending::none) return;
  sides_.leave(index, Side::asked);
  aside->pending = Pending::none;
  aside->extension = {};
  aside->extends = 0;
  aside->late_meanwhile = aside->raised_meanwhile = false;
  aside->suspended_until = 0;
  aside->asked_of = {};
}

void Demands::ask(const Sought& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  set_dues(index, take(index, event, fact.position).dues, fact.at);
  Aside& aside = aside_at(index);
  aside.pending = event.what;
  aside.extension = event.by;
  aside.extends = event.extends;
  aside.suspended_until = event.until;
  aside.asked_of = event.whom;
  if (event.whom) sides_.join(event.whom, index, Side::asked);
}

void Demands::assist(const Assisted& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  take(index, event, position);
  if (event.is_done) {
    stop_assisting(index, event.who);
  } else {
    *std::ranges::find(aside_at(index).assistants, Party{}) = event.who;
    sides_.join(event.who, index, Side::assists);
  }
}

void Demands::stop_assisting(SlotIndex index, Party who) {
  auto& assistants = aside_at(index).assistants;
  if (std::ranges::find(assistants, who) == assistants.end()) return;
  std::fill(std::remove(assistants.begin(), assistants.end(), who), assistants.end(), Party{});
  sides_.leave(who, index, Side::assists);
}

void Demands::move(const Moved& event, const Fact& fact, Area area) {
  const SlotIndex index = slot_of(event.demand);
  const Slot after = take(index, event, fact.position);
  put_lists(index, area, after.road);
  if (event.forgets_subject) {
    by_subject_.leave(index);
    by_subject_.forget(index);
  }
  escalations_.leave(index);
  set_dues(index, after.dues, fact.at);
  if (after.lead != slots_[index].lead) set_lead(index, after.lead);
}

// A demand that is over or joined keeps its place beside the lists, and may come back to them.
void Demands::put_lists(SlotIndex index, Area area, PlaceId road) {
  const SlotLists::Key in_grid = key_of(area), at_road = key_of({road, area.class_number});
  if (is_over(slots_[index].state)) {
    in_grids_.set_aside(in_grid, index);
    at_roads_.set_aside(at_road, index);
    return;
  }
  in_grids_.leave(index);
  at_roads_.leave(index);
  in_grids_.join(in_grid, index);
  at_roads_.join(at_road, index);
}

// Posts that are no longer on the demand's chain lose it from their escalation queues.
void Demands::reroute(const Rerouted& event, const Fact& fact, Area area, std::span<const PostId> chain) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  const Slot after = take(index, event, fact.position);
  put_lists(index, area, after.road);
  std::vector<Party> gone;
  escalations_.each_owner(index, [&](Party post, Side) {
    if (std::ranges::find(chain, post.post()) == chain.end()) gone.push_back(post);
  });
  for (const Party post : gone) escalations_.leave(post, index, Side::escalated);
  if (event.to) escalations_.join(event.to, index, Side::escalated);
  if (slot.state == DemandState::finished) {
    sides_.leave(index, Side::verifies);
    if (event.asked) sides_.join(event.asked, index, Side::verifies);
  }
  if (Aside* const aside = find_aside(index)) {
    if (aside->pending != Pending::none && event.asked != aside->asked_of) {
      sides_.leave(index, Side::asked);
      aside->asked_of = event.asked;
      if (event.asked) sides_.join(event.asked, index, Side::asked);
    }
    if (is_under_review(aside->appeal) && event.asked && event.asked != Party(aside->reviewer)) {
      sides_.leave(index, Side::reviews);
      aside->reviewer = event.asked.post();
      sides_.join(event.asked, index, Side::reviews);
    }
    const std::array assistants = aside->assistants;
    for (std::size_t i = 0; i < assistants.size(); ++i) {
      if ((event.assistants_gone >> i & 1) != 0) stop_assisting(index, assistants[i]);
    }
  }
  if (slot.state == DemandState::joined) {
    escalations_.rest(index);
    sides_.rest(index);
  }
  if (after.lead != slot.lead) {
    if (after.state != slot.state) forget_pending(index);
    is_over(slot.state) ? void(slot.lead = after.lead) : set_lead(index, after.lead);
  }
  set_state(index, after.state);
  set_dues(index, after.dues, fact.at);
}

// Lateness and escalations of the demand stay as they were.
void Demands::reclassify(const Reclassified& event, const Fact& fact, Area area) {
  const SlotIndex index = slot_of(event.demand);
  const Slot after = take(index, event, fact.position);
  set_state(index, after.state);
  put_lists(index, area, after.road);
  if (event.severity_alone != 0) aside_at(index).severity_alone = event.severity_alone;
  if (event.is_restricted) aside_at(index).is_restricted = true;
  if (event.begins) begin_resolution(index, fact.at);
  for (const Stage stage : {Stage::containment, Stage::resolution}) put_due(index, due_index(stage), after.dues[stage]);
  follow_limit(index);
  set_dues(index, after.dues, fact.at);
  if (after.lead == slots_[index].lead) return;
  forget_pending(index);
  set_lead(index, after.lead);
}

void Demands::set_lead(SlotIndex index, Party lead) {
  leave_queue(index);
  slots_[index].lead = lead;
  join_queue(index);
  lost_leads_.win_back(index, lead);
  Aside* const aside = find_aside(index);
  if (aside == nullptr) return;
  aside->to_deputy = false;
  stop_assisting(index, lead);  // a lead does not assist
}

void Demands::hand_over(const Acted& event, Party from, SlotIndex index) {
  Aside& aside = aside_at(index);
  const bool is_again = (aside.between[0] == from && aside.between[1] == event.lead) ||
                        (aside.between[0] == event.lead && aside.between[1] == from);
  if (!is_again) aside.times = 0;
  count(aside.times);
  aside.between[0] = from;
  aside.between[1] = event.lead;
  aside.returned_to = event.deed == Deed::send_back ? event.lead : Party{};
  count(aside.hand_overs);
  if (event.deed == Deed::send_back) count(aside.returns);
  if (event.upward) count(aside.upward);
}

void Demands::end(SlotIndex index) {
  leave_queue(index);
  in_grids_.leave(index);
  at_roads_.leave(index);
  by_subject_.leave(index);
  escalations_.leave(index);
  sides_.leave(index);
  if (Aside* const aside = find_aside(index)) {
    aside->assistants = {};
    aside->asked_of = {};
    aside->urge = {};
  }
  ++over_;
}

void Demands::join(const Joined& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  Aside& aside = aside_at(index);
  const Slot after = take(index, event, fact.position);
  aside.head = event.head;
  aside.bond = event.bond;
  aside.state_before = slot.state;
  aside.warned_before = static_cast<std::uint8_t>(slot.warned);
  aside.held = slot.dues;
  slot.state = after.state;
  slot.dues = after.dues;
  slot.warned = 0;
  leave_queue(index);
  in_grids_.leave(index);
  at_roads_.leave(index);
  by_subject_.leave(index);
  escalations_.rest(index);
  sides_.rest(index);
  members_.join(slot_of(event.head) + 1, index);
  ++over_;
}

// The head's side of joining and parting.
void Demands::gather(const Gathered& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  Aside& aside = aside_at(index);
  if (aside.severity_alone == 0) aside.severity_alone = static_cast<std::uint8_t>(slots_[index].severity);
  take(index, event, position);
  aside.voices = event.voices;
  if (!event.has_parted) ++aside.members;  // a demand that parts takes itself off
}

// The demand is again as it was before it was joined.
void Demands::part(const Acted& event, const Fact& fact, SlotIndex index) {
  Slot& slot = slots_[index];
  leave_head(index);
  Aside& aside = aside_at(index);
  const Slot after = take(index, event, fact.position);
  slot.state = after.state;
  slot.lead = after.lead;
  slot.dues = after.dues;
  slot.warned = aside.warned_before & 7u;
  aside.held = {};
  join_queue(index);
  in_grids_.come_back(index);
  at_roads_.come_back(index);
  by_subject_.come_back(index);
  escalations_.come_back(index);
  sides_.come_back(index);
  --over_;
}

void Demands::leave_head(SlotIndex index) {
  Aside& aside = aside_at(index);
  Aside& heads = aside_at(members_.key_of(index) - 1);
  --heads.members;
  members_.leave(index);
  members_.forget(index);
  const Bond bond = aside.bond;
  aside.head = {};
  aside.bond = Bond::none;
  if (slots_[index].state != DemandState::closed) return;
  if (bond == Bond::same) --heads.voices;
  escalations_.leave(index);
  sides_.leave(index);
  aside.held = {};
  aside.assistants = {};
  aside.asked_of = {};
  aside.urge = {};
}

void Demands::begin_again(SlotIndex index) {
  slots_[index].is_late = false;
  join_queue(index);
  in_grids_.come_back(index);
  at_roads_.come_back(index);
  by_subject_.come_back(index);
  --over_;
  Aside& aside = aside_at(index);
  count(aside.reopened);
  aside.is_contained = false;
  aside.pause = {};
  if (!is_under_review(aside.appeal)) return;
  aside.appeal = Appeal::none;  // a new lateness may be appealed again
  aside.reviewer = {};
  sides_.leave(index, Side::reviews);
}

void Demands::retire(SlotIndex index) {
  const Slot slot = slots_[index];
  CHECK(is_over(slot.state));
  // The slot is going to hold another demand
  CHECK(!escalations_.contains(index) && !sides_.contains(index) && members_.newest(index + 1) == no_slot);
  CHECK(finals_.size() < final_bit - 1);
  const Aside* const aside = find_aside(index);
  const bool is_restricted = (aside != nullptr && aside->is_restricted) ||
                             (slot.category.value < restricted_.size() && restricted_[slot.category.value]);
  index_.set(slot.id, final_bit | static_cast<SlotIndex>(finals_.size()));
  finals_.push_back({slot.id, slot.last.value | (is_restricted ? Final::restricted_bit : 0)});
  in_grids_.forget(index);
  at_roads_.forget(index);
  by_subject_.forget(index);
  lost_leads_.forget(index);
  if (slot.has_aside) asides_.give_back(aside_of_[index]);
  slots_.free(index);
  --over_;
}

void Demands::raise(const Recurred& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  take(index, event, position);
  if (event.to) escalate_to(event.to, index);
}

void Demands::escalate(const Escalated& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  const Slot after = take(index, event, position);
  if (Aside* const aside = find_aside(index); aside != nullptr && aside->pending == Pending::extension) {
    const bool may_be_undone = event.stage == Stage::resolution && event.due == aside->extends && !slot.is_late;
    aside->late_meanwhile = may_be_undone;
    aside->raised_meanwhile = may_be_undone && !escalations_.contains(index);
  }
  set_dues(index, after.dues, 0);
  pass(index, due_index(event.stage), event.due);
  escalations_.join(event.to, index, Side::escalated);
  set_urge(index, event.urge);
}

void Demands::reassign(const Reassigned& event, const Fact& fact) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  const Slot after = take(index, event, fact.position);
  const Seconds passed = aside(slot).passed[Stage::acceptance];
  set_dues(index, after.dues, fact.at);
  pass(index, due_index(Stage::acceptance),
       passed != 0 ? passed : event.due);  // the turn of another post does not make the demand less late
  if (after.lead != slot.lead) {
    lost_leads_.lose(index, {slot.lead, after.lead, fact.at});
    set_lead(index, after.lead);
  }
  if (event.to_deputy) {
    aside_at(index).to_deputy = true;
  } else {
    escalations_.join(after.lead.post(), index, Side::escalated);
  }
  set_urge(index, event.urge);
}

void Demands::urge(const Urged& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  take(index, event, position);
  escalations_.join(event.to, index, Side::escalated);
  set_urge(index, event.urge);
}

// A resolution that waited for a situation begins now; with another calendar it goes on from where it began.
void Demands::reschedule(const Rescheduled& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  const Slot& slot = slots_[index];
  const Slot after = take(index, event, position);
  for (int due = 0; due < dues_max; ++due) {
    if (slot.dues.of[due] == after.dues.of[due]) continue;
    const bool begins = slot.dues.of[due] == 0;
    put_due(index, due, after.dues.of[due]);
    if (begins) begin_resolution(index, event.since);
  }
  follow_limit(index);
}

void Demands::set_urge(SlotIndex index, const Urge& urge) {
  if (urge.due != 0 || find_aside(index) != nullptr) aside_at(index).urge = urge;
}

void Demands::end_urge(SlotIndex index, Until reached) {
  Aside* const aside = find_aside(index);
  if (aside != nullptr && aside->urge.until <= reached) aside->urge = {};
}

void Demands::note(DemandId demand, Position position) {
  const SlotIndex index = index_.find(demand);
  CHECK(index != no_slot);
  if (is_final(index)) return finals_[index - final_bit].set_last(position);
  slots_[index].last = position;
}

void Demands::warn(const Warned& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  take(index, event, position);
  Slot& slot = slots_[index];
  slot.warned = (slot.warned | 1u << due_index(event.stage)) & 7u;
}

void Demands::lapse(const Lapsed& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  set_dues(index, take(index, event, position).dues, 0);
  if (event.stage == Stage::approval) forget_pending(index);
  const Aside* const aside = find_aside(index);
  // The demand stays for members that have not closed yet, or for a reviewer that has not decided
  const bool is_needed = aside != nullptr && (aside->members != 0 || is_under_review(aside->appeal));
  if (is_over(slots_[index].state) && slots_[index].dues == Dues{} && !is_needed) retire(index);
}

}  // namespace wangge
