#pragma once
// The demands: by id, by who leads them, and by whose escalation queue they stand in. Of final demands only the id and
// the last event stay. Const members ask; all other members are called by apply alone.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/prefetch.h"
#include "engine/model/event.h"
#include "engine/state/lost_leads.h"
#include "engine/state/side_queues.h"
#include "engine/state/slot_lists.h"
#include "engine/state/slots.h"

namespace wangge {

// The demands that one post or organisation leads and must act on, in the order of arrival.
struct OwnerQueue {
  SlotIndex first = no_slot;
  SlotIndex last = no_slot;
  std::uint32_t count = 0;
};

// The pause (挂账) that the clocks of containment and resolution have had: they ran from `began` until `from`, and
// again from Aside::resolution_since on.
struct PastPause {
  Seconds began = 0, from = 0;  // 0: there was none, or the log is from before pauses were kept
  bool has_waited = false;      // the resolution had not begun before the pause
  explicit operator bool() const { return from != 0; }
};

// Fields beside the slot that only some demands have.
struct Aside {
  Party complained_of;
  Party returned_to;                                                  // the lead that got the demand by a return
  std::array<Party, 2> between{};                                     // the last hand-over was between these two,
  std::uint8_t times = 0;                                             // and so were this many in a row
  std::uint8_t hand_overs = 0, returns = 0, reworks = 0, upward = 0;  // totals, none above 255
  bool is_contained = false;
  bool to_deputy = false;      // the lead is a post whose deputy was told to act
  bool is_restricted = false;  // by a deed (限制知悉), whatever its category
  std::uint8_t reopened = 0;
  std::uint8_t calls = 0;     // call-backs that reached nobody
  std::uint16_t verdict = 0;  // Verdict::packed; 0: none yet
  Seconds last_call = 0;
  // Since when containment and resolution count, and the review of an appeal; 0: since the demand was received
  Seconds resolution_since = 0;
  PastPause pause;

  // A request of the lead that waits for an answer.
  Pending pending = Pending::none;
  Limit extension;
  Seconds extends = 0;            // extension: the limit to be extended, which ran when it was asked for
  bool late_meanwhile = false;    // that limit has passed since, and the demand was not late before
  bool raised_meanwhile = false;  // it was in no escalation queue till then, and got there by the clock alone
  Seconds suspended_until = 0;
  Party asked_of;  // who is to answer
  std::uint8_t extensions = 0, suspensions = 0, refusals = 0;
  Urge urge;                 // the next step for a late demand; running while due is not 0
  Dues passed;               // deadlines that have passed, of stages that are not over; 0 for other stages
  Seconds suspended_at = 0;  // since when the demand is suspended, and its dues then
  Dues held;
  std::array<Party, limits::assistants_max> assistants{};  // who have not done their part; the empty ones last

  // For a demand joined to another: the head, and its own state before that; its dues of then are `held`.
  DemandId head;
  Bond bond = Bond::none;
  DemandState state_before = DemandState::submitted;
  std::uint8_t warned_before = 0;
  // For a head: how many demands are joined to it, how many of those are the same trouble, and its severity without
  // them.
  std::uint8_t severity_alone = 0;  // 0: nothing was ever joined to it
  std::uint32_t members = 0, voices = 0;

  Appeal appeal = Appeal::none;
  PostId reviewer;  // who is to decide next

  bool is_exempt() const { return appeal == Appeal::granted; }
};

class Demands {
 public:
  // Where open demands are listed: a grid or road, and the class of the category.
  struct Area {
    PlaceId place;
    std::uint8_t class_number = 0;
  };

