// `wangge hotspots` on a served city: where the same comes up again and again, and what very many say at once.

#include "tools/queue/hotspots.h"

#include <string>

#include <boost/json.hpp>

#include "tests/served_city.h"
#include "tests/small_city.h"
#include "tests/subcommand.h"
#include "tools/demand/act.h"
#include "tools/demand/submit.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;
using Catch::Contains;

// Three of a class at a spot are a hot spot, five go to the superior; ten of a category in a community are a storm. It
// stays 9:00.
class Watched {
 public:
  Watched() {
    Tables tables = small_tables();
    for (const Row& figure :
         {Row{"hotspots.from", "3"}, Row{"hotspots.to_superior_from", "5"}, Row{"storms.from", "10"}}) {
      tables.of(TableKind::settings).push_back(figure);
    }
    city.adopt(tables);
    Rights rights;
    rights.grids = {city.place("G1")};
    of_one_grid_ = city.add_account(AccountKind::terminal, rights, 9);
    city.run();
  }

  // The number of the first.
  std::string submit(int times, const std::string& kind, const std::string& place, const std::string& category) {
    std::string first;
    for (int i = 0; i < times; ++i) {
      const Printed printed = desk.say({tools::add_submit},
                                       {"submit", kind, place, "--category", category, "--text", "请予处理", "--json"});
      REQUIRE(printed.exit_code == 0);
      if (first.empty()) first = printed.json().at("number").as_string();
    }
    return first;
  }
  // Three about a manhole in a grid; ten of something else in the community, six of them in its other grid. The number
  // of the ten's first.
  std::string submit_all() {
    submit(3, "--grid", "G1", "0201");
    const std::string first = submit(6, "--grid", "G2", "1301");
    submit(2, "--building", "L1", "1301");
    submit(2, "--building", "L2", "1301");
    return first;
  }
  std::string page(const std::string& language = "zh") const {
    const Printed printed = desk.say({tools::add_hotspots}, {"hotspots", "--lang", language});
    REQUIRE(printed.exit_code == 0);
    return printed.out;
  }
  static json::array rows(const Speaker& who) {
    const Printed printed = who.say({tools::add_hotspots}, {"hotspots", "--json"});
    REQUIRE(printed.exit_code == 0);
    return printed.json().at("hotspots").as_array();
  }
  json::array rows() const { return rows(desk); }
  json::array rows_of_one_grid() const { return rows(Speaker(city, of_one_grid_)); }

  ServedCity city;
  const Speaker desk{city};

 private:
  terminal::Token of_one_grid_{};
};

TEST_CASE("Where nothing comes again and again, that is said", "[threads]") {
  const Watched watched;
  CHECK(watched.page() == "没有热点\n");
  CHECK(watched.page("en") == "no hot spots\n");
  CHECK(watched.rows().empty());
}

TEST_CASE(
    "Storms, then what goes to the superior, then other hot spots stand in a table, and a storm with what gathers it",
    "[threads]") {
  Watched watched;
  const std::string first = watched.submit_all();
  CHECK(watched.page() ==
        "热点\t地点\t什么\t件数\t从\n"
        "集中反映\tC1 甲社区\t1301 其他诉求\t10\t2026-03-10T09:00:00+08:00\n"
        "热点上报\tG2 第二网格\t其他\t6\t2026-03-10T09:00:00+08:00\n"
        "热点\tG1 第一网格\t设施\t3\t2026-03-10T09:00:00+08:00\n"
        "集中反映可归并到一件：wangge gather " +
            first + "\n");
  CHECK_THAT(watched.page("en"), Contains("storm of demands\tC1 甲社区\t1301 Other\t10\t") &&
                                     Contains("hot spot, to the superior\tG2 第二网格\tOther\t6\t") &&
                                     Contains("hot spot\tG1 第一网格\tFacilities\t3\t") &&
                                     Contains("a storm can be gathered to one: wangge gather " + first + "\n"));
  CHECK(watched.desk.say({tools::add_act}, {"gather", first, "--as", "PC1"}).exit_code == 0);
}

TEST_CASE("Of a hot spot with more demands than are counted it is said that there may be more", "[threads]") {
  Watched watched;
  watched.submit(9, "--building", "L2", "1301");
  CHECK_THAT(watched.page(), Contains("热点上报\tL2 2号楼\t其他\t≥8\t"));
  REQUIRE(watched.rows().size() == 1);
  CHECK(watched.rows()[0].at("count") == 8);
  CHECK(watched.rows()[0].at("at_least") == true);
}

TEST_CASE("As JSON a storm has its category and the demand that it began with, a hot spot its class alone",
          "[threads]") {
  Watched watched;
  const std::string first = watched.submit_all();
  const json::value at = "2026-03-10T09:00:00+08:00";
  CHECK(watched.rows() == json::array{json::object{{"what", "storm"},
                                                   {"place", {{"code", "C1"}, {"name", "甲社区"}}},
                                                   {"class", 13},
                                                   {"class_name", "其他"},
                                                   {"count", 10},
                                                   {"at_least", false},
                                                   {"found", at},
                                                   {"category", {{"code", "1301"}, {"name", "其他诉求"}}},
                                                   {"first", first}},
                                      json::object{{"what", "raised"},
                                                   {"place", {{"code", "G2"}, {"name", "第二网格"}}},
                                                   {"class", 13},
                                                   {"class_name", "其他"},
                                                   {"count", 6},
                                                   {"at_least", false},
                                                   {"found", at}},
                                      json::object{{"what", "hotspot"},
                                                   {"place", {{"code", "G1"}, {"name", "第一网格"}}},
                                                   {"class", 2},
                                                   {"class_name", "设施"},
                                                   {"count", 3},
                                                   {"at_least", false},
                                                   {"found", at}}});
}

TEST_CASE("A terminal of one grid is told the hot spots there alone", "[threads]") {
  Watched watched;
  watched.submit_all();
  const json::array rows = watched.rows_of_one_grid();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("place").at("code") == "G1");
}

TEST_CASE("hotspots without a token is wrong use, and without an engine it could not be asked", "[threads]") {
  const Watched watched;
  CHECK_THROWS_AS(say({tools::add_hotspots}, {"hotspots"}), CLI::RequiredError);
  CHECK_THROWS_WITH(
      say({tools::add_hotspots}, {"hotspots", "--token", watched.desk.token_file(), "--to", "127.0.0.1:1"}),
      Contains("cannot connect to 127.0.0.1:1"));
}

}  // namespace
}  // namespace wangge::tests
