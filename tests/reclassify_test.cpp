// Another category or condition (改类别): what a demand keeps, where it goes, and by when it is due. Deadlines are
// worked out by hand: the offices are open from 8 to 12 and from 14 to 18.

#include <algorithm>
#include <vector>

#include "engine/state/digest.h"
#include "engine/state/sight.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;
using tests::show;

class Town : public tests::Desk {
 public:
  DemandId submit(std::string_view category_code, Submit more = {}) {
    Submit command = plain(more.place ? more.place : grid(), category(category_code));
    command.road = more.road;
    command.condition = more.condition;
    command.severity = more.severity;
    command.complained_of = more.complained_of;
    return Desk::submit(command);
  }
  Reason reclassify(DemandId demand, std::string_view category_code, std::uint8_t condition = 0) {
    return act(demand, Deed::reclassify, {}, {.condition = condition, .category = category(category_code)});
  }

  const Chain& chain(DemandId demand) const { return city().routes.chain(slot(demand).chain); }
};

constexpr std::string_view chief = "P22088100100101", secretary = "P220881001001";

TEST_CASE("What has gone by counts by the place's clock, and a lead that stays need not accept again") {
  Town city;
  city.move_to(local("2026-03-10 16:30"));
  const DemandId demand = city.submit("0101");  // 4工作时
  const Party lead = city.organisation("BM07");
  REQUIRE(city.slot(demand).lead == lead);
  city.move_to(local("2026-03-10 16:40"));
  REQUIRE(city.act(demand, Deed::accept, lead) == Reason::none);
  CHECK(city.due(demand, Stage::resolution) == "2026-03-11 10:30");

  city.move_to(local("2026-03-11 08:15"));
  const Position before = city.slot(demand).last;
  REQUIRE(city.reclassify(demand, "0105") == Reason::none);  // 2工作时, of which an hour and a half is gone on Tuesday
  CHECK(city.due(demand, Stage::resolution) == "2026-03-11 08:30");
  CHECK(city.slot(demand).lead == lead);
  CHECK(city.slot(demand).state == DemandState::accepted);
  CHECK(city.due(demand, Stage::acceptance) == "none");
  CHECK(city.slot(demand).received == to_seconds(local("2026-03-10 16:30")));
  const auto told = city.facts<Reclassified>(demand);
  REQUIRE(told.size() == 1);
  CHECK(told[0].previous == before);
  CHECK(told[0].text_length == 12);
  CHECK(city.facts<Accepted>(demand).size() == 1);

  city.move_to(local("2026-03-11 08:30"));
  CHECK(city.slot(demand).is_late);
  CHECK(city.is_escalated_to(demand, city.post(secretary)));
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A new lead has to accept it within a limit of its own; what counts off hours begins at the next opening") {
  Town city;
  city.move_to(local("2026-03-10 19:00"));
  const DemandId demand = city.submit("0103");
  const Party was = city.organisation("BM02"), is = city.organisation("BM07");
  REQUIRE(city.slot(demand).lead == was);
  REQUIRE(city.act(demand, Deed::accept, was) == Reason::none);
  city.move_to(local("2026-03-10 19:30"));
  REQUIRE(city.reclassify(demand, "0101") == Reason::none);  // 30工作分钟, 4工作时
  CHECK(city.slot(demand).lead == is);
  CHECK(city.slot(demand).state == DemandState::submitted);
  CHECK(city.due(demand, Stage::acceptance) == "2026-03-11 08:30");
  CHECK(city.due(demand, Stage::containment) == "none");
  CHECK(city.due(demand, Stage::resolution) == "2026-03-11 12:00");
  CHECK(city.city().demands.queue(was).count == 0);
  CHECK(city.city().demands.queue(is).count == 1);
  city.move_to(local("2026-03-11 08:30"));
  CHECK(city.slot(demand).lead == Party(city.post(chief)));  // not accepted in time either
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Before it is accepted, a lead that stays has until then as before") {
  Town city;
  const DemandId demand = city.submit("0304");
  city.move_to(city.now + 10min);
  REQUIRE(city.reclassify(demand, "0310") == Reason::none);  // the same company; 15分钟 of its own
  CHECK(city.slot(demand).state == DemandState::submitted);
  CHECK(city.due(demand, Stage::acceptance) == "2026-03-10 09:30");
  CHECK(city.due(demand, Stage::containment) == "2026-03-10 10:00");
  CHECK(city.due(demand, Stage::resolution) == "2026-03-11 09:00");
}

