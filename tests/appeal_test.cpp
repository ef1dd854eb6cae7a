// Appeals (申诉) of what was late: who may, when, who says, by when, and what becomes of the demand meanwhile.

#include <string>
#include <vector>

#include "engine/state/digest.h"
#include "engine/views/queue.h"
#include "tests/changed_tables.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;

// 0304 is led by the heating company, contained within 24 hours, and closed by the grid's chief. The offices are open
// from 8 to 12 and from 14 to 18; an appeal has five working days, each review four working hours.
class Town : public tests::Desk {
 public:
  DemandId submit(std::string_view category_code = "0304") {
    return Desk::submit(plain(grid(), category(category_code)));
  }
  void close(DemandId demand) {
    const Party leads = slot(demand).lead;
    REQUIRE(act(demand, Deed::finish, leads) == Reason::none);
    REQUIRE(act(demand, Deed::close, post(chief)) == Reason::none);
  }
  // Submitted on Tuesday at 9:00, late on Wednesday at 9:00, closed at 10:00.
  DemandId closed_late() {
    const DemandId demand = submit();
    REQUIRE(act(demand, Deed::accept, slot(demand).lead) == Reason::none);
    move_to(local("2026-03-11 10:00"));
    REQUIRE(slot(demand).is_late);
    close(demand);
    return demand;
  }

  Party company() const { return organisation("GQ04"); }
  views::Queue queue(std::string_view post_code) const {
    return views::queue_of(city(), city().sessions[desk()].account(),
                           {.owner = post(post_code), .scope = {}, .filter = {}});
  }
  std::string review_due(DemandId demand) const { return due(demand, Stage::review); }

  static constexpr std::string_view chief = "P22088100100101", secretary = "P220881001001", subdistrict = "P220881001",
                                    city_desk = "P220881";
};

TEST_CASE("Granted by a superior and by the city, a demand is exempt, and late all the same") {
  Town city;
  const DemandId demand = city.closed_late();
  const Dues before = city.slot(demand).dues;
  city.move_to(local("2026-03-11 11:00"));
  REQUIRE(city.act(demand, Deed::appeal, city.company(), {.attachments = {0, 6}}) == Reason::none);
  const auto fact = std::get<Acted>(city.log().read(city.slot(demand).last).value().event);
  CHECK(fact.attachments_length == 6);
  CHECK(city.review_due(demand) == "2026-03-11 17:00");
  CHECK(city.queue(Town::secretary).rows.at(0).demand == demand);
  CHECK(city.queue(Town::secretary).rows.at(0).part == views::Part::reviews);
  CHECK(city.act(demand, Deed::grant, city.post(Town::subdistrict)) == Reason::wrong_role);
  CHECK(city.act(demand, Deed::grant, city.company()) == Reason::wrong_role);

  city.move_to(local("2026-03-11 15:00"));
  REQUIRE(city.act(demand, Deed::grant, city.post(Town::secretary)) == Reason::none);
  CHECK(city.review_due(demand) == "2026-03-12 09:00");
  CHECK(city.queue(Town::secretary).rows.empty());
  CHECK(city.is_beside(demand, city.post(Town::city_desk)));
  CHECK_FALSE(city.aside(demand).is_exempt());
  city.restart();
  REQUIRE(city.act(demand, Deed::grant, city.post(Town::city_desk)) == Reason::none);
  CHECK(city.aside(demand).is_exempt());
  CHECK(city.slot(demand).is_late);
  CHECK(city.slot(demand).state == DemandState::closed);
  CHECK(city.slot(demand).dues == before);
  CHECK_FALSE(city.is_beside(demand, city.post(Town::city_desk)));
  CHECK(city.act(demand, Deed::appeal, city.company()) == Reason::appealed_before);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A rejection ends it, whoever of the two says so") {
  for (const bool is_first : {true, false}) {
    Town city;
    const DemandId demand = city.closed_late();
    REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
    if (!is_first) REQUIRE(city.act(demand, Deed::grant, city.post(Town::secretary)) == Reason::none);
    REQUIRE(city.act(demand, Deed::reject, city.post(is_first ? Town::secretary : Town::city_desk)) == Reason::none);
    CHECK(city.aside(demand).appeal == Appeal::rejected);
    CHECK(city.review_due(demand) == "none");
    for (const std::string_view post : {Town::secretary, Town::city_desk})
      CHECK_FALSE(city.is_beside(demand, city.post(post)));
    CHECK(city.act(demand, Deed::grant, city.post(Town::city_desk)) == Reason::wrong_role);
    CHECK(city.act(demand, Deed::appeal, city.company()) == Reason::appealed_before);
  }
}

