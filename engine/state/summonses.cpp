#include "engine/state/summonses.h"

#include <algorithm>

#include "engine/base/check.h"

namespace wangge {
namespace {

Attendee& attendee_of(Summons& summons, OrganisationId who) {
  const auto found = std::ranges::find(summons.who, who, &Attendee::who);
  CHECK(found != summons.who.end());
  return *found;
}

}  // namespace

const Attendee* Summons::find(OrganisationId organisation) const {
  const auto found = std::ranges::find(who, organisation, &Attendee::who);
  return found == who.end() ? nullptr : &*found;
}

bool Summons::is_complete() const {
  return std::ranges::all_of(who, [](const Attendee& one) { return one.arrived != 0; });
}

bool Summons::is_rated() const {
  return std::ranges::all_of(who, [](const Attendee& one) { return one.arrived == 0 || one.grade != 0; });
}

const Summons* Summonses::find(SummonsId id) const {
  const auto found = all_.find(id);
  return found == all_.end() ? nullptr : &found->second;
}

std::optional<std::pair<Seconds, SummonsId>> Summonses::next_due() const {
  if (awaited_.empty()) return std::nullopt;
  return *awaited_.begin();
}

bool Summonses::is_awaited(SummonsId id) const {
  const Summons* const summons = find(id);
  return summons != nullptr && awaited_.contains({summons->due, id});
}

Turnout& Summonses::turnout_of(OrganisationId who) {
  if (turnouts_.size() <= who.value) turnouts_.resize(who.value + 1);
  return turnouts_[who.value];
}

void Summonses::call(const Summoned& event, std::span<const OrganisationId> who, Position position, Seconds at) {
  if (event.forgets) {
    CHECK(over_.erase(event.forgets) == 1 && all_.erase(event.forgets) == 1);
  }
  const SummonsId id{position.value};
  Summons& summons = all_[id];
  summons.demand = event.demand;
  summons.place = event.place;
  summons.by = event.as;
  summons.called = at;
  summons.due = event.due;
  for (const OrganisationId organisation : who) {
    summons.who.push_back({.who = organisation});
    ++turnout_of(organisation).called;
  }
  awaited_.insert({event.due, id});
}

void Summonses::attend(const Attended& event, Seconds at) {
  const auto found = all_.find(event.summons);
  CHECK(found != all_.end());
  Summons& summons = found->second;
  switch (event.what) {
    case Attendance::arrived: arrive(summons, event, at); break;
    case Attendance::left:
      attendee_of(summons, event.who).has_left = true;
      ++turnout_of(event.who).left_early;
      break;
    case Attendance::ended: end(summons, event, at); break;
    case Attendance::rated: grade(attendee_of(summons, event.who), event.grade); break;
  }
  if (summons.ended != 0 && summons.is_rated()) {
    over_.erase(event.summons);
    all_.erase(found);
  }
}

void Summonses::arrive(Summons& summons, const Attended& event, Seconds at) {
  Attendee& attendee = attendee_of(summons, event.who);
  attendee.arrived = at;
  attendee.is_late = event.is_late;
  Turnout& turnout = turnout_of(event.who);
  ++(event.is_late ? turnout.late : turnout.in_time);
  if (summons.is_complete()) awaited_.erase({summons.due, event.summons});
}

// An organisation that was missing when the time was over and has not come by the end never came. Before the time is
// over it need not have been there.
void Summonses::end(Summons& summons, const Attended& event, Seconds at) {
  summons.ended = at;
  awaited_.erase({summons.due, event.summons});
  over_.insert(event.summons);
  for (Attendee& attendee : summons.who) {
    if (attendee.arrived == 0 && attendee.is_missing) ++turnout_of(attendee.who).never;
    if (attendee.arrived != 0 && event.grade != 0) grade(attendee, event.grade);
  }
}

void Summonses::grade(Attendee& attendee, std::uint8_t grade) {
  attendee.grade = grade;
  Turnout& turnout = turnout_of(attendee.who);
  ++turnout.rated;
  turnout.grades += grade;
}

void Summonses::miss(const NotArrived& event, std::span<const OrganisationId> who) {
  const auto found = all_.find(event.summons);
  CHECK(found != all_.end());
  Summons& summons = found->second;
  awaited_.erase({summons.due, event.summons});
  summons.escalated_to = event.to;
  for (const OrganisationId organisation : who) attendee_of(summons, organisation).is_missing = true;
}

}  // namespace wangge
