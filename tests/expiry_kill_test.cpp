// Deadlines over kill -9 and months of downtime: each takes effect exactly once, in the order of instant and id,
// whenever the engine was killed while it caught up.

#include <map>
#include <random>
#include <tuple>

#include <poll.h>

#include "tests/child_process.h"
#include "tests/long_run.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"
#include "tools/serve/look_up_key_file.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace std::chrono_literals;

// Until it has ended, or for that long.
void watch(const ChildProcess& process, std::chrono::milliseconds at_most) {
  pollfd ended{.fd = process.ended_descriptor(), .events = POLLIN, .revents = 0};
  ::poll(&ended, 1, static_cast<int>(at_most.count()));
}

// The deadline that a fact of the clock says has passed, if it is one.
struct Passed {
  DemandId demand;
  Stage stage = Stage::acceptance;
  Seconds due = 0;
};
std::optional<Passed> passed(const Event& event) {
  if (const auto* one = std::get_if<Escalated>(&event)) return Passed{one->demand, one->stage, one->due};
  if (const auto* one = std::get_if<Reassigned>(&event)) return Passed{one->demand, Stage::acceptance, one->due};
  if (const auto* one = std::get_if<Lapsed>(&event)) return Passed{one->demand, one->stage, one->due};
  return std::nullopt;
}

TEST_CASE("Each deadline takes effect once, in order, over kill -9 in the middle of catching up", "[threads]") {
  const TemporaryFolder folder;
  const std::filesystem::path data = folder.path() / "data";
  std::map<std::tuple<std::uint64_t, Stage, Seconds>, int> expected;
  {
    RunningCity running(sample_city().tables, data);
    tools::make_look_up_key(data, running.city().log);  // as `wangge serve` makes it with a new log
    std::vector<Command> commands;
    std::mt19937 random(7);
    for (int frame = 0; frame < 20; ++frame) {
      commands.clear();
      for (int i = 0; i < 250; ++i) {
        commands.emplace_back(
            RunningCity::plain(running.grid(random() % 200), running.category(i % 2 == 0 ? "1301" : "0304")));
      }
      running.send_frame(running.desk(), running.city().sessions[running.desk()].expected(), commands,
                         RunningCity::plain_text);
      running.now += Duration{random() % 5};
    }
    running.settle();
    running.city().demands.each(
        [&](const Slot& demand) {
          for (int index = 0; index < dues_max; ++index) {
            if (demand.dues.of[index] != 0)
              expected[{demand.id.value, stage_of(demand.state, index), demand.dues.of[index]}] = 0;
          }
        },
        [](DemandId, Position) {});
    REQUIRE(expected.size() > 10'000);
  }

  // The machine's clock is months after those deadlines: everything is due at once.
  std::mt19937 random(8);
  for (unsigned kill = 0; kill < tests::rounds(6); ++kill) {
    ChildProcess engine(WANGGE_PROGRAM,
                        {"serve", "--data", data.string(), "--listen", "127.0.0.1:0", "--json", "--clock-is-right"});
    REQUIRE_FALSE(engine.first_line().empty());
    watch(engine, std::chrono::milliseconds(random() % 150));
    engine.kill();
  }

  RunningCity running(data, RunningCity::morning + 24h * 365);
  running.settle();
  std::map<Seconds, Passed> last;  // by the second in which it took effect
  running.log().replay(Position{1}, [&](const Fact& fact) {
    const std::optional<Passed> one = passed(fact.event);
    if (!one) return;
    const auto found = expected.find({one->demand.value, one->stage, one->due});
    if (found != expected.end()) ++found->second;
    Passed& before = last[fact.at];
    REQUIRE(std::tuple(before.due, before.demand.value) <= std::tuple(one->due, one->demand.value));
    before = *one;
  });
  for (const auto& [deadline, times] : expected) REQUIRE(times == 1);
}

}  // namespace
}  // namespace wangge::tests
