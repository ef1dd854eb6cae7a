// What comes after its limit and counts all the same: more time that was asked for before the limit, and a resident's
// verdict.

#include <algorithm>

#include "engine/state/digest.h"
#include "engine/story/tell.h"
#include "tests/desk.h"
#include "tests/local_time.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::Desk;
using tests::local;

// 0101, four working hours from Tuesday 14:00, so until 18:00. More time is asked for at 17:00; it is answered within
// four working hours.
class Asked : public Desk {
 public:
  Asked() {
    move_to(local("2026-03-10 14:00"));
    demand = submit(plain(grid(), category("0101")));
    lead = slot(demand).lead;
    REQUIRE(act(demand, Deed::accept, lead) == Reason::none);
    move_to(local("2026-03-10 17:00"));
    REQUIRE(act(demand, Deed::extend, lead, {.limit = {8, LimitUnit::working_hour}}) == Reason::none);
    move_to(local("2026-03-10 18:00"));
    REQUIRE(slot(demand).is_late);
    REQUIRE(is_escalated_to(demand, secretary()));
  }
  PostId chief() const { return post("P22088100100101"); }
  PostId secretary() const { return post("P220881001001"); }
  std::vector<story::Step> story() {
    return story::tell(terminal::history(log(), demand, city().demands.last_of(demand)));
  }
  bool is_replayed() { return replayed_digest() == digest_of(city()); }

  DemandId demand;
  Party lead;
};

TEST_CASE(
    "More time asked for before the limit is granted after it, from that limit on, and it was not late meanwhile") {
  Asked city;
  city.move_to(local("2026-03-11 09:00"));
  REQUIRE(city.act(city.demand, Deed::approve, city.chief()) == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-11 18:00");
  CHECK_FALSE(city.slot(city.demand).is_late);
  CHECK_FALSE(city.is_escalated_to(city.demand, city.secretary()));
  CHECK(city.aside(city.demand).urge == Urge{});
  CHECK(city.story().back().undoes_late);
  CHECK(city.is_replayed());
  city.move_to(local("2026-03-11 18:00"));  // late by the new limit
  CHECK(city.slot(city.demand).is_late);
  CHECK(city.is_escalated_to(city.demand, city.secretary()));
  CHECK(city.act(city.demand, Deed::extend, city.lead, {.limit = {8, LimitUnit::working_hour}}) == Reason::overdue);
  CHECK(city.is_replayed());
}

TEST_CASE("Refused, or not answered within its own limit, it was late from the old limit on") {
  const bool is_refused = GENERATE(true, false);
  Asked city;
  city.move_to(local("2026-03-11 09:00"));
  if (is_refused) REQUIRE(city.act(city.demand, Deed::refuse, city.chief()) == Reason::none);
  city.move_to(local("2026-03-11 12:00"));
  CHECK(city.act(city.demand, Deed::approve, city.chief()) == Reason::nothing_asked);
  CHECK(city.slot(city.demand).is_late);
  CHECK(city.is_escalated_to(city.demand, city.secretary()));
  CHECK(city.due(city.demand, Stage::resolution) == "none");
  CHECK(city.is_replayed());
}

TEST_CASE("What somebody escalated by hand meanwhile stays with whom it went to") {
  Asked city;
  REQUIRE(city.act(city.demand, Deed::escalate, city.chief()) == Reason::none);
  REQUIRE(city.act(city.demand, Deed::approve, city.chief()) == Reason::none);
  CHECK_FALSE(city.slot(city.demand).is_late);
  CHECK(city.is_escalated_to(city.demand, city.post("P220881001")));
  CHECK(city.is_replayed());
}

TEST_CASE("More time that is over by now is granted, and it is late from there on") {
  Desk city;
  city.move_to(local("2026-03-10 14:00"));
  const DemandId demand = city.submit(Desk::plain(city.grid(), city.category("0101")));
  const Party lead = city.slot(demand).lead;
  REQUIRE(city.act(demand, Deed::accept, lead) == Reason::none);
  city.move_to(local("2026-03-10 17:00"));
  REQUIRE(city.act(demand, Deed::extend, lead, {.limit = {1, LimitUnit::working_hour}}) == Reason::none);
  city.move_to(local("2026-03-11 10:00"));
  REQUIRE(city.act(demand, Deed::approve, city.post("P22088100100101")) == Reason::none);
  city.settle();
  CHECK(city.slot(demand).is_late);
  const auto escalated = city.facts<Escalated>(demand);
  REQUIRE(escalated.size() == 2);
  CHECK(tests::show(to_instant(escalated[1].due)) == "2026-03-11 09:00");
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A pause lasts a year to the day at the most") {
  Desk city;
  const DemandId demand = city.submit(Desk::plain(city.grid(), city.category("0101")));
  const Party lead = city.slot(demand).lead;
  REQUIRE(city.act(demand, Deed::accept, lead) == Reason::none);
  CHECK(city.act(demand, Deed::suspend, lead, {.until = to_seconds(local("2027-03-10 09:00") + 1s)}) ==
        Reason::bad_date);
  CHECK(city.act(demand, Deed::suspend, lead, {.until = to_seconds(local("2027-03-10 09:00"))}) == Reason::none);
}

// Closed on Tuesday 9:00; a verdict is waited for 7 days, and it may be reopened for 15.
class Ended : public Desk {
 public:
  Ended() {
    demand = submit(plain(grid(), category("0101")));
    const Party lead = slot(demand).lead;
    for (const Deed deed : {Deed::accept, Deed::finish}) REQUIRE(act(demand, deed, lead) == Reason::none);
    REQUIRE(act(demand, Deed::close, post("P22088100100101")) == Reason::none);
  }
  Reason rate(std::uint8_t result) {
    return act(demand, Deed::rate, {}, {.verdict = Verdict{.result = result}.packed()});
  }

  DemandId demand;
};

TEST_CASE("A verdict after its limit and before that for reopening counts, as a late one") {
  const auto [at, is_late] = GENERATE(
      table<std::string, bool>({{"2026-03-17 08:59", false}, {"2026-03-17 09:00", true}, {"2026-03-25 08:59", true}}));
  Ended city;
  city.move_to(local(at));
  REQUIRE(city.rate(1) == Reason::none);
  CHECK(city.slot(city.demand).state == DemandState::submitted);
  const auto acted = city.facts<Acted>(city.demand);
  CHECK(acted.back().deed == Deed::rate);
  CHECK(acted.back().is_late == is_late);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A good verdict that is late is kept, and ends the demand when the time to reopen is over") {
  Ended city;
  city.move_to(local("2026-03-20 09:00"));
  REQUIRE(city.rate(5) == Reason::none);
  CHECK(city.slot(city.demand).state == DemandState::closed);
  CHECK(city.rate(5) == Reason::already_rated);
  city.move_to(local("2026-03-25 09:00"));
  CHECK(city.city().demands.find(city.demand) == nullptr);
  CHECK(city.rate(1) == Reason::demand_final);
}

}  // namespace
}  // namespace wangge
