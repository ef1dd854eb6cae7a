// A demand that nobody accepts: who is told of it, and how often, on its way up the chain and at the top of it.

#include <algorithm>
#include <vector>

#include "engine/state/digest.h"
#include "tests/changed_tables.h"
#include "tests/desk.h"
#include "tests/local_time.h"
#include "tests/sample_city.h"
#include "tools/demand/story_lines.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::local;

// The sample city with its policies, and notices of what is to be acted on and of what is late.
class Town : public tests::Desk {
 public:
  Town() {
    Tables tables = tests::sample_city().tables;
    tables.of(TableKind::leave).clear();
    tables.of(TableKind::settings).push_back({"notices.kinds", "待办|逾期|催办"});
    adopt(tables);
  }
  void pass(Duration length, Duration step) {
    for (const Instant end = now + length; now < end;) move_to(now + step);
  }
  std::ptrdiff_t told(DemandId demand, NoticeKind kind, Party to) {
    return std::ranges::count_if(facts<Noticed>(demand),
                                 [&](const Noticed& one) { return one.kind == kind && one.to == to; });
  }
};

TEST_CASE("At the top of the chain nothing is handed over to whom it is with, and the policy alone tells") {
  Town city;
  city.move_to(local("2026-03-10 22:00"));
  // Severity 1, accepted within five minutes
  const DemandId demand = city.submit(tests::Desk::plain(city.grid(), city.category("0302")));
  city.pass(4h, 1min);

  const auto reassigned = city.facts<Reassigned>(demand);
  Party lead = city.facts<Submitted>(demand).front().lead;
  for (const Reassigned& one : reassigned) {
    CHECK((one.to_deputy || one.lead != lead));
    lead = one.lead;
  }
  const PostId top = city.city().routes.chain(city.slot(demand).chain).span().back();
  CHECK(city.slot(demand).lead == Party(top));
  CHECK(city.due(demand, Stage::acceptance) == "none");
  // The deadline passes at 22:05; then after half an hour, and every hour.
  const std::vector<Urged> urged = city.facts<Urged>(demand);
  REQUIRE(urged.size() >= 4);
  CHECK(tests::show(to_instant(urged[0].due)) == "2026-03-10 22:35");
  const auto chain = city.city().routes.chain(city.slot(demand).chain).span();
  for (const PostId post : chain) {
    CAPTURE(post.value);
    // At the deadlines of acceptance and of containment.
    CHECK(city.told(demand, NoticeKind::late, post) == 2);
  }
  CHECK(city.told(demand, NoticeKind::assigned, top) <= 3);  // with the whole chain, when it got it, and its deputy
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A post at the top that leads from the first is told once that it did not accept, and stays") {
  Town city;
  tests::ChangedTables tables(tests::sample_city().tables);
  tables.set(TableKind::categories, "1301", "first_level", "市指挥中心值班席");
  city.adopt(tables);
  const DemandId demand = city.submit(tests::Desk::plain(city.grid(), city.category("1301")));
  const Party top = city.slot(demand).lead;
  city.pass(24h * 3, 30min);
  const auto reassigned = city.facts<Reassigned>(demand);
  CHECK(reassigned.size() == 1);  // to its deputy
  const auto escalated = city.facts<Escalated>(demand);
  REQUIRE(escalated.size() == 1);
  CHECK(escalated[0].stage == Stage::acceptance);
  CHECK(Party(escalated[0].to) == top);
  CHECK(city.due(demand, Stage::acceptance) == "none");
  CHECK(city.aside(demand).urge.due != 0);
  CHECK(city.is_escalated_to(demand, top.post()));
  REQUIRE(city.act(demand, Deed::accept, top) == Reason::none);
  CHECK(city.replayed_digest() == digest_of(city.city()));
}

TEST_CASE("A story tells once what comes again and again") {
  using tools::StoryLine;
  const auto urged = [](Seconds at) { return StoryLine{.at = at, .event = "urged", .is_again = true}; };
  const auto told = [](Seconds at, std::string who) {
    return StoryLine{.at = at, .event = "told " + who, .is_notice = true};
  };
  const StoryLine note{.at = 9, .event = "note"};
  const auto lines =
      tools::folded({note, urged(10), told(10, "A"), told(10, "B"), urged(20), told(20, "A"), told(20, "B"), urged(30),
                     told(30, "A"), told(30, "B"), urged(40), told(40, "A"), note, urged(50), told(50, "A")});
  REQUIRE(lines.size() == 9);
  CHECK(lines[1].times == 3);
  CHECK(lines[1].last == 30);
  CHECK(lines[4].at == 40);
  CHECK(lines[4].times == 1);
  CHECK(lines[7].at == 50);
  CHECK(tools::folded({}).empty());
}

}  // namespace
}  // namespace wangge
