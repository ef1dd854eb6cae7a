// One trouble, many voices: what is joined is handled with its head, and parted it is as it was before.

#include <algorithm>
#include <vector>

#include "engine/base/limits.h"
#include "engine/loop/jobs.h"
#include "engine/rules/city_check.h"
#include "engine/state/digest.h"
#include "tests/desk.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;

class Estate : public tests::Desk {
 public:
  DemandId submit(std::string_view category_code = "0304", Party complained_of = {}) {
    Submit command = plain(grid(), category(category_code));
    command.complained_of = complained_of;
    return Desk::submit(command);
  }
  Reason join(DemandId demand, DemandId head, Bond bond = Bond::same) {
    return send(Join{.demand = demand, .as = {}, .head = head, .note = {}, .bond = bond}).refusal.reason;
  }
  // By its lead, or by who follows it up.
  void close(DemandId demand) {
    REQUIRE(act(demand, Deed::accept, slot(demand).lead) == Reason::none);
    REQUIRE(act(demand, Deed::finish, slot(demand).lead) == Reason::none);
    REQUIRE(act(demand, Deed::close, city().routes.chain(slot(demand).chain).posts[slot(demand).acting_step]) ==
            Reason::none);
  }
};

// Where a demand stands, and by when what is due.
struct Standing {
  DemandState state;
  Party lead;
  Dues dues;
  bool is_led, is_beside, is_escalated;
  Urge urge;
  friend bool operator==(const Standing&, const Standing&) = default;
};

bool contains(const std::vector<DemandId>& demands, DemandId demand) {
  return std::ranges::find(demands, demand) != demands.end();
}

std::vector<DemandId> led_by(const City& city, Party lead) {
  std::vector<DemandId> demands;
  for (SlotIndex at = city.demands.queue(lead).first; at != no_slot; at = city.demands[at].next_in_queue)
    demands.push_back(city.demands[at].id);
  return demands;
}

