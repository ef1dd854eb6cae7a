#include "engine/state/apply.h"

#include <algorithm>
#include <variant>

#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/state/configuration_reader.h"
#include "engine/state/digest.h"
#include "engine/state/registers.h"
#include "engine/state/slot_fold.h"

namespace wangge {
namespace {

void receive(City& city, SessionId session, std::uint32_t sequence, const Fact& fact) {
  if (session) city.sessions.receive(session, sequence, fact);
}

Demands::Area area_of(const City& city, PlaceId place, CategoryId category) {
  const Configuration& configuration = *city.configuration;
  return {configuration.enclosing(place, PlaceKind::grid), configuration.categories[category.value].class_number};
}

void fold(City& city, const Submitted& event, const Fact& fact) {
  city.spots.add(city.spots_of(event.place, event.road, event.category), DemandId{fact.position.value}, fact.at);
  city.demands.add(event, fact, area_of(city, event.place, event.category));
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Accepted& event, const Fact& fact) {
  city.demands.accept(event, fact);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Finished& event, const Fact& fact) {
  city.demands.finish(event, fact);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Sought& event, const Fact& fact) {
  city.demands.ask(event, fact);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Assisted& event, const Fact& fact) {
  city.demands.assist(event, fact.position);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Moved& event, const Fact& fact) {
  city.demands.move(event, fact, area_of(city, event.place, city.demands.find(event.demand)->category));
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Reclassified& event, const Fact& fact) {
  city.demands.reclassify(event, fact, area_of(city, city.demands.find(event.demand)->place, event.category));
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Escalated& event, const Fact& fact) { city.demands.escalate(event, fact.position); }

void fold(City& city, const Reassigned& event, const Fact& fact) { city.demands.reassign(event, fact); }

void fold(City& city, const Warned& event, const Fact& fact) { city.demands.warn(event, fact.position); }

void fold(City& city, const Lapsed& event, const Fact& fact) { city.demands.lapse(event, fact.position); }

void fold(City& city, const Urged& event, const Fact& fact) { city.demands.urge(event, fact.position); }

// A fact about no demand enters no demand's history.
void note(City& city, DemandId demand, Position position) {
  if (demand) city.demands.note(demand, position);
}

void fold(City& city, const Noticed& event, const Fact& fact) {
  note(city, event.demand, fact.position);
  city.notices.add(event, fact.position, fact.at);
}

void fold(City& city, const Delivered& event, const Fact& fact) {
  note(city, event.demand, fact.position);
  city.notices.settle(event);
}

void fold(City& city, const PoliciesMigrated& event, const Fact& fact) {
  city.migrated = fact.position;
  receive(city, event.session, event.sequence, fact);
}

// A job covers the demands that exist when it begins.
void begin_job(City& city, const Fact& fact, JobKind kind, SituationId situation = {}, PlaceId place = {}) {
  city.jobs.push_back({.id = fact.position,
                       .kind = kind,
                       .begun = fact.at,
                       .situation = situation,
                       .place = place,
                       .end = static_cast<SlotIndex>(city.demands.slots().size())});
}

// A deed of the generic kind. `gather` starts a job that joins demands like this one to it.
void fold(City& city, const Acted& event, const Fact& fact) {
  city.demands.act(event, fact);
  receive(city, event.session, event.sequence, fact);
  if (event.deed != Deed::gather) return;
  begin_job(city, fact, JobKind::gathering);
  city.jobs.back().head = event.demand;
  city.jobs.back().by = event.as;
}

void fold(City& city, const Recurred& event, const Fact& fact) {
  city.demands.raise(event, fact.position);
  if (event.what == Recurrence::storm) {
    city.spots.find_storm(event.place, city.demands.find(event.demand)->category, fact.at);
  } else {
    city.spots.find_hot(event.place, event.class_number, event.what == Recurrence::raised, fact.at);
  }
}

// Closing a head starts a job that closes the demands joined to it.
void fold(City& city, const Closed& event, const Fact& fact) {
  city.demands.close(event, fact);
  receive(city, event.session, event.sequence, fact);
  if (!city.demands.last_member(event.demand)) return;
  begin_job(city, fact, JobKind::members);
  city.jobs.back().head = event.demand;
}

void step(Job& job, const City& city, DemandId demand) {
  job.next = city.demands.find_slot(demand) + 1;
  ++job.changed;
}

// A demand is joined by somebody, or by the job that gathers for the head.
void fold(City& city, const Joined& event, const Fact& fact) {
  city.demands.join(event, fact);
  receive(city, event.session, event.sequence, fact);
  if (event.session) return;
  const auto job = std::ranges::find_if(
      city.jobs, [&](const Job& one) { return one.kind == JobKind::gathering && one.head == event.head; });
  if (job != city.jobs.end()) step(*job, city, event.demand);
}

void fold(City& city, const Gathered& event, const Fact& fact) { city.demands.gather(event, fact.position); }

void fold(City& city, const SituationDeclared& event, const Fact& fact) {
  city.situations.push_back({event.situation, event.place, event.as, fact.position, event.since});
  begin_job(city, fact, JobKind::situation, event.situation, event.place);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const SituationEnded& event, const Fact& fact) {
  std::erase_if(city.situations, [&](const SituationInForce& one) {
    return one.situation == event.situation && one.place == event.place;
  });
  begin_job(city, fact, JobKind::situation, event.situation, event.place);
  receive(city, event.session, event.sequence, fact);
}

std::vector<OrganisationId> organisations_of(const Fact& fact, TextRef list) {
  auto organisations = decode_organisations(fact.bytes(list));
  CHECK(organisations.has_value());
  return std::move(*organisations);
}

void fold(City& city, const Summoned& event, const Fact& fact) {
  note(city, event.demand, fact.position);
  city.summonses.call(event, organisations_of(fact, event.who), fact.position, fact.at);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const Attended& event, const Fact& fact) {
  note(city, event.demand, fact.position);
  city.summonses.attend(event, fact.at);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const NotArrived& event, const Fact& fact) {
  note(city, event.demand, fact.position);
  city.summonses.miss(event, organisations_of(fact, event.who));
}

void fold(City& city, const RecomputationBegun& event, const Fact& fact) {
  begin_job(city, fact, JobKind::calendar);
  city.jobs.back().round = static_cast<std::uint32_t>(city.recomputed.size());
  city.recomputed.push_back({fact.at, event.version});
  receive(city, event.session, event.sequence, fact);
}

void step(City& city, Position id, DemandId demand) {
  const auto job = std::ranges::find(city.jobs, id, &Job::id);
  CHECK(job != city.jobs.end());
  step(*job, city, demand);
}

void fold(City& city, const Rescheduled& event, const Fact& fact) {
  step(city, event.job, event.demand);
  city.demands.reschedule(event, fact.position);
}

void fold(City& city, const Rerouted& event, const Fact& fact) {
  step(city, event.job, event.demand);
  city.demands.reroute(event, fact, area_of(city, event.place, city.demands.find(event.demand)->category),
                       city.routes.chain(event.chain).span());
}

void fold(City& city, const JobEnded& event, const Fact&) {
  CHECK(std::erase_if(city.jobs, [&](const Job& job) { return job.id == event.job; }) == 1);
}

void fold(City& city, const Declined& event, const Fact& fact) { receive(city, event.session, event.sequence, fact); }

void fold(City& city, const ChainInterned& event, const Fact&) {
  CHECK(event.chain.value == city.routes.chain_count() + 1);
  city.routes.add_chain({event.count, event.posts});
}

void fold(City& city, const OffersInterned& event, const Fact& fact) {
  CHECK(event.offers.value == city.routes.offers_count() + 1);
  city.routes.add_offers(fact.bytes(event.list));
}

void fold(City& city, const SessionOpened& event, const Fact& fact) {
  if (!city.sessions.contains(event.session)) city.accounts.count_spool(event.account);
  city.sessions.open(event, fact);
}

void fold(City& city, const AccountAdded& event, const Fact& fact) {
  CHECK(event.account.value == city.accounts.size() + 1);
  auto rights = decode_rights(fact.bytes(event.rights));
  CHECK(rights.has_value());
  city.accounts.add({.kind = event.kind, .token_hash = event.token_hash, .rights = std::move(*rights)});
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const AccountEnded& event, const Fact& fact) {
  city.accounts.end(event.account);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const LogBegun& event, const Fact&) {
  city.log = event.log;
  city.clock = event.clock;
}

void fold(City& city, const LossAccepted& event, const Fact&) { city.log = event.log; }

void end_staging(City& city) {
  city.staging = false;
  city.staged = {};
  city.staged_bytes = 0;
  city.staged_by = {};
  city.proposal = {};
}

void fold(City& city, const ConfigurationBegun& event, const Fact& fact) {
  end_staging(city);
  city.staging = true;
  city.staged_by = event.session;
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const RowStaged& event, const Fact& fact) {
  auto row = decode_row(fact.bytes(event.cells));
  CHECK(city.staging && row.has_value());
  city.staged.of(event.table).push_back(std::move(*row));
  city.staged_bytes += event.cells.length;
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const ConfigurationProposed& event, const Fact& fact) {
  city.proposal = {
      .position = fact.position, .at = fact.at, .account = event.account, .rows = event.rows, .digest = event.digest};
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const ConfigurationRejected& event, const Fact& fact) {
  end_staging(city);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const ConfigurationScheduled& event, const Fact& fact) {
  city.proposal.adopter = event.account;
  city.proposal.effective = event.effective;
  city.proposal.why = {};
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const ConfigurationPutOff& event, const Fact&) {
  city.proposal.adopter = {};
  city.proposal.why = event.why;
}

// A place that is gone keeps its position in the tree, so that demands there are found below the places above it until
// they are moved.
void keep_where_it_lay(const Configuration& before, Configuration& now) {
  for (std::size_t i = 1; i < before.places.size(); ++i) {
    if (now.places[i].present) continue;
    now.places[i] = before.places[i];
    now.places[i].present = false;
    now.places[i].post = {};
  }
}

void fold(City& city, const ConfigurationAdopted& event, const Fact& fact) {
  CHECK(city.staging && event.digest == digest_of(city.staged));
  Configuration configuration = read_adopted(city.staged, city.codes);
  if (city.configuration) keep_where_it_lay(*city.configuration, configuration);
  city.configuration = std::make_shared<const Configuration>(std::move(configuration));
  city.versions.push_back({event.version, fact.position, event.effective, event.digest, city.configuration->policies,
                           std::make_shared<const Calendars>(city.configuration->calendars), fact.at, event.account});
  std::vector<bool> restricted;
  for (const Category& category : city.configuration->categories) restricted.push_back(category.restricted);
  city.demands.set_restricted(std::move(restricted));
  city.accounts.follow(*city.configuration);
  end_staging(city);
  if (event.moves_demands) begin_job(city, fact, JobKind::owners);
  receive(city, event.session, event.sequence, fact);
}

void fold(City& city, const DescribedFact& event, const Fact& fact) {
  note(city, event.demand, fact.position);
  registers::fold(city, event, fact);
  receive(city, event.session, event.sequence, fact);
}

}  // namespace

void apply(City& city, const Fact& fact) {
  CHECK(fact.position.value == city.last.value + 1);
  CHECK(fact.at >= city.now);
  see(fact.event, [&](const auto& event) { fold(city, event, fact); });
  city.last = fact.position;
  city.now = fact.at;
}

}  // namespace wangge
