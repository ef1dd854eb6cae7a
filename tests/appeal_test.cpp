// Appeals (申诉) of what was late: who may, when, who says, by when, and what becomes of the demand meanwhile.

#include <algorithm>
#include <string>
#include <vector>

#include "engine/state/digest.h"
#include "engine/views/queue.h"
#include "tests/changed_tables.h"
#include "tests/local_time.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;
using tests::RunningCity;
using tests::show;

// 0304 is led by the heating company, contained within 24 hours, and closed by the grid's chief. The offices are open from 8 to 12 and
// from 14 to 18; an appeal has five working days, each review four working hours.
class Desk : public RunningCity {
 public:
  DemandId submit(std::string_view category_code = "0304") {
    const loop::Outcome outcome = send(plain(grid(), category(category_code)), plain_text);
    REQUIRE_FALSE(outcome.refusal);
    return DemandId{outcome.position.value};
  }
  Reason act(DemandId demand, Deed deed, Party as, Act more = {}) {
    more.demand = demand;
    more.deed = deed;
    more.as = as;
    if (deed != Deed::accept) more.note = {0, 12};
    return send(more, plain_text).refusal.reason;
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

  Party company() const { return city().codes.organisations.find("GQ04"); }
  const Slot& slot(DemandId demand) const { return *city().demands.find(demand); }
  const Aside& aside(DemandId demand) const { return city().demands.aside(demand); }
  bool is_beside(DemandId demand, std::string_view post_code) const {
    const std::vector<DemandId> queue = city().demands.side_queue(post(post_code));
    return std::ranges::find(queue, demand) != queue.end();
  }
  views::Queue queue(std::string_view post_code) const {
    return views::queue_of(city(), city().sessions[desk()].account(), {.owner = post(post_code), .scope = {}, .filter = {}});
  }
  std::string review_due(DemandId demand) const {
    const Seconds at = slot(demand).dues[Stage::review];
    return at == 0 ? "none" : show(to_instant(at));
  }

  static constexpr std::string_view chief = "P22088100100101", secretary = "P220881001001", subdistrict = "P220881001", city_desk = "P220881";
};

TEST_CASE("Granted by a superior and by the city, a demand is exempt, and late all the same") {
  Desk city;
  const DemandId demand = city.closed_late();
  const Dues before = city.slot(demand).dues;
  city.move_to(local("2026-03-11 11:00"));
  REQUIRE(city.act(demand, Deed::appeal, city.company(), {.attachments = {0, 6}}) == Reason::none);
  const auto fact = std::get<Acted>(city.log().read(city.slot(demand).last).value().event);
  CHECK(fact.attachments_length == 6);
  CHECK(city.review_due(demand) == "2026-03-11 17:00");
  CHECK(city.queue(Desk::secretary).rows.at(0).demand == demand);
  CHECK(city.queue(Desk::secretary).rows.at(0).part == views::Part::reviews);
  CHECK(city.act(demand, Deed::grant, city.post(Desk::subdistrict)) == Reason::wrong_role);
  CHECK(city.act(demand, Deed::grant, city.company()) == Reason::wrong_role);

  city.move_to(local("2026-03-11 15:00"));
  REQUIRE(city.act(demand, Deed::grant, city.post(Desk::secretary)) == Reason::none);
  CHECK(city.review_due(demand) == "2026-03-12 09:00");
  CHECK(city.queue(Desk::secretary).rows.empty());
  CHECK(city.is_beside(demand, Desk::city_desk));
  CHECK_FALSE(city.aside(demand).is_exempt());
  city.restart();
  REQUIRE(city.act(demand, Deed::grant, city.post(Desk::city_desk)) == Reason::none);
  CHECK(city.aside(demand).is_exempt());
  CHECK(city.slot(demand).is_late);
  CHECK(city.slot(demand).state == DemandState::closed);
  CHECK(city.slot(demand).dues == before);
  CHECK_FALSE(city.is_beside(demand, Desk::city_desk));
  CHECK(city.act(demand, Deed::appeal, city.company()) == Reason::appealed_before);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A rejection ends it, whoever of the two says so") {
  for (const bool is_first : {true, false}) {
    Desk city;
    const DemandId demand = city.closed_late();
    REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
    if (!is_first) REQUIRE(city.act(demand, Deed::grant, city.post(Desk::secretary)) == Reason::none);
    REQUIRE(city.act(demand, Deed::reject, city.post(is_first ? Desk::secretary : Desk::city_desk)) == Reason::none);
    CHECK(city.aside(demand).appeal == Appeal::rejected);
    CHECK(city.review_due(demand) == "none");
    for (const std::string_view post : {Desk::secretary, Desk::city_desk}) CHECK_FALSE(city.is_beside(demand, post));
    CHECK(city.act(demand, Deed::grant, city.post(Desk::city_desk)) == Reason::wrong_role);
    CHECK(city.act(demand, Deed::appeal, city.company()) == Reason::appealed_before);
  }
}

TEST_CASE("What nobody reviews in time goes to the city, and what that does not review either is rejected") {
  Desk city;
  const DemandId demand = city.closed_late();
  city.move_to(local("2026-03-11 11:00"));
  REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
  city.move_to(local("2026-03-11 17:00"));
  CHECK(city.aside(demand).appeal == Appeal::second);
  CHECK(city.review_due(demand) == "2026-03-12 11:00");
  CHECK(city.act(demand, Deed::grant, city.post(Desk::secretary)) == Reason::wrong_role);
  CHECK(city.is_beside(demand, Desk::city_desk));
  city.move_to(local("2026-03-12 11:00"));
  CHECK(city.aside(demand).appeal == Appeal::rejected);
  CHECK_FALSE(city.is_beside(demand, Desk::city_desk));
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("There are five working days for it, from closing, also after the resident has given a verdict") {
  Desk city;
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
  Desk city;
  const DemandId open = city.submit(), on_time = city.submit();
  for (const DemandId one : {open, on_time}) REQUIRE(city.act(one, Deed::accept, city.company()) == Reason::none);
  city.close(on_time);
  CHECK(city.act(on_time, Deed::appeal, city.company()) == Reason::not_late);
  CHECK(city.act(open, Deed::appeal, city.company()) == Reason::not_closed);
  const DemandId late = city.closed_late();
  CHECK(city.act(late, Deed::appeal, city.post(Desk::chief)) == Reason::wrong_role);
  CHECK(city.act(late, Deed::appeal, {}) == Reason::wrong_role);
  const Act unsaid{.demand = late, .as = city.company(), .deed = Deed::appeal};
  CHECK(city.send(unsaid).refusal.reason == Reason::note_missing);
}

TEST_CASE("Who reviews stands above who led: from a subdistrict up the city says alone, and of the city nobody") {
  Desk city;
  struct Case {
    std::string_view leads;
    Reason reason;
    Appeal appeal;
    std::string_view reviews;
  };
  const Case cases[]{{Desk::chief, Reason::none, Appeal::first, Desk::secretary},
                     {Desk::secretary, Reason::none, Appeal::first, Desk::subdistrict},
                     {Desk::subdistrict, Reason::none, Appeal::second, Desk::city_desk},
                     {Desk::city_desk, Reason::nobody_above, Appeal::none, {}}};
  std::vector<DemandId> demands;
  for (const Case& one : cases) {
    demands.push_back(city.submit("1301"));
    const Party leads = city.post(one.leads);
    if (one.leads != Desk::chief) REQUIRE(city.act(demands.back(), Deed::transfer, city.post(Desk::chief), {.to = leads}) == Reason::none);
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
    Desk city;
    Tables tables = tests::sample_city().tables;
    std::erase_if(tables.of(TableKind::settings), [](const Row& row) { return row.at(0) == "limits.approval"; });
    city.adopt(tables);
    const DemandId demand = city.closed_late();
    REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
    CHECK(city.review_due(demand) == "none");
    city.move_to(local("2026-04-15 10:00"));  // the times to rate and to reopen are over
    REQUIRE(city.city().demands.find(demand) != nullptr);
    CHECK(city.slot(demand).dues == Dues{});
    CHECK(city.act(demand, Deed::grant, city.post(Desk::secretary)) == Reason::none);
    CHECK(city.act(demand, is_granted ? Deed::grant : Deed::reject, city.post(Desk::city_desk)) == Reason::none);
    CHECK(city.city().demands.find(demand) == nullptr);
    CHECK(city.city().demands.last_of_final(demand));
    CHECK(city.act(demand, Deed::appeal, city.company()) == Reason::demand_final);
    CHECK(city.replayed_digest() == digest_of(city.city()));
  }
}

TEST_CASE("Where it begins again, an appeal that is under way falls away, and one that was decided is not made again") {
  Desk city;
  const DemandId under_way = city.closed_late();
  REQUIRE(city.act(under_way, Deed::appeal, city.company()) == Reason::none);
  REQUIRE(city.act(under_way, Deed::reopen, city.post(Desk::chief)) == Reason::none);
  CHECK(city.aside(under_way).appeal == Appeal::none);
  CHECK_FALSE(city.is_beside(under_way, Desk::secretary));
  CHECK(city.act(under_way, Deed::grant, city.post(Desk::secretary)) == Reason::wrong_role);
  city.move_to(local("2026-03-11 10:30"));  // 30分钟 to accept are over
  const Party leads = city.slot(under_way).lead;
  REQUIRE(city.slot(under_way).is_late);
  REQUIRE(city.act(under_way, Deed::accept, leads) == Reason::none);
  REQUIRE(city.act(under_way, Deed::finish, leads) == Reason::none);
  REQUIRE(city.act(under_way, Deed::close, city.post(Desk::city_desk)) == Reason::none);
  CHECK(city.act(under_way, Deed::appeal, leads) == Reason::none);
  REQUIRE(city.act(under_way, Deed::reject, city.aside(under_way).reviewer) == Reason::none);
  REQUIRE(city.act(under_way, Deed::reopen, city.post(Desk::city_desk)) == Reason::none);
  CHECK(city.aside(under_way).appeal == Appeal::rejected);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("An appeal whose reviewer's post goes is the city's to say") {
  Desk city;
  const DemandId demand = city.closed_late();
  REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
  REQUIRE(city.is_beside(demand, Desk::secretary));
  tests::ChangedTables tables(tests::sample_city().tables);
  tables.set(TableKind::posts, Desk::secretary, "code", "P220881001099");
  tables.replace(TableKind::posts, "superior", Desk::secretary, "P220881001099");
  city.adopt(tables);
  city.settle();
  CHECK(city.aside(demand).reviewer == city.post(Desk::city_desk));
  CHECK(city.is_beside(demand, Desk::city_desk));
  CHECK(city.city().demands.side_queue(city.post(Desk::secretary)).empty());
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("Who is to review it is told") {
  Desk city;
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"notices.kinds", "待办"});
  city.adopt(tables);
  const DemandId demand = city.closed_late();
  REQUIRE(city.act(demand, Deed::appeal, city.company()) == Reason::none);
  CHECK(city.city().notices.pending().rbegin()->second.to == Party(city.post(Desk::secretary)));
  REQUIRE(city.act(demand, Deed::grant, city.post(Desk::secretary)) == Reason::none);
  CHECK(city.city().notices.pending().rbegin()->second.to == Party(city.post(Desk::city_desk)));
}

}  // namespace
}  // namespace wangge
