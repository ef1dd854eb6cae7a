// An input of which the engine dies is not decided again, and costs its sender alone. The engine that dies runs in a
// process of its own, for instance in this program again, running the hidden test case at the end of this file.

#include "engine/loop/quarantine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <xxhash.h>

#include "engine/model/blob.h"
#include "engine/model/suspect.h"
#include "engine/rules/decide.h"
#include "engine/state/digest.h"
#include "tests/office.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::loop {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;
using tests::TemporaryFolder;

constexpr const char* folder_variable = "WANGGE_QUARANTINE_FOLDER";
constexpr const char* death_variable = "WANGGE_QUARANTINE_DEATH";

void say_nothing() {
  const int nowhere = ::open("/dev/null", O_RDWR);
  ::dup2(nowhere, 1);
  ::dup2(nowhere, 2);
}

// The signal that ended the child; 0: none did.
int end_of(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

// Lets a child make a city in the folder, with one demand, and die there. Returns the signal that ended the child.
int die_in(const std::filesystem::path& folder, const char* death) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setenv(folder_variable, folder.c_str(), 1);
    ::setenv(death_variable, death, 1);
    say_nothing();
    ::execl("/proc/self/exe", "wangge_tests", "[quarantine-child]", nullptr);
    ::_exit(127);
  }
  return end_of(child);
}

// Lets the engine turn at that instant in a child, and die there of the first thing that it decides.
void die(RunningCity& running, Instant at) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    say_nothing();
    running.quarantine().watch();
    running.broken_city().now = ~Seconds{0};  // a broken invariant: nothing can follow
    running.engine().turn(at);
    ::_exit(0);
  }
  REQUIRE(end_of(child) == SIGABRT);
}

// Lets the engine die as die() does, and starts it again as of that instant: what was not handed to the log is lost.
void die_and_start(RunningCity& running, Instant at) {
  die(running, at);
  running.now = at;
  running.break_off();
}

// Checks that what was set apart is in the log, and that the next start sets nothing apart.
void check_settled(RunningCity& running) {
  CHECK(running.replayed_digest() == digest_of(running.city()));
  running.restart();
  CHECK(running.quarantine().suspects().empty());
}

using Suspects = std::vector<Suspect>;

Act acceptance(const RunningCity& running) {
  const Slot& demand = running.city().demands[0];
  return {.demand = demand.id, .as = demand.lead, .deed = Deed::accept};
}