TEST_CASE("What has run out by the new limits runs out now, and what was late by the old ones too not once more") {
  Town city;
  const DemandId demand = city.submit("0304"),
                 without = city.submit("0312");  // contained within 24 hours; no such limit
  const Party lead = city.organisation("GQ04");
  for (const DemandId one : {demand, without}) REQUIRE(city.act(one, Deed::accept, lead) == Reason::none);
  city.move_to(local("2026-03-10 10:30"));
  for (const DemandId one : {demand, without}) {
    REQUIRE(city.reclassify(one, "0310") == Reason::none);  // within an hour
    REQUIRE(city.slot(one).lead == lead);
    const auto escalated = city.facts<Escalated>(one);
    REQUIRE(escalated.size() == 1);
    CHECK(escalated[0].stage == Stage::containment);
    CHECK(show(to_instant(escalated[0].due)) == "2026-03-10 10:30");
    CHECK(city.slot(one).is_late);
    CHECK(city.due(one, Stage::containment) == "none");
    CHECK(city.due(one, Stage::resolution) == "2026-03-11 09:00");
  }
  city.move_to(local("2026-03-10 11:00"));
  REQUIRE(city.reclassify(demand, "0305") == Reason::none);  // within an hour too
  CHECK(city.facts<Escalated>(demand).size() == 1);
  CHECK(city.due(demand, Stage::containment) == "none");
  CHECK(city.due(demand, Stage::resolution) == "2026-03-12 09:00");
  CHECK(city.slot(demand).is_late);
  REQUIRE(city.reclassify(demand, "0304") == Reason::none);
  CHECK(city.due(demand, Stage::containment) == "2026-03-11 09:00");  // that has not run out
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("What was contained, or is done again, is not to be contained once more") {
  Town city;
  const DemandId contained = city.submit("0304"), again = city.submit("0304");
  const Party lead = city.organisation("GQ04");
  for (const DemandId one : {contained, again}) REQUIRE(city.act(one, Deed::accept, lead) == Reason::none);
  REQUIRE(city.act(contained, Deed::contain, lead) == Reason::none);
  REQUIRE(city.act(again, Deed::finish, lead) == Reason::none);
  city.move_to(local("2026-03-10 09:30"));
  REQUIRE(city.act(again, Deed::rework, city.post(chief)) == Reason::none);
  city.move_to(local("2026-03-10 09:45"));
  for (const DemandId one : {contained, again}) {
    REQUIRE(city.reclassify(one, "0310") == Reason::none);
    CHECK(city.due(one, Stage::containment) == "none");
    CHECK_FALSE(city.slot(one).is_late);
  }
  CHECK(city.due(contained, Stage::resolution) == "2026-03-11 09:00");
  CHECK(city.due(again, Stage::resolution) == "2026-03-11 09:30");  // from when it was sent back
}

TEST_CASE("What was asked is forgotten where the lead changes, and who assists stays, but for one that leads now") {
  Town city;
  const DemandId demand = city.submit("0304");
  const Party lead = city.organisation("GQ04"), next = city.organisation("BM02"), helper = city.organisation("GQ05");
  REQUIRE(city.act(demand, Deed::call_in, lead, {.to = next}) == Reason::none);
  REQUIRE(city.act(demand, Deed::call_in, lead, {.to = helper}) == Reason::none);
  REQUIRE(city.act(demand, Deed::accept, lead) == Reason::none);
  REQUIRE(city.act(demand, Deed::extend, lead, {.limit = {2, LimitUnit::working_hour}}) == Reason::none);

  REQUIRE(city.reclassify(demand, "0312") == Reason::none);
  CHECK(city.aside(demand).pending == Pending::extension);
  CHECK(city.due(demand, Stage::approval) == "2026-03-10 15:00");  // 4工作时
  CHECK(city.is_beside(demand, city.post(chief)));

  REQUIRE(city.reclassify(demand, "0103") == Reason::none);
  CHECK(city.slot(demand).lead == next);
  CHECK(city.aside(demand).pending == Pending::none);
  CHECK(city.due(demand, Stage::acceptance) == "2026-03-10 10:00");
  CHECK_FALSE(city.is_beside(demand, city.post(chief)));
  CHECK_FALSE(city.is_beside(demand, next));
  CHECK(city.is_beside(demand, helper));
  CHECK(city.aside(demand).assistants == std::array<Party, limits::assistants_max>{helper});
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Before filing it stays with the post that looks, which is the new chain's, by the same deadline") {
  Town city;
  const DemandId demand = city.submit("0701", {.place = city.place("22088100100101L01")});
  REQUIRE(city.slot(demand).lead == Party(city.post(chief)));
  city.move_to(city.now + 5min);
  REQUIRE(city.reclassify(demand, "0305") == Reason::none);  // a building's
  const Party looks = city.post("P22088100100101L01");
  CHECK(city.slot(demand).state == DemandState::filing);
  CHECK(city.slot(demand).lead == looks);
  CHECK(city.slot(demand).dues == Dues{{to_seconds(local("2026-03-10 09:30")), 0, 0}});
  REQUIRE(city.act(demand, Deed::file, looks) == Reason::none);
  CHECK(city.slot(demand).lead == city.organisation("GQ04"));
  CHECK(city.due(demand, Stage::containment) == "2026-03-10 10:00");  // from when it was received
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Late it stays, where it was escalated to, and goes up from the highest of these on the new chain") {
  Town city;
  const PlaceId lane = city.place("220881001J01H01");
  const DemandId once = city.submit("0202", {.road = lane}), twice = city.submit("0202", {.road = lane});
  const Party lead = city.slot(once).lead;
  const PostId street = city.chain(once).posts[1], subdistrict = city.chain(once).posts[2];
  REQUIRE(subdistrict == city.post("P220881001"));
  for (const DemandId one : {once, twice, twice}) REQUIRE(city.act(one, Deed::escalate, lead) == Reason::none);
  for (const DemandId one : {once, twice}) {
    REQUIRE(city.reclassify(one, "0101") == Reason::none);
    CHECK(city.chain(one).posts[0] == city.post(chief));
    CHECK(city.is_escalated_to(one, street));
  }
  CHECK(city.slot(once).escalated_step == city.slot(once).acting_step);
  CHECK(city.chain(twice).posts[city.slot(twice).escalated_step] == subdistrict);
  CHECK(city.is_escalated_to(twice, subdistrict));

  const DemandId late = city.submit("0304");
  city.move_to(city.now + 30min);
  REQUIRE(city.slot(late).lead == Party(city.post(chief)));  // it was not accepted
  city.move_to(city.now + 10min);
  REQUIRE(city.reclassify(late, "0103") == Reason::none);
  CHECK(city.slot(late).is_late);
  CHECK(city.is_escalated_to(late, city.post(chief)));
  CHECK(city.slot(late).lead == city.organisation("BM02"));
  CHECK(city.due(late, Stage::acceptance) == "2026-03-10 10:40");
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Its severity is that of the category and the condition, and of a head what its voices make of it") {
  Town city;
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"joined.more_severe_at", "2|4"});
  city.adopt(tables);
  const DemandId given = city.submit("0101", {.severity = 1});
  REQUIRE(city.reclassify(given, "0103") == Reason::none);
  CHECK(city.slot(given).severity == 3);

  const DemandId cover = city.submit("0201");
  REQUIRE(city.slot(cover).severity == 1);
  REQUIRE(city.reclassify(cover, "0201", 2) == Reason::none);  // broken, not missing: 4工作时 and nothing to contain
  CHECK(city.slot(cover).condition == 2);
  CHECK(city.slot(cover).severity == 3);
  CHECK(city.due(cover, Stage::containment) == "none");
  CHECK(city.due(cover, Stage::resolution) == "2026-03-10 15:00");

  const DemandId head = city.submit("1301"), other = city.submit("1301");
  REQUIRE(city.send(Join{.demand = other, .as = {}, .head = head, .note = {}, .bond = Bond::same}).refusal.reason ==
          Reason::none);
  REQUIRE(city.slot(head).severity == 2);
  REQUIRE(city.reclassify(head, "0304") == Reason::none);
  CHECK(city.aside(head).severity_alone == 2);
  CHECK(city.slot(head).severity == 1);
  CHECK(city.aside(head).members == 1);
  REQUIRE(city.act(other, Deed::part, {}) == Reason::none);
  CHECK(city.slot(head).severity == 2);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("What its category restricted stays restricted until a superior lifts it") {
  Town city;
  const DemandId was = city.submit("1105"), becomes = city.submit("1301");
  REQUIRE(city.reclassify(was, "1301") == Reason::none);
  CHECK(is_restricted(city.city(), city.slot(was)));
  CHECK(city.act(was, Deed::unrestrict, city.chain(was).posts[1]) == Reason::none);
  CHECK_FALSE(is_restricted(city.city(), city.slot(was)));
  REQUIRE(city.reclassify(becomes, "0902") == Reason::none);
  CHECK(is_restricted(city.city(), city.slot(becomes)));
  CHECK_FALSE(city.aside(becomes).is_restricted);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Whoever is complained of does not lead it") {
  Town city;
  const DemandId demand = city.submit("0101", {.complained_of = city.organisation("GQ04")});
  REQUIRE(city.reclassify(demand, "0304") == Reason::none);
  CHECK(city.slot(demand).lead == Party(city.post(chief)));
}

