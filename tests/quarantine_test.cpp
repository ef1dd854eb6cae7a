// An input of which the engine dies is not decided again, and costs its sender alone. What dies is a process of its
// own: this program again, running the hidden test case at the end of this file.

#include "engine/loop/quarantine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <memory>

#include "engine/rules/decide.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::loop {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;
using tests::TemporaryFolder;

constexpr const char* folder_variable = "WANGGE_QUARANTINE_FOLDER";
constexpr const char* death_variable = "WANGGE_QUARANTINE_DEATH";

// Lets a child make a city in the folder, with one demand, and die there; the signal that ended it.
int die_in(const std::filesystem::path& folder, const char* death) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setenv(folder_variable, folder.c_str(), 1);
    ::setenv(death_variable, death, 1);
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::execl("/proc/self/exe", "wangge_tests", "[quarantine-child]", nullptr);
    ::_exit(127);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

Act acceptance(const RunningCity& running) {
  const Slot& demand = running.city().demands[0];
  return {.demand = demand.id, .as = demand.lead, .deed = Deed::accept};
}

TEST_CASE("a command of which the engine died is declined once at the next start, and what follows is taken") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "command") != 0);
  for (int start = 0; start < 2; ++start) {
    RunningCity running(folder.path(), RunningCity::morning);
    const std::uint32_t poison = 2;  // the child's second number
    if (start == 0) {
      REQUIRE(running.quarantine().suspects().size() == 1);
      CHECK(running.city().sessions[running.desk()].expected() == poison);
      const Frame answered = running.send_frame(running.desk(), poison, {acceptance(running), acceptance(running)}, {});
      CHECK(answered.outcomes.at(0).refusal.reason == Reason::quarantined);
      CHECK_FALSE(answered.outcomes.at(1).refusal);
    } else {
      CHECK(running.quarantine().suspects().empty());
      CHECK(running.send_frame(running.desk(), poison, {acceptance(running)}, {}).outcomes.at(0).repeat);
    }
  }
}

TEST_CASE("a deadline of which the engine died is parked with the city's post, once, and the others take effect") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "deadline") != 0);
  RunningCity running(folder.path(), RunningCity::morning + 1h);
  REQUIRE(running.quarantine().suspects().size() == 1);
  running.move_to(RunningCity::morning + 1h);
  const Slot& demand = running.city().demands[0];
  const auto parked = std::get<Escalated>(running.log().read(demand.last).value().event);
  CHECK(parked.is_parked);
  CHECK(parked.stage == Stage::acceptance);
  CHECK(parked.to == running.post("P220881"));
  CHECK(demand.dues[Stage::acceptance] == 0);
  running.restart();
  CHECK(running.quarantine().suspects().empty());
  running.move_to(RunningCity::morning + 48h);
  CHECK(std::get<Escalated>(running.log().read(running.city().demands[0].last).value().event).stage ==
        Stage::resolution);
}

TEST_CASE(
    "who cuts off what the page is kept in does not end the engine, and what it dies of afterwards is noted all the "
    "same") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "cut-off") == SIGABRT);
  RunningCity running(folder.path(), RunningCity::morning);
  REQUIRE(running.quarantine().suspects().size() == 1);
  CHECK(running.quarantine().suspects()[0].sequence == 3);  // the second was decided while the file was empty
}

TEST_CASE("a page that is damaged, or of an earlier build, says nothing") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "command") != 0);
  const std::filesystem::path file = folder.path() / "deciding";
  SECTION("cut off") { std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2); }
  SECTION("a flipped bit") {
    const auto at = static_cast<std::streamoff>(GENERATE(0, 4, 9, 40, 300, 500));
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(at);
    const char flipped = static_cast<char>(bytes.get() ^ 0x40);
    bytes.seekp(at);
    bytes.put(flipped);
  }
  CHECK(Quarantine(file).suspects().empty());
}