TEST_CASE("a command of which the engine died is declined once at the next start, and what follows is taken") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "command") != 0);
  for (int start = 0; start < 2; ++start) {
    RunningCity running(folder.path(), RunningCity::morning);
    const std::uint32_t poison = 2;  // the second number that the child used
    if (start == 0) {
      REQUIRE(running.quarantine().suspects() == Suspects{CommandNumber{running.desk(), poison}});
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
  const Slot& demand = running.city().demands[0];
  const Seconds due = demand.dues[Stage::acceptance];
  REQUIRE(running.quarantine().suspects() == Suspects{Expire{demand.id, Stage::acceptance, due}});
  running.move_to(RunningCity::morning + 1h);
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
  // Command number 2 was decided while the file was empty.
  CHECK(running.quarantine().suspects() == Suspects{CommandNumber{running.desk(), 3}});
}

TEST_CASE("a job's step of which the engine died leaves that demand as it is, once, and the job goes on") {
  const TemporaryFolder folder;
  REQUIRE(die_in(folder.path(), "job") != 0);
  RunningCity running(folder.path(), RunningCity::morning);
  REQUIRE(running.city().jobs.size() == 1);
  const Slot &left = running.city().demands[1], &next = running.city().demands[2];
  REQUIRE(running.quarantine().suspects() == Suspects{Reschedule{left.id, running.city().jobs[0].id}});
  running.settle();
  CHECK(running.city().jobs.empty());
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
  CHECK_FALSE(rules::set_apart(running.city(), Expire{demand, due.stage, due.at}, draft));
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

// Decides one command of the desk, and nothing that comes of it; the command is durable after that.
void begin_with(RunningCity& running, const Command& command) {
  auto frame = std::make_unique<Frame>();
  frame->sender = {running.desk(), running.city().sessions[running.desk()].expected(), {}};
  frame->commands = {command};
  frame->released = [](std::unique_ptr<Frame>) {};
  Flow flow;
  CHECK(running.engine().inbox().offer(flow, frame));
  running.engine().turn(running.now);
  running.log().flush();
}

// Begins a job. The second and the third demand wait for the end of the snowfall, which has come; the job has seen to
// none of the demands yet.
void begin_job(RunningCity& running) {
  const SituationId snow = running.city().codes.situations.find("降雪");
  const PlaceId place = running.place("220881");
  const PostId post = running.post("P220881");
  running.send(DeclareSituation{snow, place, post});
  for (int i = 0; i < 2; ++i)
    running.send(RunningCity::plain(running.grid(), running.category("0607")), RunningCity::plain_text);
  begin_with(running, EndSituation{snow, place, post});
}

// The small city, with its log on the disk.
class Estate {
  const TemporaryFolder folder_;

 public:
  RunningCity running;

  explicit Estate(const Tables& tables = tests::small_tables()) : running(tables, folder_.path()) {}

  const std::filesystem::path& folder() const { return folder_.path(); }
  const City& city() const { return running.city(); }
  const Slot& slot(DemandId demand) const { return *city().demands.find(demand); }
  DemandId submit(std::string_view place = "G1") {
    return DemandId{send(RunningCity::plain(running.place(place), running.category("1301"))).value};
  }
  Position send(const Command& command) {
    const Outcome outcome = running.send(command, RunningCity::plain_text);
    INFO(text_of(outcome.refusal.reason).name);
    REQUIRE_FALSE(outcome.refusal);
    return outcome.position;
  }
  template <class Fact>
  Fact last_of(DemandId demand) {
    return std::get<Fact>(running.log().read(slot(demand).last).value().event);
  }
  const Suspects& suspects() { return running.quarantine().suspects(); }
};

// The facts of one kind in the log, the oldest first.
template <class Event>
std::vector<Event> facts(RunningCity& running) {
  std::vector<Event> found;
  running.log().replay(Position{1}, [&](const Fact& fact) {
    if (const auto* const event = std::get_if<Event>(&fact.event)) found.push_back(*event);
  });
  return found;
}

TEST_CASE("a page that is damaged, or of an earlier build, says nothing") {
  Estate estate;
  estate.submit();
  die(estate.running, RunningCity::morning + 30min);
  std::ifstream written(estate.folder() / "deciding", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(written), {}};
  const auto suspects_of = [&](const std::string& bytes) {
    const std::filesystem::path file = estate.folder() / "copy";
    std::ofstream(file, std::ios::binary) << bytes;
    return Quarantine(file).suspects();
  };
  REQUIRE(suspects_of(page).size() == 1);
  CHECK(suspects_of(page.substr(0, page.size() / 2)).empty());
  for (std::size_t at = 0; at < page.size(); ++at) {
    std::string flipped = page;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
    INFO(at);
    CHECK(suspects_of(flipped).empty());
  }
  std::string earlier = page;  // the page with one wish less
  earlier[0] = static_cast<char>(earlier[0] - 1);
  const std::uint64_t sum = XXH3_64bits(earlier.data(), earlier.size() - sizeof sum);
  std::memcpy(earlier.data() + earlier.size() - sizeof sum, &sum, sizeof sum);
  CHECK(suspects_of(earlier).empty());
}

TEST_CASE("a warning of which the engine died counts as given, and the deadline stays") {
  Estate estate;
  const DemandId demand = estate.submit();
  const Seconds due = to_seconds(RunningCity::morning + 30min);
  REQUIRE(estate.slot(demand).dues[Stage::acceptance] == due);
  die_and_start(estate.running, RunningCity::morning + 25min);
  CHECK(estate.suspects() == Suspects{Warn{demand, Stage::acceptance, due}});
  const auto warned = estate.last_of<Warned>(demand);
  CHECK(warned.stage == Stage::acceptance);
  CHECK(warned.due == due);
  CHECK(estate.slot(demand).dues[Stage::acceptance] == due);
  check_settled(estate.running);
}

// The demand is urged on 45 minutes after the deadline. The next one up has let it pass too, 30 minutes after the
// deadline.
TEST_CASE("a step of the policy of which the engine died goes to the city's post, with no step after it") {
  Tables tables = tests::small_tables();
  tables.of(TableKind::policies).push_back({"", "", "1", "", "主办", "一人", "0", "否", "签收"});
  tables.of(TableKind::policies).push_back({"", "", "2", "45分钟", "上级", "一人", "1", "否", "签收"});
  Estate estate(tables);
  const DemandId demand = estate.submit();
  estate.running.move_to(RunningCity::morning + 30min);
  estate.running.move_to(RunningCity::morning + 60min);
  const Seconds due = to_seconds(RunningCity::morning + 75min);
  REQUIRE(estate.city().demands.aside(demand).urge.due == due);
  die_and_start(estate.running, to_instant(due));
  CHECK(estate.suspects() == Suspects{UrgeOn{demand, due}});
  const auto urged = estate.last_of<Urged>(demand);
  CHECK(urged.due == due);
  CHECK(urged.to == estate.running.post("P22"));
  CHECK(urged.to_step == 3);  // of grid, community, subdistrict, city
  CHECK_FALSE(urged.holder);
  CHECK(estate.city().demands.aside(demand).urge == Urge{});
  check_settled(estate.running);
}

TEST_CASE("a time to report of which the engine died is told to the city once, with nobody named") {
  Estate estate;
  RunningCity& running = estate.running;
  const OrganisationId called = estate.city().codes.organisations.find("BM1");
  const SummonsId summons{
      estate
          .send(Summon{
              .demand = {}, .place = running.place("G1"), .as = running.post("PC1"), .note = {0, 12}, .who = {called}})
          .value};
  const Seconds due = to_seconds(RunningCity::morning + 30min);
  die_and_start(running, to_instant(due));
  CHECK(estate.suspects() == Suspects{ExpireSummons{summons, due}});
  CHECK_FALSE(estate.city().summonses.is_awaited(summons));
  check_settled(running);
  int told = 0;
  running.log().replay(Position{1}, [&](const Fact& fact) {
    const auto* const event = std::get_if<NotArrived>(&fact.event);
    if (event == nullptr) return;
    ++told;
    CHECK(event->summons == summons);
    CHECK(event->to == running.post("P22"));
    CHECK(decode_organisations(fact.bytes(event->who)).value().empty());
  });
  CHECK(told == 1);
}

TEST_CASE("a changed city of which the engine died when its instant came is put off, and the old one stays") {
  tests::Office office;
  RunningCity& running = office.running;
  const Position proposal = office.propose(office.first, tests::with_longer_limit());
  const Seconds effective = to_seconds(running.now + 15h);
  REQUIRE_FALSE(office.say(office.second, AdoptConfiguration{.effective = effective}).refusal);
  die_and_start(running, to_instant(effective));
  CHECK(running.quarantine().suspects() == Suspects{TakeEffect{proposal, effective}});
  CHECK(office.city().version() == 1);
  CHECK_FALSE(office.city().proposal.is_scheduled());
  check_settled(running);
  const auto put_off = facts<ConfigurationPutOff>(running);
  REQUIRE(put_off.size() == 1);
  CHECK(put_off[0].proposal == proposal);
  CHECK(put_off[0].why.reason == Reason::quarantined);
}

TEST_CASE("a demand whose rerouting the engine died of stays with whom it had, and the next is moved") {
  Estate estate;
  RunningCity& running = estate.running;
  const DemandId left = estate.submit("L2"), moved = estate.submit("L2");
  const auto leads = [&](DemandId demand) { return estate.city().routes.chain(estate.slot(demand).chain).posts[0]; };
  const PostId before = running.post("PG1"), after = running.post("PG2");
  REQUIRE(leads(left) == before);
  running.adopt(tests::with_moved_building());
  running.engine().settle();
  REQUIRE(estate.city().jobs.size() == 1);
  const Position job = estate.city().jobs[0].id;
  die_and_start(running, running.now);
  CHECK(estate.suspects() == Suspects{Reroute{left, job}});
  CHECK(leads(left) == before);
  CHECK(leads(moved) == after);
  const auto step = estate.last_of<Rescheduled>(left);
  CHECK(step.job == job);
  CHECK(step.why == JobKind::owners);
  CHECK(step.dues == estate.slot(moved).dues);
  CHECK(estate.city().jobs.empty());
  check_settled(running);
}

TEST_CASE("a demand whose gathering the engine died of stays by itself, and the next is joined") {
  Estate estate;
  RunningCity& running = estate.running;
  const DemandId head = estate.submit("G1"), left = estate.submit("G1"), joined = estate.submit("G2");
  const Dues dues = estate.slot(left).dues;
  begin_with(running, Act{.demand = head, .as = {}, .deed = Deed::gather});
  REQUIRE(estate.city().jobs.size() == 1);
  const Position job = estate.city().jobs[0].id;
  die_and_start(running, running.now);
  CHECK(estate.suspects() == Suspects{JoinMember{left, job}});
  CHECK(estate.slot(left).state == DemandState::submitted);
  CHECK(estate.slot(left).dues == dues);
  CHECK(estate.last_of<Rescheduled>(left).why == JobKind::gathering);
  CHECK(estate.slot(joined).state == DemandState::joined);
  CHECK(estate.city().demands.aside(head).members == 1);
  CHECK(estate.city().jobs.empty());
  check_settled(running);
}

TEST_CASE("a member whose closing the engine died of is parted from its head, and the other closes") {
  Estate estate;
  RunningCity& running = estate.running;
  const DemandId head = estate.submit();
  const DemandId members[]{estate.submit(), estate.submit()};
  const Dues dues = estate.slot(members[0]).dues;
  for (const DemandId member : members)
    estate.send(Join{.demand = member, .as = {}, .head = head, .note = {}, .bond = Bond::same});
  const Party lead = estate.slot(head).lead;
  estate.send(Act{.demand = head, .as = lead, .deed = Deed::accept});
  estate.send(Act{.demand = head, .as = lead, .note = {0, 12}, .deed = Deed::finish});
  begin_with(running, Act{.demand = head, .as = lead, .deed = Deed::close});
  REQUIRE(estate.city().jobs.size() == 1);
  const Position job = estate.city().jobs[0].id;
  const DemandId parted = estate.city().demands.last_member(head);
  const DemandId closed = parted == members[0] ? members[1] : members[0];
  die_and_start(running, running.now);
  CHECK(estate.suspects() == Suspects{CloseMember{parted, job}});
  CHECK(estate.last_of<Acted>(parted).deed == Deed::part);
  CHECK(estate.slot(parted).state == DemandState::submitted);
  CHECK(estate.slot(parted).dues == dues);
  CHECK(estate.slot(parted).lead == lead);
  CHECK(estate.slot(closed).state == DemandState::closed);
  CHECK(estate.city().demands.aside(head).members == 0);
  CHECK(estate.city().jobs.empty());
  check_settled(running);
}

TEST_CASE("a job of whose end the engine died ends") {
  Estate estate;
  RunningCity& running = estate.running;
  REQUIRE_FALSE(running.engine().perform(RecomputeDeadlines{}, {}, running.now).refusal);
  running.engine().settle();
  REQUIRE(estate.city().jobs.size() == 1);
  const Position job = estate.city().jobs[0].id;
  die_and_start(running, running.now);
  CHECK(estate.suspects() == Suspects{EndJob{job}});
  CHECK(estate.city().jobs.empty());
  check_settled(running);
  CHECK(facts<JobEnded>(running).size() == 1);
}

TEST_CASE("what the engine may have died of is told from all else, or left out where it cannot be") {
  const DemandId demand{7};
  const Seconds due = 1'000;
  const auto of = [](const Command& command) { return Quarantine::suspect_of(Sender{}, command); };
  CHECK(of(Expire{demand, Stage::acceptance, due}) == of(Expire{demand, Stage::acceptance, due}));
  CHECK(of(Expire{demand, Stage::acceptance, due}) != of(Expire{demand, Stage::acceptance, due + 1}));
  CHECK(of(Expire{demand, Stage::acceptance, due}) != of(Warn{demand, Stage::acceptance, due}));
  CHECK(of(Expire{demand, Stage::acceptance, due}) != of(UrgeOn{demand, due}));
  CHECK(of(Reschedule{demand, Position{5}}) != of(Reschedule{demand, Position{6}}));
  CHECK(Quarantine::suspect_of({SessionId{3}, 4, {}}, Act{}) == Suspect{CommandNumber{SessionId{3}, 4}});
  for (const Command& command : {Command{OpenSession{}}, Command{Deliver{}}, Command{BeginConfiguration{}}})
    CHECK_FALSE(of(command));
}

// Does nothing unless `die_in` has started this process.
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
  running.broken_city().now = ~Seconds{0};
  if (death == "command") running.send(acceptance(running));
  if (death == "job") running.engine().turn(running.now);
  if (death == "deadline") running.engine().turn(RunningCity::morning + 1h);
  ::_exit(0);
}

}  // namespace
}  // namespace wangge::loop