TEST_CASE(
    "It waits for the end of a situation as if it had come in so, and its resolution begins where it need not wait any "
    "more") {
  Town city;
  const SituationId snow = city.city().codes.situations.find("降雪");
  const DemandId before = city.submit("0101");
  city.move_to(local("2026-03-10 09:10"));
  REQUIRE_FALSE(city.send(DeclareSituation{snow, city.place("220881001"), city.post("P220881001")}).refusal);
  city.move_to(local("2026-03-10 09:20"));
  const DemandId during = city.submit("0101"), stays = city.submit("0101");
  city.move_to(local("2026-03-10 09:40"));
  for (const DemandId one : {before, during, stays}) REQUIRE(city.reclassify(one, "0602", 2) == Reason::none);
  CHECK_FALSE(city.slot(before).waits);
  CHECK(city.due(before, Stage::containment) == "2026-03-10 11:00");
  CHECK(city.due(before, Stage::resolution) == "2026-03-11 09:00");
  CHECK(city.slot(during).waits);
  CHECK(city.due(during, Stage::containment) == "2026-03-10 11:20");
  CHECK(city.due(during, Stage::resolution) == "none");

  city.move_to(local("2026-03-10 10:30"));
  REQUIRE(city.reclassify(during, "0101") == Reason::none);
  CHECK_FALSE(city.slot(during).waits);
  CHECK(city.due(during, Stage::resolution) == "2026-03-10 16:30");  // 4工作时 from now
  city.move_to(local("2026-03-10 10:50"));
  REQUIRE_FALSE(city.send(EndSituation{snow, city.place("220881001"), city.post("P220881001")}).refusal);
  CHECK(city.due(stays, Stage::resolution) == "2026-03-11 10:50");
  CHECK(city.due(during, Stage::resolution) == "2026-03-10 16:30");
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("It is found among what is like it now, and no longer among what is like what it was") {
  Town city;
  const DemandId demand = city.submit("0101");
  const auto is_near = [&](std::uint8_t class_number) {
    bool found = false;
    city.city().demands.each_near(city.grid(), class_number,
                                  [&](const Slot& slot) { return !(found |= slot.id == demand); });
    return found;
  };
  CHECK(is_near(1));
  REQUIRE(city.reclassify(demand, "0304") == Reason::none);
  CHECK_FALSE(is_near(1));
  CHECK(is_near(3));
}

TEST_CASE("When it is final it is of the category that it was last") {
  Town city;
  const DemandId demand = city.submit("0101");
  REQUIRE(city.reclassify(demand, "0304", 2) == Reason::none);
  const auto chain = city.slot(demand).chain;
  REQUIRE(city.act(demand, Deed::withdraw, {}) == Reason::none);
  const terminal::FinalDemand found =
      terminal::final_demand(city.log(), city.city(), demand, city.city().demands.last_of_final(demand));
  CHECK(found.status.category == city.category("0304"));
  CHECK(found.status.severity == 2);
  CHECK(found.status.place == city.grid());
  CHECK(found.standing.demand.chain == chain);
}

TEST_CASE("Its new lead is told, and the whole chain where the category says so") {
  Town city;
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"notices.kinds", "待办"});
  city.adopt(tables);
  const DemandId demand = city.submit("1301");
  const auto told = [&] {
    std::vector<Party> to;
    for (const auto& [id, notice] : city.city().notices.pending()) to.push_back(notice.to);
    return to;
  };
  REQUIRE(told() == std::vector<Party>{city.post(chief)});
  REQUIRE(city.reclassify(demand, "0302") == Reason::none);  // gas: always the whole chain
  CHECK(told() == std::vector<Party>{city.post(chief), city.organisation("GQ02"), city.post(chief),
                                     city.post(secretary), city.post("P220881001"), city.post("P220881")});
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Who may not, and what is no change or not there, is refused, and changes nothing") {
  Town city;
  const DemandId demand = city.submit("0304");
  const Position last = city.slot(demand).last;
  CHECK(city.reclassify(demand, "0304") == Reason::same_category);
  CHECK(city.reclassify(demand, "no such code") == Reason::unknown_category);
  CHECK(city.reclassify(demand, "0304", 3) == Reason::unknown_condition);
  CHECK(city.act(demand, Deed::reclassify, city.slot(demand).lead, {.category = city.category("0101")}) ==
        Reason::wrong_role);
  const Act unsaid{
      .demand = demand, .as = city.post(chief), .deed = Deed::reclassify, .category = city.category("0101")};
  CHECK(city.send(unsaid).refusal.reason == Reason::note_missing);
  CHECK(city.slot(demand).last == last);
  REQUIRE(city.act(demand, Deed::accept, city.slot(demand).lead) == Reason::none);
  REQUIRE(city.act(demand, Deed::finish, city.slot(demand).lead) == Reason::none);
  CHECK(city.reclassify(demand, "0101") == Reason::already_finished);
}

}  // namespace
}  // namespace wangge