TEST_CASE("a job's step of which the engine died leaves that demand as it is, once, and the job goes on") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "job") != 0);
  RunningCity running(folder.path(), RunningCity::morning);
  REQUIRE(running.quarantine().suspects().size() == 1);
  REQUIRE(running.city().jobs.size() == 1);
  running.settle();
  CHECK(running.city().jobs.empty());
  const Slot &left = running.city().demands[1], &next = running.city().demands[2];
  CHECK(left.waits);
  CHECK(left.dues[Stage::resolution] == 0);
  CHECK_FALSE(next.waits);
  CHECK(next.dues[Stage::resolution] == to_seconds(RunningCity::morning + 24h));
  running.restart();
  CHECK(running.quarantine().suspects().empty());
}

TEST_CASE("a limit of what is closed of which the engine died lapses: it stands in no queue any more") {
  RunningCity running;
  const DemandId demand{
      running.send(RunningCity::plain(running.grid(), running.category("1301")), RunningCity::plain_text)
          .position.value};
  const Party lead = running.city().demands.find(demand)->lead;
  for (const Deed deed : {Deed::accept, Deed::finish, Deed::close}) {
    Act act{.demand = demand, .as = lead, .deed = deed};
    if (deed != Deed::accept) act.note = {0, 12};
    REQUIRE_FALSE(running.send(act, RunningCity::plain_text).refusal);
  }
  const Slot& closed = *running.city().demands.find(demand);
  const Due due = soonest(closed.dues, closed.state);
  REQUIRE(due.at != 0);
  rules::Draft draft;
  rules::set_apart(running.city(), Sender{}, Expire{demand, due.stage, due.at}, draft);
  REQUIRE(draft.events.size() == 1);
  const auto fact = std::get<Lapsed>(draft.events[0]);
  CHECK(fact.stage == due.stage);
  CHECK(fact.due == due.at);
}

TEST_CASE("a process that is killed while it decides has not died of it") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "killed") == SIGKILL);
  RunningCity running(folder.path(), RunningCity::morning);
  CHECK(running.quarantine().suspects().empty());
  CHECK_FALSE(running.send(acceptance(running)).refusal);
}

// The second and the third demand wait for the end of the snowfall, which has come; the job has seen to none of them
// yet.
void begin_job(RunningCity& running) {
  const SituationId snow = running.city().codes.situations.find("降雪");
  const PlaceId place = running.place("220881");
  const PostId post = running.post("P220881");
  running.send(DeclareSituation{snow, place, post});
  for (int i = 0; i < 2; ++i)
    running.send(RunningCity::plain(running.grid(), running.category("0607")), RunningCity::plain_text);
  auto frame = std::make_unique<Frame>();
  frame->sender = {running.desk(), running.city().sessions[running.desk()].expected(), {}};
  frame->commands = {EndSituation{snow, place, post}};
  frame->released = [](std::unique_ptr<Frame>) {};
  Flow flow;
  CHECK(running.engine().inbox().offer(flow, frame));
  running.engine().turn(running.now);
  running.log().flush();
}

// Does nothing but where `die_in` has started it.
TEST_CASE("dies of what it decides", "[.][quarantine-child]") {
  const char* const folder = std::getenv(folder_variable);
  if (folder == nullptr) return;
  RunningCity running(tests::sample_city().tables, folder);
  running.send(RunningCity::plain(running.grid(), running.category("0304")), RunningCity::plain_text);
  running.quarantine().watch();
  if (std::getenv(death_variable) == std::string("job")) begin_job(running);
  const std::string death = std::getenv(death_variable);
  if (death == "cut-off") {
    std::filesystem::resize_file(std::filesystem::path(folder) / "deciding", 0);
    running.send(acceptance(running));
    running.broken_city().now = ~Seconds{0};
    running.send(acceptance(running));
  }
  if (death == "killed") {
    running.quarantine().begin(Sender{running.desk(), 2, {}}, acceptance(running));
    ::kill(::getpid(), SIGKILL);
  }
  running.broken_city().now = ~Seconds{0};  // a broken invariant: nothing can follow
  if (death == "command") running.send(acceptance(running));
  if (death == "job") running.engine().turn(running.now);
  if (death == "deadline") running.engine().turn(RunningCity::morning + 1h);
  ::_exit(0);
}

}  // namespace
}  // namespace wangge::loop
