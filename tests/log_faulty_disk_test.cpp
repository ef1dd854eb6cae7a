// The log on a disk that goes wrong. What dies is a process of its own: this program again, running the hidden test
// case at the end of this file, which tells over a pipe up to which position the log has called itself durable.

#include "engine/log/event_log.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "engine/log/folder.h"
#include "tests/faulty_file_system.h"
#include "tests/long_run.h"
#include "tests/random_batches.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::log {
namespace {

using tests::Fault;
using tests::FaultyDisk;
using tests::RandomBatches;
using tests::TemporaryFolder;

constexpr const char* child_variable = "WANGGE_LOG_TEST_CHILD";
constexpr const char* child_test_case = "[log-child]";
constexpr int exit_status_cannot_open = 3;
constexpr int exit_status_done = 0;

// What a child is to do, as one line of its environment.
struct Errand {
  std::filesystem::path folder;  // of the test
  Fault fault;
  std::uint64_t seed = 1;
  int groups = 0;                 // to append
  bool power_off_at_end = false;  // else it closes the log
  int report = -1;                // where the durable positions are written

  std::string to_text() const {
    std::ostringstream text;
    text << static_cast<int>(fault.what) << ' ' << fault.n << ' ' << seed << ' ' << groups << ' ' << power_off_at_end
         << ' ' << report << ' ' << folder.string();
    return text.str();
  }
  static Errand from_text(const std::string& line) {
    std::istringstream text(line);
    Errand errand;
    int what = 0;
    text >> what >> errand.fault.n >> errand.seed >> errand.groups >> errand.power_off_at_end >> errand.report;
    errand.fault.what = static_cast<Fault::What>(what);
    text >> std::ws;
    std::string folder;
    std::getline(text, folder);
    errand.folder = folder;
    return errand;
  }
};

// On a disk without faults, which only does not wait for the real one.
Options options_for(const std::filesystem::path& folder) {
  static FaultyDisk good({}, 1, {});
  Options options{.folder = folder / "log", .now = 1'000, .env = good.env(), .journal_segment_bytes = 64 * limits::kib};
  options.new_log_id.fill(0x5A);
  return options;
}

// The batch that stands at a position: anybody can tell what it holds.
Batch batch_at(Position first) {
  RandomBatches random(first.value);
  return random.make(first, 1 + random.number(30));
}

struct Ended {
  int status = 0;
  Position durable;  // the last one that was told
};

// Starts a process for the errand and waits for its end.
Ended run(Errand errand) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  errand.report = 50;
  const std::string text = errand.to_text();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::dup2(ends[1], errand.report);
    ::setenv(child_variable, text.c_str(), 1);
    const int silent = ::open("/dev/null", O_WRONLY);
    ::dup2(silent, STDOUT_FILENO);
    ::dup2(silent, STDERR_FILENO);
    ::execl("/proc/self/exe", "wangge_tests", child_test_case, nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  Ended ended;
  for (std::uint64_t position = 0; ::read(ends[0], &position, sizeof position) == sizeof position;) {
    ended.durable = {position};
  }
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  ended.status = WEXITSTATUS(status);
  return ended;
}

// Opens the log on a good disk: it holds everything up to `durable`, and nothing but what was appended.
Position require_whole(const TemporaryFolder& folder, Position durable) {
  const EventLog log(options_for(folder.path()));
  REQUIRE(log.last() >= durable);
  Batch expected;
  log.replay({2}, [&](const Fact& fact) {
    if (expected.events.empty() || fact.position > expected.last()) expected = batch_at(fact.position);
    REQUIRE(tests::same(fact.event, expected.events[fact.position.value - expected.first.value]));
  });
  if (!expected.events.empty()) REQUIRE(log.last() == expected.last());
  REQUIRE_FALSE(verify(options_for(folder.path()), {}).broken);
  return log.last();
}

TEST_CASE("when the power goes, at whatever moment, everything that was durable is there afterwards") {
  RandomBatches random(Catch::rngSeed());
  for (unsigned life = 0; life < tests::rounds(6); ++life) {
    const TemporaryFolder folder;
    Position durable;
    for (int cut = 0; cut < 6; ++cut) {
      const Errand errand{.folder = folder.path(),
                          .fault = {Fault::What::power_off, 1 + random.number(cut == 0 ? 120 : 600)},
                          .seed = random.number(1'000'000),
                          .groups = 200};
      INFO("seed " << Catch::rngSeed() << ", life " << life << ", cut " << cut << " at call " << errand.fault.n);
      const Ended ended = run(errand);
      REQUIRE(ended.status == tests::exit_status_power_off);
      durable = std::max(durable, ended.durable);
      if (cut % 2 == 1) durable = require_whole(folder, durable);
    }
  }
}

// A log that has been used for a while, and then meets a fault, from opening it on.
void require_ends_whole(Fault fault) {
  INFO("fault " << static_cast<int>(fault.what) << " at " << fault.n);
  const TemporaryFolder folder;
  REQUIRE(run({.folder = folder.path(), .groups = 3}).status == 0);
  const Position before = require_whole(folder, {2});
  const Ended ended = run({.folder = folder.path(), .fault = fault, .groups = 500});
  REQUIRE(ended.status == exit_status_log_failed);
  require_whole(folder, std::max(before, ended.durable));
}

TEST_CASE("when a write fails, the process ends, and the next start has everything that was durable") {
  for (const std::uint64_t n : {1, 2, 3, 4, 5, 6, 7, 8, 13, 21, 34, 55, 89}) {
    require_ends_whole({Fault::What::append_fails, n});
  }
}

TEST_CASE("when a sync fails, the process ends, and the next start has everything that was durable") {
  for (const std::uint64_t n : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 21, 34, 55, 89}) {
    require_ends_whole({Fault::What::sync_fails, n});
  }
}

TEST_CASE("when the disk is full, the process ends, and the next start has everything that was durable") {
  for (const std::uint64_t bytes : {100, 1'000, 10'000, 50'000, 200'000}) {
    require_ends_whole({Fault::What::disk_full, bytes});
  }
}

// Some of these the library can do without.
TEST_CASE(
    "when a file of RocksDB's own cannot be made, written or renamed, the process goes on or ends as with any disk "
    "that fails") {
  const auto what = GENERATE(Fault::What::note_fails, Fault::What::make_fails, Fault::What::rename_fails);
  int failed = 0;
  for (std::uint64_t n = 1; n <= 12; ++n) {
    INFO("fault " << static_cast<int>(what) << " at " << n);
    const TemporaryFolder folder;
    REQUIRE(run({.folder = folder.path(), .groups = 3}).status == exit_status_done);
    const Position before = require_whole(folder, {2});
    const Ended ended = run({.folder = folder.path(), .fault = {what, n}, .groups = 100});
    REQUIRE((ended.status == exit_status_done || ended.status == exit_status_log_failed));
    failed += ended.status == exit_status_log_failed;
    require_whole(folder, std::max(before, ended.durable));
  }
  CHECK(failed > 0);
}

TEST_CASE("a disk that fails while the log is being made promises nothing") {
  const auto what = GENERATE(Fault::What::append_fails, Fault::What::sync_fails);
  for (const std::uint64_t n : {1, 2, 3, 4, 5, 6}) {
    const TemporaryFolder folder;
    const Ended ended = run({.folder = folder.path(), .fault = {what, n}, .groups = 200});
    REQUIRE(ended.status == exit_status_log_failed);
    if (ended.durable) require_whole(folder, ended.durable);
  }
}

TEST_CASE("what was written but not synced when the process was killed is synced before it counts as durable") {
  for (const std::uint64_t n : {2, 3, 10, 25}) {
    const TemporaryFolder folder;
    const Ended killed = run({.folder = folder.path(), .fault = {Fault::What::killed_before_sync, n}, .groups = 200});
    REQUIRE(killed.status == tests::exit_status_killed);
    const Ended recovered = run({.folder = folder.path(), .groups = 0, .power_off_at_end = true});
    REQUIRE(recovered.status == tests::exit_status_power_off);
    REQUIRE(recovered.durable > killed.durable);  // the group that was being synced was found
    require_whole(folder, recovered.durable);
  }
}

TEST_CASE("a bit that flips on the disk is found, and never served") {
  RandomBatches random(7);
  for (int time = 0; time < 25; ++time) {
    const TemporaryFolder folder;
    Position last;
    for (int opened = 0; opened < 2; ++opened) {  // opening flushes, so there is a table and a journal
      EventLog log(options_for(folder.path()));
      for (int i = 0; i < 4; ++i) {
        std::vector<Batch> group{batch_at({log.last().value + 1})};
        log.append(group);
        log.flush();
      }
      last = log.last();
    }
    std::vector<std::string> files;
    for (const std::string& name : folder.names()) {
      const bool holds_facts = name.ends_with(".sst") || name.find("/journal/") != std::string::npos;
      if (holds_facts && std::filesystem::file_size(name) > 0) files.push_back(name);
    }
    const std::string& file = files[random.number(files.size())];
    const auto at = static_cast<std::streamoff>(random.number(std::filesystem::file_size(file)));
    INFO(file << " at " << at);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(at);
    const char flipped = static_cast<char>(bytes.get() ^ 1 << random.number(8));
    bytes.seekp(at);
    bytes.put(flipped);
    bytes.close();

    try {
      // Either nothing notices, since the bit meant nothing, and all is there; or somebody says so.
      if (verify(options_for(folder.path()), {}).broken) continue;
      REQUIRE(require_whole(folder, last) == last);
    } catch (const CannotOpen&) {
    }
  }
}

// Does nothing but where `run` has started it.
TEST_CASE("does an errand and ends", "[.][log-child]") {
  const char* const text = std::getenv(child_variable);
  if (text == nullptr) return;
  const Errand errand = Errand::from_text(text);
  FaultyDisk disk(errand.fault, errand.seed, errand.folder / "memory");
  Options options = options_for(errand.folder);
  options.env = disk.env();
  const EventLog* opened = nullptr;
  const auto report = [&] {
    const std::uint64_t position = opened->durable().value;
    if (::write(errand.report, &position, sizeof position) != sizeof position) std::abort();
  };
  options.on_durable = report;
  try {
    EventLog log(options);
    opened = &log;
    report();
    for (int group = 0; group < errand.groups; ++group) {
      std::vector<Batch> batches{batch_at({log.last().value + 1})};
      if (group % 3 == 0) batches.push_back(batch_at({batches.back().last().value + 1}));
      while (!log.has_room()) std::this_thread::yield();  // so that one group is often written while another is synced
      log.append(batches);
    }
    log.flush();
    if (errand.power_off_at_end) disk.power_off();
  } catch (const CannotOpen&) {
    ::_exit(exit_status_cannot_open);
  } catch (const DiskFailed&) {
    ::_exit(exit_status_log_failed);
  }
  ::_exit(exit_status_done);
}

}  // namespace
}  // namespace wangge::log