  // Null where there is no such demand, or where it is final.
  const Slot* find(DemandId demand) const {
    const SlotIndex index = find_slot(demand);
    return index == no_slot ? nullptr : &slots_[index];
  }
  SlotIndex find_slot(DemandId demand) const {
    const SlotIndex index = index_.find(demand);
    return is_final(index) ? no_slot : index;
  }
  // The last event of a demand that is final; none where it is not, or there is no such demand.
  Position last_of_final(DemandId demand) const {
    const SlotIndex index = index_.find(demand);
    return index != no_slot && is_final(index) ? finals_[index - final_bit].last() : Position{};
  }
  // Whether the demand, in memory or final, was made restricted by a deed.
  bool is_restricted(DemandId demand) const {
    const SlotIndex index = index_.find(demand);
    return index != no_slot && is_final(index) ? finals_[index - final_bit].is_restricted()
                                               : aside(demand).is_restricted;
  }
  // The last event of a demand, final or not; none where there is no such demand.
  Position last_of(DemandId demand) const {
    const Slot* const slot = find(demand);
    return slot != nullptr ? slot->last : last_of_final(demand);
  }
  const Slot& operator[](SlotIndex index) const { return slots_[index]; }
  // The slots of the demands in memory, and free ones, whose id is none.
  const Slots& slots() const { return slots_; }
  // Fetch a demand's index, and then the demand itself, into the cache; no effect otherwise.
  void prefetch_index(DemandId demand) const { index_.prefetch(demand); }
  void prefetch(DemandId demand) const {
    if (const SlotIndex index = find_slot(demand); index != no_slot) prefetch_line(&slots_[index]);
  }
  // Fetch what add() is going to write beside the demand itself, in two steps.
  void prefetch_lists_first(Area area, PlaceId road) const {
    in_grids_.prefetch_first(key_of(area));
    if (road) at_roads_.prefetch_first(key_of({road, area.class_number}));
  }
  void prefetch_lists_second(Area area, PlaceId road) const {
    in_grids_.prefetch_second(key_of(area));
    if (road) at_roads_.prefetch_second(key_of({road, area.class_number}));
  }
  // The number of demands in memory, also those that are over and not yet final.
  std::size_t size() const { return slots_.in_use(); }
  std::size_t open() const { return slots_.in_use() - over_; }
  std::size_t finals() const { return finals_.size(); }
  // Visits all demands in the order of ids: slot(const Slot&) for those in memory, final(DemandId, Position last) for
  // the others.
  template <class OfSlot, class OfFinal>
  void each(OfSlot slot, OfFinal final) const {
    index_.each([&](SlotIndex index) {
      if (is_final(index)) return final(finals_[index - final_bit].demand, finals_[index - final_bit].last());
      slot(slots_[index]);
    });
  }
  // When the stage of this due of the demand began.
  Seconds since(const Slot& demand, int due) const;

