#include "engine/state/demands.h"

#include "engine/base/check.h"

namespace wangge {
namespace {

template <class Value>
Value& at_grown(std::vector<Value>& values, std::uint32_t index) {
  if (index >= values.size()) values.resize(index + 1);
  return values[index];
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

Party Demands::complained_of(DemandId demand) const {
  const auto found = complained_of_.find(demand);
  return found == complained_of_.end() ? Party{} : found->second;
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
  if (complained_of) complained_of_.emplace(slot.id, complained_of);
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
  leave_queue(index);
  escalations_.leave(demand);
  ++closed_;
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
