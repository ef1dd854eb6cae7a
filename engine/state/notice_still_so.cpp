#include "engine/state/notice_still_so.h"

#include <algorithm>

#include "engine/state/complaint.h"

namespace wangge {
namespace {

bool is_in_hand(DemandState state) {
  return state == DemandState::filing || state == DemandState::submitted || state == DemandState::accepted;
}

bool is_on_chain(const City& city, const Slot& demand, Party who) {
  const auto posts = city.routes.chain(demand.chain).span();
  return who.is_post() && std::ranges::find(posts, who.post()) != posts.end();
}

bool is_escalated_to(const City& city, const Slot& demand, Party who) {
  bool is = false;
  city.demands.each_escalated_to(demand.id, [&](Party post) { is |= post == who; });
  return is;
}

// Whether it is for this party to act on, answer, verify or review the demand.
bool has_to_act(const City& city, const Slot& demand, Party who) {
  bool has = demand.lead == who && !is_over(demand.state);
  city.demands.each_side(demand.id, [&](Party owner, Side) { has |= owner == who; });
  return has;
}

bool is_so(const City& city, const Slot& demand, const PendingNotice& notice) {
  const Party to = notice.to;
  const bool is_open = !is_over(demand.state);
  switch (notice.kind) {
    case NoticeKind::assigned: {
      const bool was_told_at_once = Origin::from_packed(demand.origin).tell_chain ||
                                    city.configuration->categories[demand.category.value].tell_chain ||
                                    demand.severity == 1;
      if (demand.lead == to && is_open) return is_in_hand(demand.state) || demand.state == DemandState::suspended;
      return has_to_act(city, demand, to) || (is_open && was_told_at_once && is_on_chain(city, demand, to));
    }
    case NoticeKind::due_soon: return demand.warned != 0 && has_to_act(city, demand, to);
    case NoticeKind::late:
      return is_open && demand.is_late && (has_to_act(city, demand, to) || is_on_chain(city, demand, to));
    case NoticeKind::urged:
      return is_open && (demand.is_late ? has_to_act(city, demand, to) || is_on_chain(city, demand, to)
                                        : is_escalated_to(city, demand, to));
    case NoticeKind::dismissed: return demand.state == DemandState::dismissed || demand.state == DemandState::diverted;
    case NoticeKind::ended: return !is_open;
    case NoticeKind::recurring: return is_open;
    case NoticeKind::summoned:
    case NoticeKind::absent: return true;
  }
  return true;
}

// Whether the recipient is complained of by the demand.
bool is_theirs(const City& city, const Slot& demand, const PendingNotice& notice) {
  const Complaint complaint = complaint_of(city, demand);
  return complaint && (notice.to == complaint.of || (notice.holder && Party(notice.holder) == complaint.of));
}

bool stands(const City& city, DemandId id, const PendingNotice& notice) {
  const Slot* const demand = city.demands.find(id);
  if (demand == nullptr) return notice.kind == NoticeKind::ended || notice.kind == NoticeKind::dismissed;  // final
  return is_so(city, *demand, notice) && !is_theirs(city, *demand, notice);
}

}  // namespace

StillSo still_so(const City& city, const PendingNotice& notice) {
  StillSo out;
  if (notice.summons) {
    const Summons* const summons = city.summonses.find(notice.summons);
    out.stands = summons != nullptr && summons->ended == 0;
    if (notice.demand) out.demands.push_back(notice.demand);
    return out;
  }
  for (const DemandId demand : notice.members) {
    if (stands(city, demand, notice)) out.demands.push_back(demand);
  }
  out.stands = !out.demands.empty();
  return out;
}

}  // namespace wangge
