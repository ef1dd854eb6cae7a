// Before a notice leaves it is looked at again: what is no longer so, or is somebody else's by now, is dropped, as a
// fact. And what is grave is told by itself.

#include <algorithm>
#include <vector>

#include "engine/state/digest.h"
#include "engine/state/notice_still_so.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;

class Town : public tests::Desk {
 public:
  Town() {
    Tables tables = tests::sample_city().tables;
    tables.of(TableKind::settings).push_back({"notices.kinds", "待办|将到期|逾期|催办|不予受理|办结告知|吹哨"});
    tables.of(TableKind::settings).push_back({"notices.quiet", "21:00-07:00"});
    adopt(tables);
  }
  DemandId submit(std::string_view category_code, std::string_view place_code = "22088100100101X01") {
    return Desk::submit(plain(place(place_code), category(category_code)));
  }
  // The demands of which somebody is still to be told something of that kind.
  std::vector<DemandId> still(Party to, NoticeKind kind) const {
    std::vector<DemandId> demands;
    for (const auto& [id, notice] : city().notices.pending()) {
      if (notice.to != to || notice.kind != kind) continue;
      for (const DemandId demand : still_so(city(), notice).demands) demands.push_back(demand);
    }
    return demands;
  }
  Position pending_for(Party to) const {
    const auto found =
        std::ranges::find_if(city().notices.pending(), [&](const auto& one) { return one.second.to == to; });
    return found == city().notices.pending().end() ? Position{} : found->first;
  }
  Reason drop(Position notice) {
    const std::uint32_t count = city().notices.pending().at(notice).count;
    const Reason reason =
        engine().perform(Deliver{.notice = notice, .count = count, .is_dropped = true}, {}, now).refusal.reason;
    settle();
    return reason;
  }
};

TEST_CASE("What waited for the morning is told to whoever has it then, and what was withdrawn to nobody") {
  Town city;
  city.move_to(local("2026-03-10 22:00"));
  const DemandId withdrawn = city.submit("0407"), handed_over = city.submit("0101");
  const Party was = city.organisation("WY01"), is = city.organisation("BM07");
  REQUIRE(city.slot(handed_over).lead == was);
  REQUIRE(city.act(withdrawn, Deed::withdraw) == Reason::none);
  REQUIRE(city.act(handed_over, Deed::transfer, city.post("P22088100100101"), {.to = is}) == Reason::none);
  city.move_to(local("2026-03-11 07:00"));
  CHECK(city.still(was, NoticeKind::assigned).empty());
  CHECK(city.still(is, NoticeKind::assigned) == std::vector{handed_over});
  CHECK(city.drop(city.pending_for(is)) == Reason::nothing_due);  // that is still so
  while (const Position notice = city.pending_for(was)) CHECK(city.drop(notice) == Reason::none);
  CHECK(city.facts<Delivered>(handed_over).size() >= 1);
  CHECK(city.facts<Delivered>(handed_over).front().is_dropped);
  CHECK(city.city().notices.unreached().empty());
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("What is late or due soon is told as long as it is") {
  Town city;
  const DemandId demand = city.submit("1301", "22088100100101");
  const Party chief = city.post("P22088100100101");
  city.move_to(local("2026-03-10 09:25"));
  CHECK(city.still(chief, NoticeKind::due_soon) == std::vector{demand});
  REQUIRE(city.act(demand, Deed::accept, chief) == Reason::none);
  CHECK(city.still(chief, NoticeKind::due_soon).empty());
  CHECK(city.still(chief, NoticeKind::assigned) == std::vector{demand});
  REQUIRE(city.act(demand, Deed::finish, chief) == Reason::none);
  CHECK(city.still(chief, NoticeKind::assigned).empty());
}

TEST_CASE("The resident is told that it is closed unless it has begun again") {
  Town city;
  const DemandId demand = city.submit("1301", "22088100100101");
  const Party chief = city.post("P22088100100101");
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close})
    REQUIRE(city.act(demand, deed, chief) == Reason::none);
  CHECK(city.still({}, NoticeKind::ended) == std::vector{demand});
  REQUIRE(city.act(demand, Deed::reopen) == Reason::none);
  CHECK(city.still({}, NoticeKind::ended).empty());
}

TEST_CASE("Severity 1 and 2 are told one by one, beside a group of the same class") {
  Town city;
  const DemandId parking = city.submit("0407"), lift = city.submit("0403"), again = city.submit("0407");
  REQUIRE(city.slot(lift).severity <= 2);
  REQUIRE(city.slot(parking).lead == city.slot(lift).lead);
  const Noticed told = city.facts<Noticed>(lift).front();
  CHECK(told.to == city.slot(lift).lead);
  CHECK_FALSE(told.grows);
  CHECK(told.count == 1);
  CHECK(told.not_before == 0);
  CHECK(city.facts<Noticed>(again).front().grows);
  CHECK(city.city().notices.pending().at(city.facts<Noticed>(again).front().grows).members ==
        std::vector{parking, again});
}

TEST_CASE("A group whose first one is gone grows no more: what comes is told anew") {
  Town city;
  const DemandId first = city.submit("0407"), second = city.submit("0407");
  REQUIRE(city.facts<Noticed>(second).front().grows);
  REQUIRE(city.act(first, Deed::withdraw) == Reason::none);
  const DemandId third = city.submit("0407");
  CHECK_FALSE(city.facts<Noticed>(third).front().grows);
  const DemandId fourth = city.submit("0407");
  CHECK(city.facts<Noticed>(fourth).front().first == third);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

}  // namespace
}  // namespace wangge