TEST_CASE("What nobody reviews in time goes to the city, and what that does not review either is rejected") {
  Town city;
  const DemandId demand = city.closed_late();
  city.move_to(local("2026-03-11 11:00"));
  REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
  city.move_to(local("2026-03-11 17:00"));
  CHECK(city.aside(demand).appeal == Appeal::second);
  CHECK(city.review_due(demand) == "2026-03-12 11:00");
  CHECK(city.act(demand, Deed::grant, city.post(Town::secretary)) == Reason::wrong_role);
  CHECK(city.is_beside(demand, city.post(Town::city_desk)));
  city.move_to(local("2026-03-12 11:00"));
  CHECK(city.aside(demand).appeal == Appeal::rejected);
  CHECK_FALSE(city.is_beside(demand, city.post(Town::city_desk)));
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("There are five working days for it, from closing, also after the resident has given a verdict") {
  Town city;
  const DemandId in_time = city.closed_late(), too_late = city.submit();
  REQUIRE(city.act(too_late, Deed::accept, city.company()) == Reason::none);
  city.move_to(local("2026-03-12 10:30"));
  REQUIRE(city.slot(too_late).is_late);
  city.close(too_late);
  REQUIRE(city.act(in_time, Deed::rate, {}, {.verdict = Verdict{.result = 5}.packed()}) == Reason::none);
  city.move_to(local("2026-03-18 09:59:59"));
  CHECK(city.act(in_time, Deed::appeal, city.company()) == Reason::none);
  city.move_to(local("2026-03-19 10:30"));
  CHECK(city.act(too_late, Deed::appeal, city.company()) == Reason::appeal_over);
}

TEST_CASE("Only what is closed and was late is appealed, by who led it") {
  Town city;
  const DemandId open = city.submit(), on_time = city.submit();
  for (const DemandId one : {open, on_time}) REQUIRE(city.act(one, Deed::accept, city.company()) == Reason::none);
  city.close(on_time);
  CHECK(city.act(on_time, Deed::appeal, city.company()) == Reason::not_late);
  CHECK(city.act(open, Deed::appeal, city.company()) == Reason::not_closed);
  const DemandId late = city.closed_late();
  CHECK(city.act(late, Deed::appeal, city.post(Town::chief)) == Reason::wrong_role);
  CHECK(city.act(late, Deed::appeal, {}) == Reason::wrong_role);
  const Act unsaid{.demand = late, .as = city.company(), .deed = Deed::appeal};
  CHECK(city.send(unsaid).refusal.reason == Reason::note_missing);
}

TEST_CASE("Who reviews stands above who led: from a subdistrict up the city says alone, and of the city nobody") {
  Town city;
  struct Case {
    std::string_view leads;
    Reason reason;
    Appeal appeal;
    std::string_view reviews;
  };
  const Case cases[]{{Town::chief, Reason::none, Appeal::first, Town::secretary},
                     {Town::secretary, Reason::none, Appeal::first, Town::subdistrict},
                     {Town::subdistrict, Reason::none, Appeal::second, Town::city_desk},
                     {Town::city_desk, Reason::nobody_above, Appeal::none, {}}};
  std::vector<DemandId> demands;
  for (const Case& one : cases) {
    demands.push_back(city.submit("1301"));
    const Party leads = city.post(one.leads);
    if (one.leads != Town::chief)
      REQUIRE(city.act(demands.back(), Deed::transfer, city.post(Town::chief), {.to = leads}) == Reason::none);
    REQUIRE(city.act(demands.back(), Deed::accept, leads) == Reason::none);
  }
  city.move_to(city.now + 7 * 24h);  // 7自然日
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const Case& one = cases[i];
    INFO(one.leads);
    const Party leads = city.post(one.leads);
    REQUIRE(city.act(demands[i], Deed::finish, leads) == Reason::none);
    REQUIRE(city.act(demands[i], Deed::close, leads) == Reason::none);
    REQUIRE(city.slot(demands[i]).is_late);
    CHECK(city.act(demands[i], Deed::appeal, leads) == one.reason);
    CHECK(city.aside(demands[i]).appeal == one.appeal);
    CHECK(city.aside(demands[i]).reviewer == city.post(one.reviews));
  }
}

