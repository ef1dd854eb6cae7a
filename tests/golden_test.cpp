// Old data: a data folder of each released format opens with this build, is whole, and gives the city that it gave then.

#include <fstream>

#include "config/tables.h"
#include "engine/log/event_log.h"
#include "engine/state/apply.h"
#include "engine/state/digest.h"
#include "tests/random_life.h"
#include "tests/running_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

const std::filesystem::path golden{WANGGE_SOURCE_ROOT "/tests/golden"};

std::uint64_t recorded_digest(const std::filesystem::path& folder) {
  std::uint64_t digest = 0;
  std::ifstream(folder / "digest") >> std::hex >> digest;
  return digest;
}

TEST_CASE("a golden log of each format opens, is whole, and replays to its digest") {
  std::size_t formats = 0;
  for (const auto& entry : std::filesystem::directory_iterator(golden)) {
    if (!entry.is_directory()) continue;
    INFO(entry.path());
    ++formats;
    const std::uint64_t recorded = recorded_digest(entry.path());
    REQUIRE(recorded != 0);
    const TemporaryFolder folder;  // opening a log writes
    std::filesystem::copy(entry.path() / "data", folder.path(), std::filesystem::copy_options::recursive);
    CHECK(digest_elsewhere(folder.path(), "TZ=America/St_Johns LC_ALL=tr_TR.UTF-8") == recorded);
    City city;
    {
      const log::EventLog log({.folder = folder.path()});
      log.replay(Position{1}, [&](const Fact& fact) { apply(city, fact); });
    }
    CHECK(digest_of(city) == recorded);
    CHECK_FALSE(log::verify({.folder = folder.path()}, {}).broken);
  }
  CHECK(formats == 3);
}

// For a new format: makes tests/golden/NEXT, to be given a name and kept for ever. It is what a process that is killed leaves.
TEST_CASE("makes a golden log", "[.][make-golden]") {
  const std::filesystem::path made = golden / "NEXT";
  std::filesystem::create_directories(made);
  const SmallCity small;
  const TemporaryFolder folder;
  RunningCity running(config::read_city(small.folder()).tables, folder.path());
  RandomLife life(running, 2026);
  for (int step = 1; step <= 600; ++step) life.step();
  running.restart();
  for (int step = 1; step <= 100; ++step) life.step();
  running.settle();
  std::filesystem::copy(folder.path(), made / "data", std::filesystem::copy_options::recursive);
  std::ofstream(made / "digest") << std::hex << digest_of(running.city()) << "\n";
}

}  // namespace
}  // namespace wangge::tests
