// Live equals replayed: random lives over the whole sample city, compared by digest again and again.

#include "engine/state/digest.h"
#include "tests/random_life.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

TEST_CASE("a city that lived through random commands equals the one replayed from its log") {
  const auto seed = GENERATE(11u, 12u, 13u);
  INFO("seed " << seed);
  RunningCity running;
  if (seed == 13) {  // and everybody is told of everything
    Tables tables = sample_city().tables;
    tables.of(TableKind::settings).push_back({"notices.kinds", "待办|将到期|逾期|催办|不予受理|办结告知"});
    tables.of(TableKind::settings).push_back({"notices.quiet", "21:00-07:00"});
    running.adopt(tables);
  }
  RandomLife life(running, seed);
  for (int step = 1; step <= 4'000; ++step) {
    life.step();
    if (const auto& pending = running.city().notices.pending(); step % 3 == 0 && !pending.empty()) {
      const auto [id, notice] = *pending.begin();
      REQUIRE_FALSE(running.engine()
                        .perform(Deliver{.notice = id, .count = notice.count, .attempts = 1}, {}, running.now)
                        .refusal);
    }
    if (step % 500 == 0) {
      life.check_invariants();
      REQUIRE(digest_of(running.city()) == running.replayed_digest());
    }
    if (step == 2'250) {
      const std::uint64_t before = digest_of(running.city());
      running.restart();
      REQUIRE(digest_of(running.city()) == before);
    }
  }
}

TEST_CASE("the log gives the same city in another process, time zone and locale, and far from config") {
  const TemporaryFolder folder;
  std::uint64_t lived = 0;
  {
    RunningCity running(sample_city().tables, folder.path());
    RandomLife life(running, 14);
    for (int step = 1; step <= 2'000; ++step) life.step();
    running.settle();
    lived = digest_of(running.city());
  }
  CHECK(digest_elsewhere(folder.path(), "TZ=America/St_Johns LC_ALL=tr_TR.UTF-8") == lived);
  CHECK(digest_elsewhere(folder.path(), "TZ=Asia/Shanghai LC_ALL=C") == lived);
}

}  // namespace
}  // namespace wangge::tests