TEST_CASE("It is not final while an appeal is under way, however long that takes, and is once that is decided") {
  for (const bool is_granted : {true, false}) {
    Town city;
    Tables tables = tests::sample_city().tables;
    std::erase_if(tables.of(TableKind::settings), [](const Row& row) { return row.at(0) == "limits.approval"; });
    city.adopt(tables);
    const DemandId demand = city.closed_late();
    REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
    CHECK(city.review_due(demand) == "none");
    city.move_to(local("2026-04-15 10:00"));  // the times to rate and to reopen are over
    REQUIRE(city.city().demands.find(demand) != nullptr);
    CHECK(city.slot(demand).dues == Dues{});
    CHECK(city.act(demand, Deed::grant, city.post(Town::secretary)) == Reason::none);
    CHECK(city.act(demand, is_granted ? Deed::grant : Deed::reject, city.post(Town::city_desk)) == Reason::none);
    CHECK(city.city().demands.find(demand) == nullptr);
    CHECK(city.city().demands.last_of_final(demand));
    CHECK(city.act(demand, Deed::appeal, city.company()) == Reason::demand_final);
    CHECK(city.replayed_digest() == digest_of(city.city()));
  }
}

TEST_CASE("Where it begins again, an appeal that is under way falls away, and one that was decided is not made again") {
  Town city;
  const DemandId under_way = city.closed_late();
  REQUIRE(city.act(under_way, Deed::appeal, city.company()) == Reason::none);
  REQUIRE(city.act(under_way, Deed::reopen, city.post(Town::chief)) == Reason::none);
  CHECK(city.aside(under_way).appeal == Appeal::none);
  CHECK_FALSE(city.is_beside(under_way, city.post(Town::secretary)));
  CHECK(city.act(under_way, Deed::grant, city.post(Town::secretary)) == Reason::wrong_role);
  city.move_to(local("2026-03-11 10:30"));  // 30分钟 to accept are over
  const Party leads = city.slot(under_way).lead;
  REQUIRE(city.slot(under_way).is_late);
  REQUIRE(city.act(under_way, Deed::accept, leads) == Reason::none);
  REQUIRE(city.act(under_way, Deed::finish, leads) == Reason::none);
  REQUIRE(city.act(under_way, Deed::close, city.post(Town::city_desk)) == Reason::none);
  CHECK(city.act(under_way, Deed::appeal, leads) == Reason::none);
  REQUIRE(city.act(under_way, Deed::reject, city.aside(under_way).reviewer) == Reason::none);
  REQUIRE(city.act(under_way, Deed::reopen, city.post(Town::city_desk)) == Reason::none);
  CHECK(city.aside(under_way).appeal == Appeal::rejected);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("An appeal whose reviewer's post goes is the city's to say") {
  Town city;
  const DemandId demand = city.closed_late();
  REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
  REQUIRE(city.is_beside(demand, city.post(Town::secretary)));
  tests::ChangedTables tables(tests::sample_city().tables);
  tables.set(TableKind::posts, Town::secretary, "code", "P220881001099");
  tables.replace(TableKind::posts, "superior", Town::secretary, "P220881001099");
  city.adopt(tables);
  city.settle();
  CHECK(city.aside(demand).reviewer == city.post(Town::city_desk));
  CHECK(city.is_beside(demand, city.post(Town::city_desk)));
  CHECK(city.city().demands.side_queue(city.post(Town::secretary)).empty());
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Who is to review it is told") {
  Town city;
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"notices.kinds", "待办"});
  city.adopt(tables);
  const DemandId demand = city.closed_late();
  REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
  CHECK(city.city().notices.pending().rbegin()->second.to == Party(city.post(Town::secretary)));
  REQUIRE(city.act(demand, Deed::grant, city.post(Town::secretary)) == Reason::none);
  CHECK(city.city().notices.pending().rbegin()->second.to == Party(city.post(Town::city_desk)));
}

}  // namespace
}  // namespace wangge
