#pragma once
// The open demands: by id, by who leads them, by when they fall due, and by whose escalation queue they stand in.
// Const members ask; the others are called by apply alone.

#include <cstddef>
#include <optional>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/state/deadline_wheel.h"
#include "engine/state/escalation_queues.h"
#include "engine/state/slots.h"

namespace wangge {

// What must be acted on by one post or organisation, in the order of arrival.
struct Queue {
  SlotIndex first = no_slot;
  SlotIndex last = no_slot;
  std::uint32_t count = 0;
};

// What only some demands have beside their slot.
struct Aside {
  Party complained_of;
  Party returned_to;   // the lead got it by a return
  Party between[2];    // the last hand-over was between these,
  std::uint8_t times = 0;  // and so were so many in a row
  std::uint8_t hand_overs = 0, returns = 0, reworks = 0, upward = 0;  // in all, none above 255
  bool is_contained = false;

  friend bool operator==(const Aside&, const Aside&) = default;
};

class Demands {
 public:
  // None where there is no such demand.
  const Slot* find(DemandId demand) const {
    const SlotIndex index = index_.find(demand);
    return index == no_slot ? nullptr : &slots_[index];
  }
  const Slot& operator[](SlotIndex index) const { return slots_[index]; }
  // Fetch a demand's index, and then the demand itself, into the cache; no effect otherwise.
  void prefetch_index(DemandId demand) const { index_.prefetch(demand); }
  void prefetch(DemandId demand) const {
    if (const SlotIndex index = index_.find(demand); index != no_slot) __builtin_prefetch(&slots_[index]);
  }
  // All demands in memory, those that are over too: slots 0 … size() - 1, in the order of ids.
  std::size_t size() const { return slots_.size(); }
  std::size_t open() const { return slots_.size() - over_; }

  // Of a post or an organisation.
  Queue queue(Party owner) const;
  // The demands that were escalated to this post and have not ended, in the order of escalation.
  std::vector<DemandId> escalation_queue(PostId post) const { return escalations_.of(post); }
  // All defaults for most.
  const Aside& aside(DemandId demand) const;

  std::optional<Seconds> next_due() const { return wheel_.next(); }
  std::size_t running_deadlines() const { return wheel_.size(); }

  // Only the loop calls this; it changes the wheel, which is no part of the city's state.
  void take_due(Seconds now, std::size_t most, std::vector<DeadlineWheel::Ripe>& out) {
    wheel_.take_due(slots_, now, most, out);
  }

  // apply alone
  void add(const Slot& slot, Party complained_of);
  void accept(DemandId demand, Position position);
  void finish(DemandId demand, Position position);
  void close(DemandId demand, Position position);
  void act(const Acted& event, Position position);
  void escalate(DemandId demand, Position position, Stage stage, std::uint8_t to_step, PostId to);

 private:
  SlotIndex slot_of(DemandId demand) const;
  Queue& queue_of(Party owner);
  void hand_over(const Acted& event, Party from);
  void end(SlotIndex index);
  void join_queue(SlotIndex index);
  void leave_queue(SlotIndex index);

  Slots slots_;
  SlotIndexByDemand index_;
  DeadlineWheel wheel_;
  std::vector<Queue> post_queues_, organisation_queues_;
  EscalationQueues escalations_;
  boost::unordered_flat_map<DemandId, Aside, std::hash<DemandId>> asides_;
  std::size_t over_ = 0;
};

}  // namespace wangge