  // The queue of a post or an organisation.
  OwnerQueue queue(Party owner) const;
  // The demands that were escalated to this post and have not ended, in the order of escalation.
  std::vector<DemandId> escalation_queue(PostId post) const { return ids_of(escalations_.of(post)); }
  bool is_escalated(DemandId demand) const {
    const SlotIndex index = find_slot(demand);
    return index != no_slot && escalations_.contains(index);
  }
  // Calls visit(Party) for each post in whose escalation queue the demand stands; for a joined one, stood.
  template <class Visit>
  void each_escalated_to(DemandId demand, Visit visit) const {
    escalations_.each_owner(find_slot(demand), [&](Party post, Side) { visit(post); });
  }
  // Visits in no particular order.
  template <class Visit>
  void each_escalated(Visit visit) const {
    escalations_.each_demand([&](SlotIndex demand) { visit(slots_[demand].id); });
  }
  // The demands in which the owner assists (协办), which it was asked to take over, or which it is to answer or verify,
  // or whose appeal it is to review.
  std::vector<DemandId> side_queue(Party owner) const { return ids_of(sides_.of(owner)); }
  // Why a demand in memory stands in that owner's side queue; and in whose queues it stands.
  Side side(DemandId demand, Party owner) const { return sides_.why(owner, find_slot(demand)); }
  template <class Visit>
  void each_side(DemandId demand, Visit visit) const {
    sides_.each_owner(find_slot(demand), visit);
  }
  // How a demand in memory was taken from `who` for not accepting it in time; null where it was not, or where `who`
  // leads again.
  const LostLead* lost_lead(const Slot& demand, Party who) const {
    return who == demand.lead ? nullptr : lost_leads_.find(find_slot(demand.id), who);
  }
  // Calls visit(const LostLead&) for each party that lost the demand so, except its present lead.
  template <class Visit>
  void each_lost_lead(const Slot& demand, Visit visit) const {
    lost_leads_.each(find_slot(demand.id), [&](const LostLead& lost) {
      if (lost.from != demand.lead) visit(lost);
    });
  }
  // The demand that was joined to this head last; none where none is.
  DemandId last_member(DemandId head) const {
    const SlotIndex index = find_slot(head);
    const SlotIndex member = index == no_slot ? no_slot : members_.newest(index + 1);
    return member == no_slot ? DemandId{} : slots_[member].id;
  }
  // Calls visit(const Slot&) for the open demands of a class in that grid or at that road, the newest first, until it
  // returns false. Classes that are sixteen apart share their lists.
  template <class Visit>
  void each_near(PlaceId place, std::uint8_t class_number, Visit visit) const {
    const auto look = [&](SlotIndex index) { return visit(slots_[index]); };
    const SlotLists::Key key = key_of({place, class_number});
    in_grids_.each(key, look);
    at_roads_.each(key, look);
  }
  // The keys of the lists in which the demand is found as similar, or was before it was over: equal for the same area,
  // and for the same road.
  std::pair<SlotLists::Key, SlotLists::Key> listed_by(SlotIndex index) const {
    return {in_grids_.key_of(index), at_roads_.key_of(index)};
  }
  // Whether the demand is listed for that area, or was before it was over.
  bool is_listed_at(const Slot& demand, Area area) const {
    return in_grids_.key_of(find_slot(demand.id)) == key_of(area);
  }
  // The asset or door that a demand in memory names; none for most.
  Subject subject(DemandId demand) const {
    const SlotIndex index = find_slot(demand);
    return index == no_slot ? Subject{} : subject_of(by_subject_.key_of(index));
  }
  // Calls visit(const Slot&) for the open demands that name the subject, the newest first, until it returns false.
  template <class Visit>
  void each_about(Subject subject, Visit visit) const {
    by_subject_.each(key_of(subject), [&](SlotIndex index) { return visit(slots_[index]); });
  }
  // All fields are defaults for most demands.
  const Aside& aside(DemandId demand) const;
  const Aside& aside(const Slot& demand) const {
    return demand.has_aside ? asides_[aside_of_[find_slot(demand.id)]] : no_aside;
  }

  // apply alone
  // By category, of the configuration in force: whether its demands are restricted.
  void set_restricted(std::vector<bool> categories) { restricted_ = std::move(categories); }
  void add(const Submitted& event, const Fact& fact, Area area);
  void accept(const Accepted& event, const Fact& fact);
  void finish(const Finished& event, const Fact& fact);
  void close(const Closed& event, const Fact& fact);
  void act(const Acted& event, const Fact& fact);
  void ask(const Sought& event, const Fact& fact);
  void assist(const Assisted& event, Position position);
  void move(const Moved& event, const Fact& fact, Area area);
  void reroute(const Rerouted& event, const Fact& fact, Area area, std::span<const PostId> chain);
  void reclassify(const Reclassified& event, const Fact& fact, Area area);
  void join(const Joined& event, const Fact& fact);
  void gather(const Gathered& event, Position position);
  void raise(const Recurred& event, Position position);
  void escalate(const Escalated& event, Position position);
  void reassign(const Reassigned& event, const Fact& fact);
  void warn(const Warned& event, Position position);
  void lapse(const Lapsed& event, Position position);
  void urge(const Urged& event, Position position);
  void reschedule(const Rescheduled& event, Position position);
  // Notes an event about a demand that may be final.
  void note(DemandId demand, Position position);

 private:
  // A final demand in 16 bytes: the top bit beside the position says whether it was made restricted.
  struct Final {
    DemandId demand;
    std::uint64_t packed = 0;

