// A million demands that fall due in the same second, while somebody goes on submitting: how long until all have taken effect, and what
// a frame waits for its answer meanwhile; and, with as many open, how long it takes to find what is similar to one. The engine and its
// log on a real disk, without the network.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "engine/base/check.h"
#include "engine/loop/engine.h"
#include "engine/views/similar.h"
#include "tools/city_folder.h"
#include "tools/console.h"
#include "tools/data_folder.h"
#include "tools/engine_wishes.h"
#include "tools/process_costs.h"

namespace wangge {
namespace {

using Steady = std::chrono::steady_clock;

constexpr Instant morning{Duration{1'773'104'400}};  // Tuesday 2026-03-10, 9:00 in the city: the offices are open
constexpr std::string_view text = "楼道灯不亮，请派人来看";
constexpr std::size_t frame_size = 128;

double milliseconds(Steady::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

// Sends frames one after the other and waits for each.
class Submitter {
 public:
  Submitter(loop::Engine& engine, Instant& now) : engine_(engine), now_(now) {
    const TokenHash token{1};
    Rights rights;
    rights.name = "bench";
    rights.every_grid = true;
    CHECK(!tools::add_account(engine, AccountKind::terminal, token, rights, now).refusal);
    auto frame = std::make_unique<loop::Frame>();
    frame->commands.push_back(OpenSession{token, SpoolId{1}});
    session_ = send(std::move(frame)).front().session;
    for (std::uint32_t place = 1; place < engine.city().configuration->places.size(); ++place) {
      if (engine.city().configuration->places[place].kind == PlaceKind::grid) grids_.push_back(PlaceId{place});
    }
    category_ = engine.city().codes.categories.find("1301");
  }

  // How long it takes to find what is similar to a demand in one of the grids.
  Steady::duration find_similar(std::size_t question) const {
    const views::SimilarQuestion asked{.place = grids_[question % grids_.size()], .road = {}, .category = category_, .but = {}};
    const AccountId account = engine_.city().sessions[session_].account();
    const Steady::time_point begin = Steady::now();
    CHECK(!views::similar_to(engine_.city(), account, asked, now_).empty());
    return Steady::now() - begin;
  }

  // How long the frame took.
  Steady::duration submit(std::size_t count) {
    auto frame = std::make_unique<loop::Frame>();
    frame->sender = {.session = session_, .sequence = next_};
    frame->texts = text;
    for (std::size_t i = 0; i < count; ++i) {
      Submit command;
      command.place = grids_[(next_ + i) % grids_.size()];
      command.category = category_;
      command.text = {0, static_cast<std::uint32_t>(text.size())};
      frame->commands.emplace_back(command);
    }
    next_ += static_cast<std::uint32_t>(count);
    const Steady::time_point begin = Steady::now();
    for (const loop::Outcome& outcome : send(std::move(frame))) CHECK(!outcome.refusal);
    return Steady::now() - begin;
  }

 private:
  std::vector<loop::Outcome> send(std::unique_ptr<loop::Frame> frame) {
    bool is_back = false;
    std::vector<loop::Outcome> outcomes;
    frame->released = [&](std::unique_ptr<loop::Frame> back) {
      outcomes = back->outcomes;
      is_back = true;
    };
    CHECK(engine_.inbox().offer(flow_, frame));
    while (!is_back) {
      if (!engine_.turn(now_)) std::this_thread::yield();
    }
    return outcomes;
  }

  loop::Engine& engine_;
  Instant& now_;
  loop::Flow flow_;
  SessionId session_;
  std::vector<PlaceId> grids_;
  CategoryId category_;
  std::uint32_t next_ = 1;
};

struct Waits {
  std::vector<double> ms;

  double at(double part) {
    std::ranges::sort(ms);
    return ms.empty() ? 0 : ms[std::min(ms.size() - 1, static_cast<std::size_t>(part * static_cast<double>(ms.size())))];
  }
};

int run(std::size_t demands, const std::string& city_folder, const std::string& folder) {
  std::filesystem::create_directories(folder);
  const tools::Console console;
  City city;
  log::EventLog log({.folder = folder, .new_log_id = tools::random_log_id(), .clock = ClockKind::scenario, .now = to_seconds(morning)});
  loop::Engine engine(city, log);
  Instant now = morning;
  CHECK(tools::adopt(engine, tools::read_sound_city(city_folder, console), now, console));
  Submitter submitter(engine, now);
  const std::uint64_t memory_before = tools::process_costs().resident_bytes;
  while (city.demands.size() < demands) submitter.submit(std::min<std::size_t>(1'024, demands - city.demands.size()));
  const std::uint64_t memory = tools::process_costs().resident_bytes - memory_before;

  Waits similar;
  for (std::size_t question = 0; question < 1'000; ++question) similar.ms.push_back(milliseconds(submitter.find_similar(question)));

  Waits quiet, busy;
  for (int frame = 0; frame < 200; ++frame) quiet.ms.push_back(milliseconds(submitter.submit(frame_size)));

  now = *engine.next_deadline();
  while (city.demands.size() > 0 && soonest(city.demands.slots()[0].dues, city.demands.slots()[0].state).at > to_seconds(now)) now += Duration{60};
  const Steady::time_point begin = Steady::now();
  const Position first = city.last;
  while (engine.next_deadline() && *engine.next_deadline() <= now) busy.ms.push_back(milliseconds(submitter.submit(frame_size)));
  engine.settle();
  const double seconds = milliseconds(Steady::now() - begin) / 1'000;
  const std::uint64_t expired = city.last.value - first.value - busy.ms.size() * frame_size;

  const boost::json::object out{{"demands", demands},
                                {"memory_bytes_per_demand", static_cast<double>(memory) / static_cast<double>(demands)},
                                {"similar_ms", {{"p50", similar.at(0.5)}, {"p99", similar.at(0.99)}, {"max", similar.at(1)}}},
                                {"expired_and_warned", expired},
                                {"seconds", seconds},
                                {"expiries_per_second", static_cast<double>(expired) / seconds},
                                {"frames_meanwhile", busy.ms.size()},
                                {"frame", frame_size},
                                {"frame_ms_quiet", {{"p50", quiet.at(0.5)}, {"p99", quiet.at(0.99)}}},
                                {"frame_ms_meanwhile", {{"p50", busy.at(0.5)}, {"p99", busy.at(0.99)}, {"max", busy.at(1)}}}};
  std::cout << boost::json::serialize(out) << "\n";
  return 0;
}

}  // namespace
}  // namespace wangge

int main(int argc, char** argv) {
  CLI::App app("A million deadlines in one second, with submitting beside it");
  std::size_t demands = 1'000'000;
  std::string city = "config/taonan", folder = "due-data";
  app.add_option("--demands", demands)->capture_default_str();
  app.add_option("--city", city)->capture_default_str();
  app.add_option("--data", folder, "a new folder")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return wangge::run(demands, city, folder);
}