TEST_CASE("What is joined stands in no queue, has no clock, and closes with its head, each with an own verdict") {
  Estate city;
  const DemandId head = city.submit(), same = city.submit(), child = city.submit("0307");
  const Party lead = city.slot(same).lead, childs_lead = city.slot(child).lead;
  REQUIRE(city.join(same, head) == Reason::none);
  REQUIRE(city.join(child, head, Bond::child) == Reason::none);
  CHECK(led_by(city.city(), lead) == std::vector{head});
  CHECK_FALSE(contains(led_by(city.city(), childs_lead), child));
  CHECK(city.aside(head).members == 2);
  CHECK(city.aside(head).voices == 1);

  city.move_to(city.now + 20min);
  city.close(head);
  const Instant closed = city.now;
  CHECK(city.city().jobs.empty());
  for (const DemandId member : {same, child}) {
    CHECK(city.slot(member).state == DemandState::closed);
    CHECK(city.slot(member).dues[Stage::rating] == to_seconds(closed + 7 * 24h));
    CHECK_FALSE(city.slot(member).is_late);
    CHECK_FALSE(city.aside(member).head);
  }
  CHECK(city.aside(head).members == 0);
  CHECK(city.act(same, Deed::rate, {}, {.verdict = Verdict{.result = 5}.packed()}) == Reason::none);
  CHECK(city.act(child, Deed::rate, {}, {.verdict = Verdict{.result = 1}.packed()}) == Reason::none);
  CHECK(city.slot(child).state == DemandState::submitted);
  CHECK(city.slot(head).state == DemandState::closed);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("While it is joined nothing of it runs out, however long that takes") {
  Estate city;
  const DemandId head = city.submit(), same = city.submit();
  REQUIRE(city.join(same, head) == Reason::none);
  const Position last = city.slot(same).last;
  city.move_to(city.now + 60 * 24h);
  CHECK(city.slot(head).is_late);
  CHECK(city.slot(same).last == last);
}

TEST_CASE("Parted, a demand is as it was, whatever happened to it before and to its head meanwhile") {
  Estate city;
  const DemandId head = city.submit(), same = city.submit();
  const Party lead = city.slot(same).lead, helper = city.city().codes.organisations.find("GQ05");
  REQUIRE(city.act(same, Deed::accept, lead) == Reason::none);
  REQUIRE(city.act(same, Deed::call_in, lead, {.to = helper}) == Reason::none);
  city.move_to(city.now + 25h);  // containment has passed, and it was escalated
  REQUIRE(city.act(same, Deed::extend, lead, {.limit = {2, LimitUnit::working_hour}}) == Reason::none);
  const auto standing = [&] {
    const PostId up = city.city().routes.chain(city.slot(same).chain).posts[city.slot(same).escalated_step];
    return Standing{city.slot(same).state,
                    city.slot(same).lead,
                    city.slot(same).dues,
                    contains(led_by(city.city(), lead), same),
                    contains(city.city().demands.side_queue(helper), same),
                    contains(city.city().demands.escalation_queue(up), same),
                    city.aside(same).urge};
  };
  const Standing before = standing();
  REQUIRE((before.is_led && before.is_beside && before.is_escalated));

  REQUIRE(city.join(same, head) == Reason::none);
  const Standing joined = standing();
  CHECK_FALSE((joined.is_led || joined.is_beside || joined.is_escalated));
  city.move_to(city.now + 1h);
  const PostId chief = city.city().routes.chain(city.slot(head).chain).posts[city.slot(head).acting_step];
  REQUIRE(city.act(head, Deed::move, chief, {.place = city.grid(1)}) == Reason::none);
  city.restart();
  REQUIRE(city.act(same, Deed::part) == Reason::none);
  CHECK(standing() == before);
  CHECK(city.aside(head).members == 0);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("What ran out while it was joined runs out when it is parted, once") {
  Estate city;
  const DemandId head = city.submit(), same = city.submit();
  const Party lead = city.slot(same).lead;
  REQUIRE(city.join(same, head) == Reason::none);
  city.move_to(city.now + 2h);
  REQUIRE(city.act(same, Deed::part) == Reason::none);
  city.move_to(city.now + 1s);
  CHECK(city.slot(same).lead != lead);  // not accepted in time
  CHECK(city.slot(same).is_late);
}

TEST_CASE("So many who say the same make the head more severe, a step each time, and less so when they part") {
  Estate city;
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"joined.more_severe_at", "2|4"});
  city.adopt(tables);
  const DemandId head = city.submit("1301");
  const auto alone = city.slot(head).severity;
  REQUIRE(alone == 3);
  std::vector<DemandId> others;
  const unsigned expected[]{2, 2, 1, 1};  // with the head two, three, four and five voices
  const Dues dues = city.slot(head).dues;
  for (const unsigned severity : expected) {
    others.push_back(city.submit("1301"));
    REQUIRE(city.join(others.back(), head) == Reason::none);
    CHECK(city.slot(head).severity == severity);
  }
  CHECK(city.slot(head).dues == dues);
  REQUIRE(city.join(city.submit("1301"), head, Bond::child) == Reason::none);  // says something else
  CHECK(city.aside(head).voices == 4);
  for (const DemandId other : others) REQUIRE(city.act(other, Deed::part) == Reason::none);
  CHECK(city.slot(head).severity == alone);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Thresholds that do not grow are refused with the table") {
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"joined.more_severe_at", "4|2"});
  CHECK_FALSE(rules::city_check(tables).empty());
}

