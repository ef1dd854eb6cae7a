// What was proposed and adopted comes into force at the instant that was named (定时生效).

#include <chrono>

#include "engine/base/limits.h"
#include "engine/rules/decide.h"
#include "tests/office.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace std::chrono_literals;

constexpr Duration ahead = 15h;

Limit limit_of(const Office& office) {
  return office.city().configuration->categories[office.city().codes.categories.find("1301").value].resolve;
}
constexpr Limit longer{9, LimitUnit::calendar_day};

// As with_longer_limit(), adopted by the second.
Seconds scheduled(Office& office, const Tables& tables = with_longer_limit()) {
  office.propose(office.first, tables);
  const Seconds effective = to_seconds(office.running.now + ahead);
  REQUIRE_FALSE(office.say(office.second, AdoptConfiguration{.effective = effective}).refusal);
  return effective;
}

DemandId submit(Office& office, std::string_view place) {
  const loop::Outcome outcome = office.running.send(
      RunningCity::plain(office.running.place(place), office.running.category("1301")), RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  return DemandId{outcome.position.value};
}

template <class Fact>
std::vector<Fact> facts(Office& office) {
  std::vector<Fact> found;
  for (Position at{1}; at.value <= office.city().last.value; ++at.value) {
    const auto stored = office.running.log().read(at);
    if (const auto* fact = std::get_if<Fact>(&stored->event)) found.push_back(*fact);
  }
  return found;
}

TEST_CASE("What is adopted from a later instant on is in force from then and not before") {
  Office office;
  const Seconds effective = scheduled(office);
  CHECK(office.city().version() == 1);
  CHECK(office.outlook().adopted_by == "乙");
  CHECK(office.outlook().proposal.effective == effective);
  office.running.move_to(to_instant(effective - 1));
  CHECK(office.city().version() == 1);
  CHECK(limit_of(office) != longer);
  office.running.move_to(to_instant(effective));
  CHECK(office.city().version() == 2);
  CHECK(limit_of(office) == longer);
  CHECK_FALSE(office.city().proposal);
  const ConfigurationAdopted adopted = facts<ConfigurationAdopted>(office).back();
  CHECK(adopted.account == office.account(office.second));
  CHECK(adopted.effective == effective);
  CHECK_FALSE(adopted.session);
  CHECK(office.is_replayed());
}

TEST_CASE("An engine that was down when the instant came goes over to it when it is up again, and demands are moved") {
  Office office;
  const DemandId demand = submit(office, "L2");
  const Seconds effective = scheduled(office, with_moved_building());
  office.running.move_to(to_instant(effective - 60));
  office.running.restart();
  CHECK(office.city().proposal.effective == effective);
  office.running.move_to(to_instant(effective + 3'600));
  CHECK(office.city().version() == 2);
  CHECK(facts<ConfigurationAdopted>(office).back().effective == effective);
  CHECK(office.city().routes.chain(office.city().demands.find(demand)->chain).posts[0] == office.running.post("PG2"));
  CHECK(office.is_replayed());
}

// The limit of acceptance is the same in both versions.
TEST_CASE(
    "What fell due before the instant is the old city's, what falls due then the changed one's, however long nobody "
    "looked") {
  Office office;
  const DemandId early = submit(office, "L2");
  const Seconds due = office.city().demands.find(early)->dues[Stage::acceptance];
  REQUIRE(due != 0);
  office.propose(office.first, with_moved_building());
  const bool is_before = GENERATE(true, false);
  const Seconds effective = is_before ? due : due + 1;
  REQUIRE_FALSE(office.say(office.second, AdoptConfiguration{.effective = effective}).refusal);
  office.running.move_to(to_instant(due + 24 * 3'600));
  std::size_t adopted = 0, expired = 0, order = 0;
  for (Position at{1}; at.value <= office.city().last.value; ++at.value) {
    const auto stored = office.running.log().read(at);
    ++order;
    if (std::holds_alternative<ConfigurationAdopted>(stored->event)) adopted = order;
    const auto* const reassigned = std::get_if<Reassigned>(&stored->event);
    const auto* const escalated = std::get_if<Escalated>(&stored->event);
    const bool is_of_acceptance =
        (reassigned != nullptr && reassigned->due == due) || (escalated != nullptr && escalated->due == due);
    if (is_of_acceptance && expired == 0) expired = order;
  }
  REQUIRE(adopted != 0);
  REQUIRE(expired != 0);
  CHECK((adopted < expired) == is_before);
  CHECK(office.is_replayed());
}

TEST_CASE(
    "Until then it can be rejected, adopted at once, or adopted from another instant on; a new one takes its place") {
  Office office;
  const Seconds effective = scheduled(office);
  SECTION("rejected") {
    REQUIRE_FALSE(office.say(office.first, RejectConfiguration{}).refusal);
    office.running.move_to(to_instant(effective));
    CHECK(office.city().version() == 1);
  }
  SECTION("at once") {
    CHECK(office.refused(office.first, AdoptConfiguration{}) == Reason::proposer_adopts);
    REQUIRE_FALSE(office.say(office.second, AdoptConfiguration{}).refusal);
    CHECK(office.city().version() == 2);
    office.running.move_to(to_instant(effective));
    CHECK(office.city().version() == 2);
  }
  SECTION("another instant") {
    REQUIRE_FALSE(office.say(office.second, AdoptConfiguration{.effective = effective + 60}).refusal);
    office.running.move_to(to_instant(effective));
    CHECK(office.city().version() == 1);
    office.running.move_to(to_instant(effective + 60));
    CHECK(office.city().version() == 2);
  }
  SECTION("a new proposal") {
    office.propose(office.second, with_moved_building());
    office.running.move_to(to_instant(effective));
    CHECK(office.city().version() == 1);
    CHECK(office.city().proposal);
  }
  CHECK(office.is_replayed());
}

TEST_CASE("An instant that is over, or too far ahead, is refused with the bound; the proposer names none") {
  Office office;
  office.propose(office.first, with_longer_limit());
  const Instant now = office.running.now, last = now + std::chrono::days(limits::effective_ahead_days_max);
  const Refusal expected{Reason::bad_effective, 0, limits::effective_ahead_days_max};
  CHECK(office.say(office.second, AdoptConfiguration{.effective = to_seconds(now)}).refusal == expected);
  CHECK(office.say(office.second, AdoptConfiguration{.effective = to_seconds(last) + 1}).refusal == expected);
  CHECK(office.refused(office.first, AdoptConfiguration{.effective = to_seconds(now) + 60}) == Reason::proposer_adopts);
  CHECK_FALSE(office.say(office.second, AdoptConfiguration{.effective = to_seconds(last)}).refusal);
}

TEST_CASE("What stands in its way when the instant comes puts it off: it stays proposed, and the log says why") {
  Office office;
  ChangedTables without(small_tables());
  without.remove(TableKind::grids, "code", "G2");
  without.remove(TableKind::posts, "code", "PG2");
  without.remove(TableKind::branches, "place", "G2");
  const Seconds effective = scheduled(office, without);
  submit(office, "G2");
  office.running.move_to(to_instant(effective));
  CHECK(office.city().version() == 1);
  const auto put_off = facts<ConfigurationPutOff>(office);
  REQUIRE(put_off.size() == 1);
  CHECK(put_off[0].effective == effective);
  CHECK(put_off[0].why.reason == Reason::grid_without_successor);
  CHECK(office.city().proposal);
  CHECK_FALSE(office.city().proposal.is_scheduled());
  CHECK(office.city().proposal.effective == effective);
  CHECK(office.outlook().proposal.why.reason == Reason::grid_without_successor);
  office.running.move_to(to_instant(effective + 3'600));
  CHECK(facts<ConfigurationPutOff>(office).size() == 1);
  CHECK(office.is_replayed());
}

TEST_CASE("A changed city of which the engine died is put off at the next start") {
  Office office;
  const Seconds effective = scheduled(office);
  const TakeEffect wish{office.city().proposal.position, effective};
  const auto suspect = loop::Quarantine::suspect_of(Sender{}, wish);
  REQUIRE(suspect == Suspect{wish});
  rules::Draft draft;
  rules::set_apart(office.city(), *suspect, draft);
  REQUIRE(draft.events.size() == 1);
  CHECK(std::get<ConfigurationPutOff>(draft.events[0]).why.reason == Reason::quarantined);
}

}  // namespace
}  // namespace wangge::tests
