// Every way on that the product offers, walked with the program itself to the next demand that is acknowledged, and to
// the next start.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <boost/json.hpp>

#include "engine/log/event_log.h"
#include "engine/log/folder.h"
#include "engine/log/store.h"
#include "tests/child_process.h"
#include "tests/folder_image.h"
#include "tests/local_time.h"
#include "tests/running_city.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"
#include "tools/serve/look_up_key_file.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

using namespace std::chrono_literals;

// The small city's engine, below one folder, with a station that submits.
class Walk {
 public:
  std::string file(const std::string& name) const { return folder_.path() / name; }
  std::filesystem::path data() const { return file("data"); }

  void serve(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"serve",    "--json",      "--data",      data(),
                                       "--listen", "127.0.0.1:0", "--ops-token", file("ops.token")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    engine_ = std::make_unique<ChildProcess>(WANGGE_PROGRAM, arguments);
    const std::string line = engine_->first_line();
    REQUIRE_FALSE(line.empty());
    to_ = " --to " + std::string(boost::json::parse(line).at("listening").as_string().c_str());
    if (std::filesystem::exists(file("station.token"))) return;
    run_wangge("account add terminal --name station --grids G1,G2 --out " + file("station.token") + to_ + " --token " +
                   file("ops.token"),
               "");
  }
  void kill() { engine_->kill(); }
  void stop() { REQUIRE(engine_->stop() == 0); }

  // One demand, acknowledged.
  void submit() const {
    const EndedProgram ended =
        try_wangge("submit --grid G1 --category 0201 --text 井盖松动 --token " + file("station.token") + to_);
    INFO(ended.said);
    REQUIRE(ended.status == 0);
  }
  EndedProgram ask_ops(const std::string& what) const {
    return try_wangge(what + " --data " + data().string() + to_ + " --token " + file("ops.token"));
  }

  // What is to come true after each way on: a demand is acknowledged, and is there at the next start, in a log that is
  // whole.
  void go_on(std::vector<std::string> more = {}) {
    const std::uint64_t before = std::filesystem::exists(data()) ? submitted() : 0;
    serve(std::move(more));
    submit();
    kill();
    serve();
    submit();
    stop();
    CHECK(submitted() == before + 2);
    const EndedProgram verified = try_wangge("log verify --data " + data().string());
    INFO(verified.said);
    CHECK(verified.status == 0);
  }
  std::uint64_t submitted() const {
    const auto counted = boost::json::parse(run_wangge("log stat --json --data " + data().string(), "")).as_object();
    const auto& events = counted.at("events").as_object();
    return events.contains("submitted") ? events.at("submitted").to_number<std::uint64_t>() : 0;
  }

  SmallCity city;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> engine_;
  std::string to_;
};

Instant by_the_machine() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

// The next ten days are off, so what runs on the working clock has longer.
std::string holidays() {
  std::string rows;
  for (int day = 1; day <= 10; ++day) rows += show(by_the_machine() + 24h * day).substr(0, 10) + ",off,放假\n";
  return rows;
}

std::vector<std::string> with_city(const Walk& walk) { return {"--city", walk.city.folder()}; }

TEST_CASE("after a loss was accepted the log opens, demands are acknowledged, and it opens again", "[threads]") {
  Walk walk;
  walk.serve(with_city(walk));
  for (int i = 0; i < 5; ++i) walk.submit();
  walk.kill();
  std::fstream journal(log::journal_of(walk.data()) / "0", std::ios::in | std::ios::out | std::ios::binary);
  const auto bytes = static_cast<std::streamoff>(std::filesystem::file_size(log::journal_of(walk.data()) / "0"));
  journal.seekp(bytes - 20);  // in the last record
  journal.write("\xFF\x00\xFF\x00", 4);
  journal.close();

  const auto before = image_of(walk.data());
  const EndedProgram refused = try_wangge("serve --listen 127.0.0.1:0 --data " + walk.data().string());
  CHECK(refused.status == 3);
  CHECK(image_of(walk.data()) == before);
  const std::string way = "wangge log accept-loss --after ";
  const std::size_t at = refused.said.rfind(way);
  REQUIRE(at != std::string::npos);
  const std::string after = std::to_string(std::stoull(refused.said.substr(at + way.size())));
  REQUIRE(try_wangge("log accept-loss --data " + walk.data().string() + " --after " + after).status == 0);
  CHECK(try_wangge("log stat --data " + walk.data().string()).status == 0);
  walk.go_on();
}

