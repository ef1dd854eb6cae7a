#include "engine/state/demands.h"

#include "engine/base/check.h"

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
  const SlotIndex index = index_.find(demand);
  CHECK(index != no_slot);
  return index;
}

Queue& Demands::queue_of(Party owner) {
  CHECK(owner.is_post() || owner.is_organisation());
  return owner.is_post() ? at_grown(post_queues_, owner.post().value)
                         : at_grown(organisation_queues_, owner.organisation().value);
}

Queue Demands::queue(Party owner) const {
  const auto& queues = owner.is_post() ? post_queues_ : organisation_queues_;
  const std::uint32_t index = owner.is_post() ? owner.post().value : owner.organisation().value;
  return index < queues.size() ? queues[index] : Queue{};
}

const Aside& Demands::aside(DemandId demand) const {
  static constexpr Aside nothing;
  const auto found = asides_.find(demand);
  return found == asides_.end() ? nothing : found->second;
}

void Demands::join_queue(SlotIndex index) {
  Slot& slot = slots_[index];
  Queue& queue = queue_of(slot.lead);
  slot.previous_in_queue = queue.last;
  slot.next_in_queue = no_slot;
  (queue.last == no_slot ? queue.first : slots_[queue.last].next_in_queue) = index;
  queue.last = index;
  ++queue.count;
}

void Demands::leave_queue(SlotIndex index) {
  Slot& slot = slots_[index];
  Queue& queue = queue_of(slot.lead);
  (slot.previous_in_queue == no_slot ? queue.first : slots_[slot.previous_in_queue].next_in_queue) = slot.next_in_queue;
  (slot.next_in_queue == no_slot ? queue.last : slots_[slot.next_in_queue].previous_in_queue) = slot.previous_in_queue;
  slot.next_in_queue = slot.previous_in_queue = no_slot;
  --queue.count;
}

void Demands::add(const Slot& slot, Party complained_of) {
  const SlotIndex index = slots_.add(slot);
  index_.add(slot.id, index);
  join_queue(index);
  wheel_.schedule(slots_, index);
  if (complained_of) asides_[slot.id].complained_of = complained_of;
}

void Demands::accept(DemandId demand, Position position) {
  const SlotIndex index = slot_of(demand);
  Slot& slot = slots_[index];
  slot.last = position;
  slot.state = DemandState::accepted;
  slot.dues[Stage::acceptance] = 0;
  wheel_.schedule(slots_, index);
}

void Demands::finish(DemandId demand, Position position) {
  const SlotIndex index = slot_of(demand);
  Slot& slot = slots_[index];
  slot.last = position;
  slot.state = DemandState::finished;
  slot.dues = {};
  wheel_.schedule(slots_, index);
}

void Demands::close(DemandId demand, Position position) {
  const SlotIndex index = slot_of(demand);
  Slot& slot = slots_[index];
  slot.last = position;
  slot.state = DemandState::closed;
  end(index);
}

void Demands::act(const Acted& event, Position position) {
  const SlotIndex index = slot_of(event.demand);
  Slot& slot = slots_[index];
  slot.last = position;
  slot.state = event.state;
  slot.dues = event.dues;
  slot.acting_step = event.acting_step;
  slot.escalated_step = event.escalated_step;
  if (event.to) escalations_.join(event.to, event.demand);
  if (event.lead != slot.lead) {
    hand_over(event, slot.lead);
    leave_queue(index);
    slot.lead = event.lead;
    join_queue(index);
  }
  if (event.deed == Deed::contain) asides_[event.demand].is_contained = true;
  if (event.deed == Deed::rework) count(asides_[event.demand].reworks);
  if (is_over(event.state)) end(index);
  wheel_.schedule(slots_, index);
}

void Demands::hand_over(const Acted& event, Party from) {
  Aside& aside = asides_[event.demand];
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
  escalations_.leave(slots_[index].id);
  ++over_;
}

void Demands::escalate(DemandId demand, Position position, Stage stage, std::uint8_t to_step, PostId to) {
  const SlotIndex index = slot_of(demand);
  Slot& slot = slots_[index];
  slot.last = position;
  slot.escalated_step = to_step;
  slot.dues[stage] = 0;
  wheel_.schedule(slots_, index);
  escalations_.join(to, demand);
}

}  // namespace wangge