TEST_CASE("What cannot be joined, and what cannot be done to a head, says why") {
  Estate city;
  const DemandId head = city.submit(), same = city.submit(), third = city.submit();
  CHECK(city.join(same, same) == Reason::unknown_head);
  CHECK(city.join(same, DemandId{1}) == Reason::unknown_head);
  CHECK(city.join(same, head, Bond::none) == Reason::bad_choice);
  CHECK(city.act(same, Deed::join) == Reason::unknown_head);  // without a head
  CHECK(city.act(same, Deed::part) == Reason::not_joined);
  REQUIRE(city.join(same, head) == Reason::none);
  CHECK(city.join(same, third) == Reason::joined);
  CHECK(city.join(head, third) == Reason::has_members);
  CHECK(city.act(head, Deed::withdraw) == Reason::has_members);
  REQUIRE(city.join(third, same) == Reason::none);  // goes to the head of that one
  CHECK(city.aside(third).head == head);
  const Party lead = city.slot(head).lead;
  const DemandId complaint = city.submit("0304", lead), same_complaint = city.submit("0304", lead);
  CHECK(city.join(complaint, head) == Reason::complains_alone);
  CHECK(city.join(complaint, same_complaint) == Reason::none);
  REQUIRE(city.act(complaint, Deed::part) == Reason::none);
  city.close(head);
  CHECK(city.join(complaint, head) == Reason::unknown_head);
}

TEST_CASE("A head that is final at once waits for what is joined to it") {
  Estate city;
  Tables tables = tests::sample_city().tables;
  std::erase_if(tables.of(TableKind::settings), [](const Row& row) { return row.at(0).starts_with("limits."); });
  city.adopt(tables);
  const DemandId head = city.submit("1301"), same = city.submit("1301");
  REQUIRE(city.join(same, head) == Reason::none);
  REQUIRE(city.act(head, Deed::accept, city.slot(head).lead) == Reason::none);
  REQUIRE(city.act(head, Deed::finish, city.slot(head).lead) == Reason::none);
  // Closed and rated in one frame, before anything else is done.
  const Act close{.demand = head, .as = city.slot(head).lead, .deed = Deed::close};
  const Act rate{.demand = head, .as = {}, .deed = Deed::rate, .verdict = Verdict{.result = 5}.packed()};
  const auto frame = city.send_frame(city.desk(), city.city().sessions[city.desk()].expected(), {close, rate}, {});
  for (const loop::Outcome& outcome : frame.outcomes) CHECK_FALSE(outcome.refusal);
  CHECK(city.slot(same).state == DemandState::closed);
  CHECK(city.aside(head).members == 0);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A head that begins again after its members have closed counts anew") {
  Estate city;
  const DemandId head = city.submit("1301"), same = city.submit("1301");
  REQUIRE(city.join(same, head) == Reason::none);
  city.close(head);
  REQUIRE(city.act(head, Deed::rate, {}, {.verdict = Verdict{.result = 1}.packed()}) == Reason::none);
  CHECK(city.aside(head).voices == 0);
  const DemandId later = city.submit("1301");
  REQUIRE(city.join(later, head) == Reason::none);
  CHECK(city.aside(head).voices == 1);
}

TEST_CASE("A head with very many closes them bit by bit, over a restart too, and who submits meanwhile is answered") {
  Estate city;
  const DemandId head = city.submit("1301");
  std::vector<DemandId> members;
  for (int i = 0; i < 3'000; ++i) {
    members.push_back(city.submit("1301"));
    REQUIRE(city.join(members.back(), head, Bond::child) == Reason::none);
  }
  city.close(head);
  city.submit("1301");
  city.restart();
  city.settle();
  for (const DemandId member : members) CHECK(city.slot(member).state == DemandState::closed);
  CHECK(city.city().jobs.empty());
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("What was joined to a closed head does not stand behind another change to all demands") {
  Estate city;
  const DemandId head = city.submit(), same = city.submit();
  REQUIRE(city.join(same, head) == Reason::none);
  auto& jobs = city.broken_city().jobs;
  jobs.push_back({.id = Position{1}, .kind = JobKind::calendar, .end = 2});
  jobs.push_back({.id = Position{2}, .kind = JobKind::members, .head = head});
  std::size_t looks = 1;
  const auto next = loop::Jobs(city.city()).next(looks);
  REQUIRE((next && std::holds_alternative<CloseMember>(*next)));
  CHECK(std::get<CloseMember>(*next).demand == same);
  jobs.clear();
}

}  // namespace
}  // namespace wangge