    static constexpr std::uint64_t restricted_bit = std::uint64_t{1} << 63;
    Position last() const { return Position{packed & ~restricted_bit}; }
    bool is_restricted() const { return (packed & restricted_bit) != 0; }
    void set_last(Position last) { packed = last.value | (packed & restricted_bit); }
  };
  // The index of a final demand names its place among the finals, with this bit.
  static constexpr SlotIndex final_bit = 0x8000'0000;
  static constexpr bool is_final(SlotIndex index) { return index >= final_bit && index != no_slot; }

  static constexpr Aside no_aside{};

  static_assert(limits::configuration_rows_max <= 1u << 28);
  static SlotLists::Key key_of(Area area) {
    return area.place ? area.place.value << 4 | (area.class_number & 15u) : SlotLists::none;
  }

  // Assets and doors alternate, so that the numbers stay small
  static_assert(limits::assets_max < 1u << 31 && limits::doors_max < 1u << 31);
  static SlotLists::Key key_of(Subject subject) {
    return subject.is_door() ? subject.door().value << 1 | 1 : subject.asset().value << 1;
  }
  static Subject subject_of(SlotLists::Key key) {
    return (key & 1) != 0 ? Subject(DoorId{key >> 1}) : Subject(AssetId{key >> 1});
  }

  SlotIndex slot_of(DemandId demand) const;
  std::vector<DemandId> ids_of(const std::vector<SlotIndex>& demands) const;
  Aside* find_aside(SlotIndex index);
  Aside& aside_at(SlotIndex index);  // made where there is none yet
  OwnerQueue& queue_of(Party owner);
  // What the fact says of the demand (slot_fold.h) is taken over, but for its lead, its state and what is due: on those
  // queues and clocks hang, which the caller moves with them. The demand as it then stands.
  template <class Event>
  Slot take(SlotIndex index, const Event& event, Position position);
  void put_due(SlotIndex index, int due, Seconds at);
  void set_due(SlotIndex index, int due, Seconds at, Seconds now);
  void set_dues(SlotIndex index, const Dues& dues, Seconds now);
  void begin_dues(SlotIndex index, const Dues& dues, Seconds now);
  void begin_resolution(SlotIndex index, Seconds since);
  void set_lead(SlotIndex index, Party lead);
  void put_lists(SlotIndex index, Area area, PlaceId road);
  void hand_over(const Acted& event, Party from, SlotIndex index);
  void answer(const Acted& event, const Fact& fact, SlotIndex index, const Dues& after);
  PastPause pause_until(const Acted& event, SlotIndex index) const;
  void set_state(SlotIndex index, DemandState state);
  void pass(SlotIndex index, int due, Seconds at);
  void forget_passed(SlotIndex index, int due);
  void forget_passed(SlotIndex index);
  void undo_late(SlotIndex index);
  void escalate_to(PostId post, SlotIndex index);
  void follow_limit(SlotIndex index);
  void review(const Acted& event, const Fact& fact, SlotIndex index);
  void forget_pending(SlotIndex index);
  void set_urge(SlotIndex index, const Urge& urge);
  void end_urge(SlotIndex index, Until reached);
  void stop_assisting(SlotIndex index, Party who);
  void end(SlotIndex index);
  void part(const Acted& event, const Fact& fact, SlotIndex index);
  void leave_head(SlotIndex index);
  void begin_again(SlotIndex index);
  void retire(SlotIndex index);
  void join_queue(SlotIndex index);
  void leave_queue(SlotIndex index);

  Slots slots_;
  SlotIndexByDemand index_;
  std::vector<OwnerQueue> post_queues_, organisation_queues_;
  SideQueues escalations_, sides_;
  LostLeads lost_leads_;
  std::vector<bool> restricted_;
  SlotLists in_grids_, at_roads_;  // open demands, by place and class
  SlotLists members_;              // by the slot of the head, plus one
  SlotLists by_subject_;           // open demands that name an asset or a door
  Pool<Aside> asides_;
  SparseColumn<Pool<Aside>::Index, 0> aside_of_;  // by slot, for demands that have an Aside
  std::vector<Final> finals_;
  std::size_t over_ = 0;  // demands in memory about which nobody has anything to do
};

}  // namespace wangge
