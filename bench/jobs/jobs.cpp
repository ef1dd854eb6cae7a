// Changes to very many demands at once, while somebody goes on submitting: a grid with 40,000 open ones is split, a
// head gathers the demands like it and closes with 100,000 children, one person gives up 50 posts. For each: how long
// the change takes, its cost for each demand, and how long a frame of 128 waits for its answer meanwhile.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "bench/new_city.h"
#include "tests/changed_tables.h"

namespace wangge {
namespace {

using namespace bench;
using tests::ChangedTables;

constexpr std::string_view grid = "22088100100101", new_grid = "22088100100191";

// The tables with a new grid in the place of the old one, which takes over everything in it.
Tables split(const Tables& whole) {
  ChangedTables tables(whole);
  tables.replace(TableKind::grids, "code", grid, new_grid);
  tables.replace(TableKind::buildings, "within", grid, new_grid);
  tables.replace(TableKind::compounds, "grid", grid, new_grid);
  tables.replace(TableKind::branches, "place", grid, new_grid);
  tables.replace(TableKind::outlines, "grid", grid, new_grid);
  tables.replace(TableKind::assets, "place", grid, new_grid);
  tables.replace(TableKind::posts, "place", grid, new_grid);
  const std::string post = "P" + std::string(grid), new_post = "P" + std::string(new_grid);
  tables.replace(TableKind::posts, "code", post, new_post);
  tables.replace(TableKind::posts, "superior", post, new_post);
  tables.of(TableKind::successions).push_back({std::string(grid), std::string(new_grid)});
  return tables;
}

// The tables with the first fifty grid chiefs' posts held by this person.
Tables held_by(Tables tables, const std::string& person) {
  const std::size_t level = ChangedTables::column(TableKind::posts, "level"),
                    holder = ChangedTables::column(TableKind::posts, "holder");
  int posts = 0;
  for (Row& row : tables.of(TableKind::posts)) {
    if (row.at(level) == "网格长" && posts++ < 50) row.at(holder) = person;
  }
  return tables;
}

class Measured {
 public:
  Measured(NewCity& benched, std::string name) : benched_(benched) {
    for (int frame = 0; frame < 200; ++frame) quiet_.ms.push_back(milliseconds(benched_.submitter.submit(frame_size)));
    out_["what"] = name;
    first_ = benched_.city.last;
    begin_ = Steady::now();
  }

  // Measures until the job is done; it has begun by now.
  boost::json::object until_done() {
    const double begun = milliseconds(Steady::now() - begin_);
    while (!benched_.city.jobs.empty()) busy_.ms.push_back(milliseconds(benched_.submitter.submit(frame_size)));
    benched_.engine.settle();
    const double all = milliseconds(Steady::now() - begin_);
    const std::uint64_t facts = benched_.city.last.value - first_.value - busy_.ms.size() * frame_size;
    out_["begun_ms"] = begun;
    out_["ms"] = all;
    out_["facts"] = facts;
    out_["us_per_fact"] = (all - begun) * 1'000 / static_cast<double>(std::max<std::uint64_t>(facts, 1));
    out_["frames_meanwhile"] = busy_.ms.size();
    out_["frame_ms_quiet"] = {{"p50", quiet_.at(0.5)}, {"p99", quiet_.at(0.99)}};
    out_["frame_ms_meanwhile"] = {{"p50", busy_.at(0.5)}, {"p99", busy_.at(0.99)}, {"max", busy_.at(1)}};
    return out_;
  }

 private:
  NewCity& benched_;
  Waits quiet_, busy_;
  boost::json::object out_;
  Position first_;
  Steady::time_point begin_;
};

int run(std::size_t in_grid, std::size_t children, const std::string& city_folder, const std::string& folder) {
  NewCity benched(city_folder, folder);
  const City& city = benched.city;
  Submitter& submitter = benched.submitter;
  const Tables without_grid = split(benched.tables);
  const PlaceId elsewhere = city.codes.places.find("22088100100201");  // of another community, never changed
  const auto print = [](const boost::json::object& figures) {
    std::cout << boost::json::serialize(figures) << std::endl;
  };

  submitter.submit_at(city.codes.places.find(grid));
  while (city.demands.size() < in_grid) submitter.submit(1'024);
  submitter.submit_at(elsewhere);
  {
    Measured measured(benched, "a grid is split");
    benched.adopt(without_grid);
    print(measured.until_done());
  }
  {
    benched.adopt(held_by(without_grid, "R03000"));
    while (!city.jobs.empty()) submitter.submit(frame_size);
    Measured measured(benched, "one person gives up fifty posts");
    benched.adopt(held_by(without_grid, "R03001"));
    print(measured.until_done());
  }
  const DemandId head{city.last.value + 1};
  submitter.submit_at(city.codes.places.find("22088100100102"));
  while (city.last.value - head.value < children) submitter.submit(1'024);
  submitter.submit_at(elsewhere);
  benched.now += Duration{60};
  {
    Measured measured(benched, "a head gathers");
    CHECK(!submitter.act({.demand = head, .as = {}, .deed = Deed::gather}));
    print(measured.until_done());
  }
  const Party lead = city.demands.find(head)->lead;
  for (const Deed deed : {Deed::accept, Deed::finish})
    CHECK(!submitter.act({.demand = head, .as = lead, .deed = deed}));
  {
    Measured measured(benched, "a head is closed");
    CHECK(!submitter.act({.demand = head, .as = lead, .deed = Deed::close}));
    print(measured.until_done());
  }
  return 0;
}

}  // namespace
}  // namespace wangge

int main(int argc, char** argv) {
  CLI::App app("Changes to very many demands, with submitting beside them");
  std::size_t in_grid = 40'000, children = 100'000;
  std::string city = "config/taonan", folder = "jobs-data";
  app.add_option("--in-grid", in_grid)->capture_default_str();
  app.add_option("--children", children)->capture_default_str();
  app.add_option("--city", city)->capture_default_str();
  app.add_option("--data", folder, "a new folder")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return wangge::run(in_grid, children, city, folder);
}