TEST_CASE("a folder that was copied is served in the place of the one that was lost", "[threads]") {
  Walk walk;
  walk.serve(with_city(walk));
  walk.submit();
  SECTION("from a stopped engine") { walk.stop(); }
  SECTION("from one that was killed") { walk.kill(); }
  std::filesystem::copy(walk.data(), walk.file("copy"), std::filesystem::copy_options::recursive);
  walk.serve();
  for (int i = 0; i < 3; ++i) walk.submit();
  walk.kill();
  std::filesystem::remove_all(walk.data());
  std::filesystem::rename(walk.file("copy"), walk.data());
  walk.go_on();
  CHECK(walk.submitted() == 3);
}

TEST_CASE("an older folder of the city is served after a newer one, and the newer one again", "[threads]") {
  Walk walk;
  const SmallCity older;
  walk.serve(with_city(walk));
  walk.submit();
  walk.stop();
  walk.city.append("calendar.csv", holidays());
  walk.go_on(with_city(walk));
  walk.go_on({"--city", older.folder()});
  walk.go_on(with_city(walk));
}

TEST_CASE("deadlines are worked out again, and steps migrated, and the log opens again", "[threads]") {
  Walk walk;
  walk.serve(with_city(walk));
  for (int i = 0; i < 3; ++i) walk.submit();
  walk.stop();
  walk.city.append("calendar.csv", holidays());
  walk.city.write("policies.csv",
                  "class,severity,step,wait,tell,reach,repeats,quiet,until\n,,1,,主办|上级,一人,0,否,签收\n");
  walk.serve(with_city(walk));
  const std::pair<const char*, const char*> ways[]{{"city recompute --yes --json", "begun"},
                                                   {"city migrate --yes --json", "migrated"}};
  for (const auto& [command, done] : ways) {
    const EndedProgram ended = walk.ask_ops(command);
    INFO(ended.said);
    REQUIRE(ended.status == 0);
    CHECK(boost::json::parse(ended.said).at(done).as_bool());
    walk.submit();
  }
  walk.kill();
  walk.go_on();
}

// --- the clock

// A log whose last fact is of that time.
void make_log(const Walk& walk, const Tables& tables, Instant last) {
  RunningCity running(tables, walk.data());
  tools::make_look_up_key(walk.data(), running.city().log);
  running.move_to(last);
  REQUIRE_FALSE(
      running.send(RunningCity::plain(running.place("G1"), running.category("0201")), RunningCity::plain_text).refusal);
  running.settle();
}

TEST_CASE("a start by a clock far from the log's last fact is refused and says what to do; nothing is written",
          "[threads]") {
  Walk walk;
  const char* said = nullptr;
  SECTION("months ahead") {
    make_log(walk, small_tables(), RunningCity::morning + 1h);
    said = "ahead of the log's last fact";
  }
  SECTION("behind: an earlier start was in 2099") {
    make_log(walk, small_tables(), Instant{std::chrono::sys_days{std::chrono::year{2099} / 1 / 1}});
    said = "the log's last fact is of 2099";
  }
  const auto before = image_of(walk.data());
  const EndedProgram refused = try_wangge("serve --lang en --listen 127.0.0.1:0 --data " + walk.data().string());
  CHECK(refused.status == 1);
  CHECK_THAT(refused.said, Catch::Contains(said) && Catch::Contains("--clock-is-right"));
  CHECK(image_of(walk.data()) == before);
  const EndedProgram no_account = try_wangge("account add ops --lang en --name 甲 --data " + walk.data().string());
  CHECK(no_account.status == 1);
  CHECK_THAT(no_account.said, Catch::Contains(said));
  CHECK(image_of(walk.data()) == before);
  // The clock is right: the city was off for so long.
  walk.serve({"--clock-is-right"});
  walk.submit();
  walk.stop();
}

TEST_CASE("the city says how long its engine may have stood still", "[threads]") {
  Walk walk;
  walk.city.replace("city.toml", "[demands]\n", "start_ahead_days = 1\n[demands]\n");
  make_log(walk, config::read_city(walk.city.folder()).tables, by_the_machine() - 25h);
  const EndedProgram refused = try_wangge("serve --lang en --listen 127.0.0.1:0 --data " + walk.data().string());
  CHECK(refused.status == 1);
  CHECK_THAT(refused.said, Catch::Contains("start_ahead_days = 1)"));
}

}  // namespace
}  // namespace wangge::tests
