#include "engine/loop/jobs.h"

#include <algorithm>

#include "engine/rules/jobs.h"
#include "engine/rules/joining.h"
#include "engine/rules/owners.h"

namespace wangge::loop {

std::optional<Jobs::Wish> Jobs::next(std::size_t& looks) {
  if (city_.jobs.empty()) return std::nullopt;
  if (const auto closing = std::ranges::find(city_.jobs, JobKind::members, &Job::kind); closing != city_.jobs.end()) {
    const DemandId member = city_.demands.last_member(closing->head);
    if (!member) return EndJob{closing->id};
    return CloseMember{member, closing->id};
  }
  const Job& job = city_.jobs.front();
  if (job_ != job.id) {
    job_ = job.id;
    looked_ = job.next;
  }
  const Slot* const head = job.kind == JobKind::gathering ? city_.demands.find(job.head) : nullptr;
  if (job.kind == JobKind::gathering && (head == nullptr || !rules::gathers(city_, *head))) return EndJob{job.id};
  while (looked_ < job.end && looks > 0) {
    --looks;
    if (const auto wish = wish_for(job, head, city_.demands[looked_++])) return wish;
  }
  if (looked_ < job.end) return std::nullopt;
  return EndJob{job.id};
}

std::optional<Jobs::Wish> Jobs::wish_for(const Job& job, const Slot* head, const Slot& demand) const {
  switch (job.kind) {
    case JobKind::gathering:
      if (rules::is_gathered(city_, *head, demand)) return JoinMember{demand.id, job.id};
      return std::nullopt;
    case JobKind::owners:
      if (demand.id && demand.id.value < job.id.value && !rules::is_settled(city_, demand, to_instant(city_.now)))
        return Reroute{demand.id, job.id};
      return std::nullopt;
    case JobKind::situation:
    case JobKind::calendar:
      if (rules::concerns(city_, job, demand)) return Reschedule{demand.id, job.id};
      return std::nullopt;
    case JobKind::members: break;  // looked through in an order of its own
  }
  return std::nullopt;
}

}  // namespace wangge::loop
