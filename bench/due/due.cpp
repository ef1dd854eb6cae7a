// A million demands that fall due in the same second, while somebody goes on submitting: how long until all have taken
// effect, and how long a frame waits for its answer meanwhile; and, with as many open, how long it takes to find the
// demands similar to one. The engine and its log on a real disk, without the network.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "bench/new_city.h"
#include "tools/serve/process_costs.h"

namespace wangge {
namespace {

using namespace bench;

int run(std::size_t demands, const std::string& city_folder, const std::string& folder) {
  NewCity benched(city_folder, folder);
  const City& city = benched.city;
  loop::Engine& engine = benched.engine;
  Submitter& submitter = benched.submitter;
  const std::uint64_t memory_before = tools::process_costs().resident_bytes;
  while (city.demands.size() < demands) submitter.submit(std::min<std::size_t>(1'024, demands - city.demands.size()));
  const std::uint64_t memory = tools::process_costs().resident_bytes - memory_before;

  Waits similar;
  for (std::size_t question = 0; question < 1'000; ++question)
    similar.ms.push_back(milliseconds(submitter.find_similar(question)));

  Waits quiet, busy;
  for (int frame = 0; frame < 200; ++frame) quiet.ms.push_back(milliseconds(submitter.submit(frame_size)));

  Instant& now = benched.now;
  now = *engine.next_deadline();
  while (city.demands.size() > 0 &&
         soonest(city.demands.slots()[0].dues, city.demands.slots()[0].state).at > to_seconds(now))
    now += Duration{60};
  const Steady::time_point begin = Steady::now();
  const Position first = city.last;
  while (engine.next_deadline() && *engine.next_deadline() <= now)
    busy.ms.push_back(milliseconds(submitter.submit(frame_size)));
  engine.settle();
  const double seconds = milliseconds(Steady::now() - begin) / 1'000;
  const std::uint64_t expired = city.last.value - first.value - busy.ms.size() * frame_size;

  const boost::json::object out{
      {"demands", demands},
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
