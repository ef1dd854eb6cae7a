#include "engine/views/tally.h"

#include <algorithm>
#include <iterator>
#include <variant>

#include "engine/base/check.h"

namespace wangge::views {
namespace {

DemandGroup group_of(const City& city, const Slot& demand) {
  const Configuration& configuration = *city.configuration;
  const PostId post = city.routes.chain(demand.chain).posts[demand.acting_step];
  return {.subdistrict = configuration.enclosing(demand.place, PlaceKind::subdistrict),
          .class_number = configuration.categories[demand.category.value].class_number,
          .level = configuration.posts[post.value].level,
          .led_by_organisation = demand.lead.is_organisation()};
}

}  // namespace

DemandCounts& DemandCounts::operator+=(const DemandCounts& more) {
  submitted += more.submitted;
  accepted += more.accepted;
  finished += more.finished;
  closed += more.closed;
  escalated += more.escalated;
  exempted += more.exempted;
  for (std::size_t stage = 0; stage < overdue.size(); ++stage) overdue[stage] += more.overdue[stage];
  return *this;
}

void Tally::count(const City& city, const Fact& fact) {
  std::visit([&](const auto& event) { on(city, event, DemandId{fact.position.value}); }, fact.event);
}

DemandCounts Tally::all_demands() const {
  DemandCounts all;
  for (const auto& [group, counts] : demands_) all += counts;
  return all;
}

DemandCounts& Tally::counts_of(const City& city, DemandId demand) {
  const Slot* const slot = city.demands.find(demand);
  CHECK(slot != nullptr);
  return demands_[group_of(city, *slot)];
}

// Facts of the engine itself have no session.
SessionCounts& Tally::take_number(SessionId session, std::uint32_t sequence) {
  SessionCounts& counts = sessions_[session];
  if (session && sequence != counts.last + 1) ++counts.out_of_turn;
  counts.last = sequence;
  return counts;
}

void Tally::on(const City& city, const Submitted& event, DemandId demand) {
  ++counts_of(city, demand).submitted;
  ++take_number(event.session, event.sequence).submitted;
}

void Tally::on(const City& city, const Accepted& event, DemandId) {
  ++counts_of(city, event.demand).accepted;
  ++take_number(event.session, event.sequence).acted;
}

void Tally::on(const City& city, const Finished& event, DemandId) {
  ++counts_of(city, event.demand).finished;
  ++take_number(event.session, event.sequence).acted;
}

void Tally::on(const City& city, const Closed& event, DemandId) {
  ++counts_of(city, event.demand).closed;
  if (event.session) ++take_number(event.session, event.sequence).acted;  // a demand that closes with its head has none
}

// Facts of the clock, and the parent's fact of a split, have no number.
void Tally::on(const City&, const Acted& event, DemandId) {
  if (event.session) ++take_number(event.session, event.sequence).acted;
  if (event.deed == Deed::grant && Appeal(event.choice) == Appeal::granted) exempt(event.demand);
  if (event.undoes_late) undo(event.demand, Stage::resolution);
}

void Tally::on(const City&, const Sought& event, DemandId) { ++take_number(event.session, event.sequence).acted; }

void Tally::on(const City&, const Assisted& event, DemandId) { ++take_number(event.session, event.sequence).acted; }

void Tally::on(const City&, const Moved& event, DemandId) { ++take_number(event.session, event.sequence).acted; }

void Tally::on(const City&, const Reclassified& event, DemandId) { ++take_number(event.session, event.sequence).acted; }

void Tally::on(const City& city, const Escalated& event, DemandId) { count_overdue(city, event.demand, event.stage); }

void Tally::on(const City& city, const Reassigned& event, DemandId) {
  count_overdue(city, event.demand, Stage::acceptance);
}

void Tally::count_overdue(const City& city, DemandId demand, Stage stage) {
  const Slot* const slot = city.demands.find(demand);
  CHECK(slot != nullptr);
  const DemandGroup group = group_of(city, *slot);
  DemandCounts& counts = demands_[group];
  ++counts.overdue[static_cast<std::size_t>(stage)];
  std::vector<Overdue>& all = overdue_[demand];
  if (all.empty()) ++counts.escalated;
  all.push_back({group, stage});
}

// Deadlines that pass after the demand was reopened count again.
void Tally::exempt(DemandId demand) {
  const auto found = overdue_.find(demand);
  if (found == overdue_.end()) return;
  for (const Overdue& one : found->second) --demands_[one.group].overdue[static_cast<std::size_t>(one.stage)];
  DemandCounts& counts = demands_[found->second.front().group];
  --counts.escalated;
  ++counts.exempted;
  overdue_.erase(found);
}

// The demand was not late after all: the last overdue deadline of that stage is taken back.
void Tally::undo(DemandId demand, Stage stage) {
  const auto found = overdue_.find(demand);
  if (found == overdue_.end()) return;
  std::vector<Overdue>& all = found->second;
  const auto last = std::find_if(all.rbegin(), all.rend(), [&](const Overdue& one) { return one.stage == stage; });
  if (last == all.rend()) return;
  const DemandGroup first = all.front().group;
  --demands_[last->group].overdue[static_cast<std::size_t>(stage)];
  all.erase(std::next(last).base());
  if (!all.empty()) return;
  --demands_[first].escalated;
  overdue_.erase(found);
}

// A session that begins anew, or at a later number than 1, sets the number that follows.
void Tally::on(const City&, const SessionOpened& event, DemandId) {
  if (event.first != 1 || sessions_.contains(event.session)) sessions_[event.session].last = event.first - 1;
}

void Tally::on(const City&, const Declined& event, DemandId) {
  ++refused_[event.refusal.reason];
  ++take_number(event.session, event.sequence).declined;
}

}  // namespace wangge::views
