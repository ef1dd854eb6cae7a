// How a demand stands by its facts alone, read from the log as for a demand that left memory, compared with the city
// that has lived through those facts.

#include <string>
#include <string_view>

#include "adapters/terminal/log_questions.h"
#include "engine/base/limits.h"
#include "tests/desk.h"
#include "tests/random_life.h"
#include "tests/sample_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;

Tables city_of_loud_voices() {
  Tables tables = tests::sample_city().tables;
  tables.of(TableKind::settings).push_back({"joined.more_severe_at", "2|4"});
  tables.of(TableKind::settings).push_back({"notices.kinds", "待办|将到期|逾期|催办|不予受理|办结告知"});
  return tables;
}

TEST_CASE("A head that left memory is as severe as its voices made it") {
  tests::Desk city;
  city.adopt(city_of_loud_voices());
  const auto submit = [&] { return city.submit(tests::Desk::plain(city.grid(), city.category("1301"))); };
  const DemandId head = submit(), same = submit();
  REQUIRE(city.slot(head).severity == 3);
  REQUIRE(city.send(Join{.demand = same, .as = {}, .head = head, .note = {}, .bond = Bond::same}).refusal.reason ==
          Reason::none);
  REQUIRE(city.slot(head).severity == 2);
  const PostId chief = city.post("P22088100100101");
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close})
    REQUIRE(city.act(head, deed, chief) == Reason::none);
  city.move_to(city.now + 60 * 24h);  // nobody rates or reopens the demand
  REQUIRE(city.city().demands.find(head) == nullptr);
  const Position last = city.city().demands.last_of_final(head);
  const views::Status status = terminal::final_demand(city.log(), city.city(), head, last).status;
  CHECK(status.state == DemandState::closed);
  CHECK(status.severity == 2);
}

// Names the fields in which the city's demand and the one told from its facts are not the same.
std::string differs_in(const Slot& demand, const Slot& told) {
  std::string out;
  const auto compare = [&](std::string_view name, bool is_same) {
    if (!is_same) out.append(name).append(" ");
  };
  compare("id", told.id == demand.id);
  compare("last", told.last == demand.last);
  compare("received", told.received == demand.received);
  compare("dues", told.dues == demand.dues);
  compare("chain", told.chain == demand.chain);
  compare("lead", told.lead == demand.lead);
  compare("place", told.place == demand.place);
  compare("road", told.road == demand.road);
  compare("category", told.category == demand.category);
  compare("condition", told.condition == demand.condition);
  compare("severity", told.severity == demand.severity);
  compare("waits", told.waits == demand.waits);
  compare("state", told.state == demand.state);
  compare("acting_step", told.acting_step == demand.acting_step);
  compare("escalated_step", told.escalated_step == demand.escalated_step);
  compare("origin", told.origin == demand.origin);
  return out;
}

TEST_CASE("The facts of a demand say of it what the city has of it, and one that left memory is over") {
  const auto seed = GENERATE(22u, 23u, 24u);
  INFO("seed " << seed);
  tests::RunningCity running;
  running.adopt(city_of_loud_voices());
  tests::RandomLife life(running, seed);
  std::size_t open = 0, joined = 0, final = 0;
  for (int step = 1; step <= 1'500; ++step) {
    life.step();
    if (step % 250 != 0) continue;
    running.settle();
    const City& city = running.city();
    city.demands.each(
        [&](const Slot& demand) {  // but for those with so many facts that not all are read
          INFO("step " << step << ", demand " << demand.id.value << " in state " << int(demand.state));
          if (terminal::history(running.log(), demand.id, demand.last).size() == limits::question_rows_max) return;
          const terminal::FinalDemand told = terminal::final_demand(running.log(), city, demand.id, demand.last);
          CHECK(differs_in(demand, told.standing.demand) == "");
          CHECK(told.standing.complained_of == city.demands.aside(demand).complained_of);
          ++(demand.state == DemandState::joined ? joined : open);
        },
        [&](DemandId demand, Position last) {
          INFO("step " << step << ", demand " << demand.value);
          const terminal::FinalDemand told = terminal::final_demand(running.log(), city, demand, last);
          CHECK(is_over(told.standing.demand.state));
          CHECK(told.standing.demand.dues == Dues{});
          CHECK(told.status.last_event == last);
          CHECK(told.status.is_final);
          ++final;
        });
  }
  CHECK((open > 0 && joined > 0 && final > 0));
}

}  // namespace
}  // namespace wangge
