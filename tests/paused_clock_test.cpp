// A clock that was paused (挂账) and whose limit is changed afterwards: what had run before the pause counts, once.
// Deadlines are worked out by hand: the offices are open from 8 to 12 and from 14 to 18.

#include "engine/rules/working_time.h"
#include "engine/state/digest.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;

// 0103, five working days, of which two have gone by when it is paused on Thursday 12 March; it goes on on Thursday 26
// March.
class Paused : public tests::Desk {
 public:
  explicit Paused(std::string_view category_code = "0103", std::string_view lead_code = "BM02",
                  std::string_view from = "2026-03-12 09:00")
      : demand(Desk::submit(plain(grid(), category(category_code)))), lead(organisation(lead_code)) {
    REQUIRE(act(demand, Deed::accept, lead) == Reason::none);
    move_to(local(from));
    REQUIRE(act(demand, Deed::suspend, lead, {.until = to_seconds(local("2026-03-26 09:00"))}) == Reason::none);
    REQUIRE(act(demand, Deed::approve, chief()) == Reason::none);
    move_to(local("2026-03-26 09:00"));
    REQUIRE(slot(demand).state == DemandState::accepted);
  }

  PostId chief() const { return post("P22088100100101"); }
  Reason reclassify(std::string_view code) { return act(demand, Deed::reclassify, {}, {.category = category(code)}); }
  void recompute_with(const Row& day) {
    Tables tables = tests::sample_city().tables;
    tables.of(TableKind::calendar).push_back(day);
    move_to(now + 1min);
    adopt(tables);
    REQUIRE_FALSE(engine().perform(RecomputeDeadlines{}, {}, now).refusal);
    settle();
  }
  bool is_replayed() { return replayed_digest() == digest_of(city()); }

  DemandId demand;
  Party lead;
};

TEST_CASE("Another category leaves of its limit what had not run before the pause, however often it is changed") {
  Paused city;
  REQUIRE(city.due(city.demand, Stage::resolution) == "2026-03-31 09:00");
  REQUIRE(city.reclassify("0203") == Reason::none);  // five working days too
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-31 09:00");
  REQUIRE(city.reclassify("0103") == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-31 09:00");
  city.move_to(local("2026-03-27 09:00"));
  REQUIRE(city.reclassify("0203") == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-31 09:00");
  CHECK(city.is_replayed());
}

TEST_CASE("What had run before the pause is counted on the clock of the new limit") {
  Paused city("0305", "GQ04", "2026-03-10 19:00");  // 48 hours, ten of which are gone
  REQUIRE(city.due(city.demand, Stage::resolution) == "2026-03-27 23:00");
  REQUIRE(city.reclassify("0310") == Reason::none);  // 24 hours
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-26 23:00");
  REQUIRE(city.reclassify("0103") == Reason::none);  // five working days, of which seven hours ran before the pause
  CHECK(city.due(city.demand, Stage::resolution) == "2026-04-01 10:00");
  CHECK(city.is_replayed());
}

TEST_CASE(
    "A limit that was used up before the pause runs out at once, and what is handed over or moved keeps its time") {
  Paused city;
  REQUIRE(city.act(city.demand, Deed::transfer, city.chief(), {.to = city.organisation("BM07")}) == Reason::none);
  REQUIRE(city.act(city.demand, Deed::move, {}, {.place = city.grid(1)}) == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-31 09:00");
  REQUIRE(city.reclassify("0203") == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-03-31 09:00");
  REQUIRE(city.reclassify("0101") == Reason::none);  // four working hours
  CHECK(city.slot(city.demand).is_late);
  CHECK(city.due(city.demand, Stage::resolution) == "none");
  CHECK(city.is_replayed());
}

TEST_CASE("Another calendar moves what is left, and another category after it counts what had run before the pause") {
  Paused city;
  city.recompute_with({"2026-03-27", "off", "临时放假"});
  CHECK(city.due(city.demand, Stage::resolution) == "2026-04-01 09:00");
  REQUIRE(city.reclassify("0203") == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-04-01 09:00");
  CHECK(city.is_replayed());
}

TEST_CASE("What had run before the pause counts for the early warning too") {
  Paused city;  // three and three quarters of five days, of which two are gone
  constexpr unsigned resolution = 1u << due_index(Stage::resolution);
  city.move_to(local("2026-03-27 16:59"));
  CHECK((city.slot(city.demand).warned & resolution) == 0);
  city.move_to(local("2026-03-27 17:00"));
  CHECK((city.slot(city.demand).warned & resolution) != 0);
}

TEST_CASE("Done again or begun again, it has a limit of its own, and the pause is forgotten") {
  Paused city;
  REQUIRE(city.act(city.demand, Deed::finish, city.lead) == Reason::none);
  REQUIRE(city.act(city.demand, Deed::rework, city.chief()) == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-04-02 09:00");
  REQUIRE(city.reclassify("0203") == Reason::none);
  CHECK(city.due(city.demand, Stage::resolution) == "2026-04-02 09:00");
  CHECK(city.is_replayed());
}

TEST_CASE("What waited for the end of a situation while it was paused has used nothing of its resolution") {
  tests::Desk city;
  const PostId subdistrict = city.post("P220881001"), community = city.post("P220881001001");
  const SituationId snow = city.city().codes.situations.find("降雪");
  const PlaceId place = city.place("220881001");
  REQUIRE_FALSE(city.send(DeclareSituation{.situation = snow, .place = place, .as = subdistrict}).refusal);
  const DemandId demand = city.submit(tests::Desk::plain(city.grid(), city.category("0602")));
  REQUIRE(city.slot(demand).waits);
  const Party lead = city.slot(demand).lead;
  REQUIRE(city.act(demand, Deed::accept, lead) == Reason::none);
  REQUIRE(city.act(demand, Deed::suspend, lead, {.until = to_seconds(city.now + 24h)}) == Reason::none);
  REQUIRE(city.act(demand, Deed::approve, community) == Reason::none);
  city.move_to(city.now + 24h);
  REQUIRE(city.slot(demand).waits);
  REQUIRE_FALSE(city.send(EndSituation{.situation = snow, .place = place, .as = subdistrict}).refusal);
  city.settle();
  const Limit limit = city.city().configuration->categories[city.category("0602").value].resolve;
  const Seconds due =
      to_seconds(rules::deadline(city.city().configuration->calendars.of(city.grid()), city.now, limit));
  CHECK(city.slot(demand).dues[Stage::resolution] == due);
  CHECK_FALSE(city.aside(demand).pause);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

}  // namespace
}  // namespace wangge
