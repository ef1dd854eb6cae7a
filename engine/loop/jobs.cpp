#include "engine/loop/jobs.h"

#include "engine/rules/jobs.h"
#include "engine/rules/joining.h"

namespace wangge::loop {

std::optional<Jobs::Wish> Jobs::next(std::size_t& looks) {
  if (city_.jobs.empty()) return std::nullopt;
  const Job& job = city_.jobs.front();
  if (job.kind == JobKind::members) {
    const DemandId member = city_.demands.last_member(job.head);
    if (!member) return EndJob{job.id};
    return CloseMember{member, job.id};
  }
  if (job_ != job.id) {
    job_ = job.id;
    looked_ = job.next;
  }
  const bool is_gathering = job.kind == JobKind::gathering;
  const Slot* const head = is_gathering ? city_.demands.find(job.head) : nullptr;
  if (is_gathering && (head == nullptr || is_over(head->state))) return EndJob{job.id};
  while (looked_ < job.end && looks > 0) {
    --looks;
    const Slot& demand = city_.demands[looked_++];
    if (is_gathering && rules::is_gathered(city_, *head, demand)) return JoinMember{demand.id, job.id};
    if (!is_gathering && rules::concerns(city_, job, demand)) return Reschedule{demand.id, job.id};
  }
  if (looked_ < job.end) return std::nullopt;
  return EndJob{job.id};
}

}  // namespace wangge::loop
