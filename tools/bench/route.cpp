#include "tools/bench/route.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>

#include "engine/rules/decide.h"
#include "engine/state/apply.h"
#include "engine/state/configuration_reader.h"
#include "tools/bench/ground.h"
#include "tools/bench/large_city.h"
#include "tools/bench/machine.h"
#include "tools/bench/page.h"
#include "tools/city/city_folder.h"
#include "tools/serve/process_costs.h"
#include "tools/progress.h"
#include "tools/table.h"

namespace wangge::tools::bench {
namespace {

using Monotonic = std::chrono::steady_clock;
using Questions = std::vector<rules::RoutingQuestion>;

constexpr Instant tuesday_morning{Duration{1'773'104'400}};
// Some 4 KB a grid at the most: places, posts, people, and the router's tables of place and category.
constexpr std::uint64_t memory_bytes_of_grid = 5'000;

struct Routed {
  std::size_t grids = 0, places = 0;
  double ns = 0, prefetched_ns = 0;
  std::uint64_t city_bytes = 0, router_bytes = 0;
};

Questions random_questions(const Configuration& city, const RouteBench& bench) {
  const std::vector<PlaceId> places = places_in_grids(city);
  std::mt19937 random(bench.seed);
  Questions questions(bench.questions);
  for (rules::RoutingQuestion& question : questions) {
    question.place = places[random() % places.size()];
    question.category = CategoryId{static_cast<std::uint16_t>(1 + random() % (city.categories.size() - 1))};
  }
  return questions;
}

// A city in memory with its router, which knows every answer after fill().
class RoutedCity {
 public:
  explicit RoutedCity(Configuration configuration) {
    city_.configuration = std::make_shared<const Configuration>(std::move(configuration));
  }

  const Configuration& configuration() const { return *city_.configuration; }

  void fill(const Questions& questions) {
    for (const rules::RoutingQuestion& question : questions) {
      router_.route(question, tuesday_morning, events_, blob_);
      for (const Event& event : events_)
        apply(city_, {Position{city_.last.value + 1}, to_seconds(tuesday_morning), event, blob_});
      events_.clear();
      blob_.clear();
    }
  }

  // Measures the nanoseconds of a question.
  double ask(const Questions& questions, bool prefetches) {
    const auto began = Monotonic::now();
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (prefetches) {
        router_.prefetch_places(questions[std::min(i + rules::Prefetcher::first_ahead, questions.size() - 1)]);
        router_.prefetch_route(questions[std::min(i + rules::Prefetcher::second_ahead, questions.size() - 1)]);
      }
      sum_ += router_.route(questions[i], tuesday_morning, events_, blob_).lead.raw();
    }
    const std::chrono::duration<double, std::nano> took = Monotonic::now() - began;
    if (!events_.empty()) throw std::logic_error("the router did not know all answers");
    return took.count() / static_cast<double>(questions.size());
  }

 private:
  City city_;
  rules::Router router_{city_};
  std::vector<Event> events_;
  std::string blob_;
  std::uint64_t sum_ = 0;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

Routed measure(const Configuration& tile, std::size_t grids, const RouteBench& bench) {
  const std::uint64_t before = process_costs().resident_bytes;
  RoutedCity city(enlarge(tile, grids));
  const std::uint64_t with_city = process_costs().resident_bytes;
  Routed routed{.grids = count_grids(city.configuration()), .places = city.configuration().places.size() - 1};
  const Questions questions = random_questions(city.configuration(), bench);
  const std::uint64_t with_questions = process_costs().resident_bytes;
  city.fill(questions);
  routed.city_bytes = with_city - std::min(before, with_city);
  routed.router_bytes = process_costs().resident_bytes - with_questions;
  std::vector<double> plain, prefetched;
  for (std::size_t round = 0; round < bench.rounds; ++round) {
    plain.push_back(city.ask(questions, false));
    prefetched.push_back(city.ask(questions, true));
  }
  routed.ns = median(plain);
  routed.prefetched_ns = median(prefetched);
  return routed;
}

void print(const std::vector<Routed>& all, const Console& console) {
  const auto title = [&](std::string_view chinese, std::string_view english) {
    return Column{std::string(console.say(chinese, english)), Align::right};
  };
  const auto mib = [](std::uint64_t bytes) { return decimal(static_cast<double>(bytes) / (1 << 20), 0); };
  Table table({title("网格", "grids"), title("地点", "places"), title("纳秒/件", "ns each"),
               title("预取后", "prefetched"), title("城市 MiB", "city MiB"),
               title("分派表与链 MiB", "router's tables and chains, MiB")});
  for (const Routed& one : all) {
    table.add({std::to_string(one.grids), std::to_string(one.places), decimal(one.ns, 1), decimal(one.prefetched_ns, 1),
               mib(one.city_bytes), mib(one.router_bytes)});
  }
  table.print(std::cout, console);
  std::cout << whereabouts() << "\n";
}

void print_json(const std::vector<Routed>& all) {
  boost::json::array cities;
  for (const Routed& one : all) {
    cities.push_back(boost::json::object{{"grids", one.grids},
                                         {"places", one.places},
                                         {"ns_per_route", one.ns},
                                         {"ns_per_route_prefetched", one.prefetched_ns},
                                         {"city_bytes", one.city_bytes},
                                         {"router_bytes", one.router_bytes}});
  }
  boost::json::object out{{"cities", std::move(cities)}};
  add_whereabouts(out);
  std::cout << boost::json::serialize(out) << "\n";
}

}  // namespace

int route(const RouteBench& bench, const Console& console) {
  Codes codes;
  std::vector<Fault> faults;
  const Configuration tile = read_configuration(read_sound_city(bench.city, console), codes, faults);
  std::vector<Routed> all;
  Progress progress(std::string(console.say("城市", "cities")), console);
  for (const std::size_t grids : bench.grids) {
    if (grids * memory_bytes_of_grid > available_memory_bytes()) {
      std::cerr << console.say("内存不够，略去 ", "not enough memory, left out: ") << grids << "\n";
      continue;
    }
    all.push_back(measure(tile, grids, bench));
    progress.update(all.size(), bench.grids.size());
  }
  bench.as_json ? print_json(all) : print(all, console);
  return 0;
}

}  // namespace wangge::tools::bench
