// Files of a city as people and programs really leave them.

#include "config/csv.h"
#include "config/tables.h"
#include "engine/base/limits.h"
#include "engine/base/utf8.h"
#include "engine/model/blob.h"
#include "engine/state/apply.h"
#include "engine/state/configuration_reader.h"
#include "engine/state/digest.h"
#include "tests/small_city.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace wangge::tests {
namespace {

using config::Mistake;

std::string listing(const std::vector<Mistake>& mistakes) {
  std::string all;
  for (const Mistake& mistake : mistakes) all += config::to_text(mistake) + "\n";
  return all;
}

bool found(const std::vector<Mistake>& mistakes, const std::string& file, int line, const std::string& says) {
  return std::any_of(mistakes.begin(), mistakes.end(), [&](const Mistake& mistake) {
    return mistake.file.ends_with("/" + file) && mistake.line == line &&
           mistake.problem.find(says) != std::string::npos;
  });
}

config::CsvText parse(std::string_view text) { return config::parse_csv(text, 1'000, 10); }

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("a quoted cell keeps commas, quotes and line breaks, and rows know their line") {
  const auto csv = parse("a,b\n\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\nlines\",z\nlast,row");
  REQUIRE(csv.rows.size() == 4);
  CHECK(csv.broken_lines.empty());
  CHECK(csv.rows[0].line == 1);
  CHECK(csv.rows[1].cells == Cells{"x, y", "he said \"no\""});
  CHECK(csv.rows[1].line == 3);
  CHECK(csv.rows[2].cells == Cells{"two\nlines", "z"});
  CHECK(csv.rows[2].line == 4);
  CHECK(csv.rows[3].cells == Cells{"last", "row"});
  CHECK(csv.rows[3].line == 6);
}

TEST_CASE("a byte order mark and CRLF change nothing") {
  const auto csv = parse(
      "\xEF\xBB\xBF"
      "code,name\r\n1,\"a\"\r\n\r\n2,b\r\n");
  REQUIRE(csv.rows.size() == 3);
  CHECK(csv.rows[0].cells == Cells{"code", "name"});
  CHECK(csv.rows[1].cells == Cells{"1", "a"});
  CHECK(csv.rows[1].line == 2);
  CHECK(csv.rows[2].line == 4);
}

TEST_CASE("a quote that is never closed costs its own row only") {
  const auto csv = parse("a,b\n1,\"open\n2,c\n3,\"d\"\n4,\"open again\n5,e\n");
  CHECK(csv.broken_lines == std::vector<int>{2, 5});
  REQUIRE(csv.rows.size() == 4);
  CHECK(csv.rows[1].cells == Cells{"2", "c"});
  CHECK(csv.rows[2].cells == Cells{"3", "d"});
  CHECK(csv.rows[3].cells == Cells{"5", "e"});
  CHECK(csv.rows[3].line == 6);
}

TEST_CASE("a row longer than allowed is left out, one that just fits is not") {
  const std::string fits = std::string(999, 'x') + "\n";
  CHECK(parse("\"" + std::string(2'000, '\n') + "\"\nnext\n").rows.back().cells == Cells{"next"});
  CHECK(parse(fits).rows.front().cells.front().size() == 999);
}

TEST_CASE("reading stops at a bound of broken rows") {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "\"a\"b\n";
  CHECK(parse(text).broken_lines.size() == 10);
}

TEST_CASE("what is written as CSV is read back as it was") {
  const Cells cells{"plain", "", "a,b", "\"quoted\"", "two\nlines", " blank before", "cr\r", "诉求"};
  const auto csv = parse(config::to_csv(cells));
  REQUIRE(csv.rows.size() == 1);
  CHECK(csv.rows[0].cells == cells);
}

TEST_CASE("columns may stand in any order") {
  SmallCity city;
  city.write("grids.csv", "community,code,name\nC1,G1,第一网格\nC1,G2,第二网格\n");
  INFO(listing(city.check()));
  CHECK(city.check().empty());
}

TEST_CASE("a missing column is named once") {
  SmallCity city;
  city.write("venues.csv", "code,name,community\nV1,服务中心,C1\n");
  const auto mistakes = city.check();
  INFO(listing(mistakes));
  CHECK(mistakes.size() == 1);
  CHECK(found(mistakes, "venues.csv", 1, "缺少列 area_m2"));
}

TEST_CASE("a column that stands twice is a mistake") {
  SmallCity city;
  city.write("venues.csv", "code,name,community,area_m2,name\nV1,服务中心,C1,600,另一名\n");
  CHECK(found(city.check(), "venues.csv", 1, "stands twice"));
}

TEST_CASE("one mistake in every file at once: all are found") {
  SmallCity city;
  const auto names = city.files();
  for (const std::string& file : names) city.append(file, file == "city.toml" ? "?\n" : "\"a\"b\n");
  const auto mistakes = city.check();
  INFO(listing(mistakes));
  CHECK(mistakes.size() == names.size());
  for (const std::string& file : names) {
    const auto line = static_cast<int>(std::count(city.text(file).begin(), city.text(file).end(), '\n'));
    CHECK(found(mistakes, file, line, file == "city.toml" ? "TOML" : "quotes"));
  }
}

TEST_CASE("two broken lines of the settings are both found, and the others are read") {
  SmallCity city;
  city.write("city.toml",
             "[city]\ncode = \"22\nname = \"小城\"\n[time]\nutc_offset = +08:00\n"
             "sessions = [\"08:00-12:00\"]\n[demands]\ntolerated_ahead_hours = -3\n");
  const auto mistakes = city.check();
  INFO(listing(mistakes));
  CHECK(found(mistakes, "city.toml", 2, "TOML"));
  CHECK(found(mistakes, "city.toml", 5, "TOML"));
  CHECK(found(mistakes, "city.toml", 8, "number"));
}

TEST_CASE("a file that is not there is one mistake of that file") {
  SmallCity city;
  std::filesystem::remove(city.folder() / "leave.csv");
  const auto mistakes = city.check();
  CHECK(mistakes.size() == 1);
  CHECK(found(mistakes, "leave.csv", 0, "cannot be read"));
}

TEST_CASE("an empty file lacks its header") {
  SmallCity city;
  city.write("leave.csv", "");
  CHECK(found(city.check(), "leave.csv", 1, "no header"));
}

TEST_CASE("a folder that is not there has every file missing") {
  const auto files = config::read_city("/nonexistent/city");
  CHECK(files.mistakes.size() == static_cast<std::size_t>(TableKind::calendar) + 1);  // what came later may be missing
}

TEST_CASE("a code that many rows miss is listed a few times and counted") {
  SmallCity city;
  std::string rows;
  for (int i = 0; i < 50; ++i) rows += "D" + std::to_string(100 + i) + ",单元,L9\n";
  city.append("units.csv", rows);
  const auto mistakes = city.check();
  const auto unknown =
      std::count_if(mistakes.begin(), mistakes.end(), [](auto& mistake) { return mistake.column == "building"; });
  INFO(listing(mistakes));
  CHECK(unknown == 3);
  CHECK(found(mistakes, "units.csv", 5, "47 more"));
}

TEST_CASE("a code keeps its id from one version of the city to the next, also while it is away") {
  SmallCity city;
  Codes codes;
  std::vector<Fault> faults;
  read_configuration(config::read_city(city.folder()).tables, codes, faults);
  const PlaceId lane = codes.places.find("H1");
  const PostId post = codes.posts.find("PH1");
  REQUIRE(lane);

  SmallCity without;
  without.replace("lanes.csv", "H1,文化一巷,J1\n", "H2,文化二巷,J1\n");
  without.replace("posts.csv", "PH1,巷长一,路(巷)长,H1", "PH2,巷长二,路(巷)长,H2");
  const Configuration next = read_configuration(config::read_city(without.folder()).tables, codes, faults);
  CHECK(faults.empty());
  CHECK(codes.places.find("H1") == lane);
  CHECK_FALSE(next.places[lane.value].present);
  CHECK(next.place_names[lane.value].code == "H1");
  CHECK_FALSE(next.posts[post.value].present);
  CHECK(next.places[codes.places.find("H2").value].present);
}

TEST_CASE("a cell is read as what it says") {
  const SmallCity small;
  Codes codes;
  std::vector<Fault> faults;
  const Configuration city = read_configuration(config::read_city(small.folder()).tables, codes, faults);
  REQUIRE(faults.empty());
  using namespace std::chrono;
  CHECK(city.city_name == "小城");
  CHECK(city.tolerated_ahead == hours{24});
  REQUIRE(city.leave.size() == 1);  // local time, eight hours ahead of UTC
  CHECK(city.leave[0].from == sys_days{2026y / 3 / 9} + hours{16});
  CHECK(city.leave[0].until == sys_days{2026y / 3 / 12} + hours{4});
  const PlaceId company = codes.places.find("X1"), community = codes.places.find("X2");
  CHECK(city.places[company.value].manager == codes.organisations.find("WY1"));
  CHECK_FALSE(city.places[community.value].manager);
  CHECK(city.places[codes.places.find("L1").value].parent == company);
  CHECK(city.places[company.value].parent == codes.places.find("G1"));
  const auto offers = std::count_if(city.resources.begin(), city.resources.end(), [&](const Resource& resource) {
    return resource.who.person() == codes.people.find("R3");
  });
  CHECK(offers == 2);
  CHECK(city.categories[codes.categories.find("0201").value].keywords ==
        std::vector<Keyword>{{"井盖", 1}, {"窨井", 1}});
}

TEST_CASE("a keyword weighs one where nothing else is said; it may weigh up to nine, for or against") {
  SmallCity small;
  small.replace("categories.csv", "井盖|窨井", "井盖:9|窨井|公交:-9|a b:2");
  small.replace("conditions.csv", "4工作时,破损", "4工作时,破损:2|缺角");
  Codes codes;
  std::vector<Fault> faults;
  const Configuration city = read_configuration(config::read_city(small.folder()).tables, codes, faults);
  CHECK(faults.empty());
  const Category& category = city.categories[codes.categories.find("0201").value];
  CHECK(category.keywords == std::vector<Keyword>{{"井盖", 9}, {"窨井", 1}, {"公交", -9}, {"a b", 2}});
  CHECK(category.conditions[2].keywords == std::vector<Keyword>{{"破损", 2}, {"缺角", 1}});
}

TEST_CASE("what is no weight is a part of the word, so that an old log's tables are read as ever") {
  for (const std::string keyword :
       {"井盖:0", "井盖:10", "井盖:-10", "井盖:300", "井盖:", ":3", "井盖:+1", "井盖：3", "井盖:1.5"}) {
    SmallCity small;
    small.replace("categories.csv", "井盖|窨井", keyword);
    Codes codes;
    std::vector<Fault> faults;
    const Configuration city = read_configuration(config::read_city(small.folder()).tables, codes, faults);
    CHECK(faults.empty());
    CHECK(city.categories[codes.categories.find("0201").value].keywords == std::vector<Keyword>{{keyword, 1}});
    CHECK(found(small.check(), "categories.csv", 2, "not a keyword"));
  }
}

// Rows that were within the bounds of their time, and are beyond those of today.
Tables tables_of_before() {
  Tables tables = small_tables();
  std::string people;
  for (std::size_t i = 0; i <= limits::rotation_people_max; ++i)
    people += (i == 0 ? "R" : "|R") + std::to_string(1 + i % 3);
  tables.of(TableKind::rotations)
      .push_back({"PG1", "2026-03-09", "08:00", std::to_string(limits::rotation_days_max + 1), people});
  tables.of(TableKind::settings).push_back({"hotspots.from", std::to_string(limits::hotspot_demands_max + 1)});
  tables.of(TableKind::questions)
      .push_back({"0201", "size", "7", std::string(limits::question_bytes_max + 1, 'x'), "", "number", "", ""});
  return tables;
}

void check_values_of_before(const Configuration& city, const Codes& codes) {
  REQUIRE(city.rotations.size() == 1);
  CHECK(city.rotations[0].length == std::chrono::days{limits::rotation_days_max + 1});
  CHECK(city.rotations[0].people.size() == limits::rotation_people_max + 1);
  CHECK(city.recurrence.hotspot_from == limits::hotspot_demands_max + 1);
  const auto& questions = city.categories[codes.categories.find("0201").value].questions;
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].text.size() == limits::question_bytes_max + 1);
}

TEST_CASE("a version that was adopted reads as it did then, though a bound has been drawn tighter") {
  const Tables tables = tables_of_before();
  Codes codes;
  std::vector<Fault> faults;
  read_configuration(tables, codes, faults);
  CHECK(faults.size() == 4);  // to adopt it today would be refused
  check_values_of_before(read_adopted(tables, codes), codes);
}

TEST_CASE("a log that adopted what is beyond the bounds of today replays") {
  const Tables tables = tables_of_before();
  City city;
  const auto put = [&](const Event& event, std::string_view blob = {}) {
    apply(city, {Position{city.last.value + 1}, 1'000, event, blob});
  };
  put(ConfigurationBegun{});
  for (const TableSchema& table : table_schemas()) {
    for (const Row& row : tables.of(table.kind)) {
      std::string cells;
      encode_row(row, cells);
      put(RowStaged{.table = table.kind, .cells = {0, static_cast<std::uint32_t>(cells.size())}}, cells);
    }
  }
  put(ConfigurationAdopted{.version = 1, .digest = digest_of(tables)});
  check_values_of_before(*city.configuration, city.codes);
}

TEST_CASE("whatever bytes a file holds, it is read to the end and its mistakes are text") {
  constexpr int rounds = 3'000;
  const std::string odd("\"\"\",,\n\r|\0\xFF\xEF\xBB\xBF=[]#x0", 20);
  std::mt19937_64 dice{20260310};
  SmallCity city;
  const auto names = city.files();
  std::size_t mistakes_seen = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string& file = names[dice() % names.size()];
    const std::string sound = city.text(file);
    std::string text = sound;
    for (std::uint64_t edits = 1 + dice() % 4; edits > 0; --edits) {
      const std::size_t at = dice() % (text.size() + 1);
      const char byte = dice() % 2 ? odd[dice() % odd.size()] : static_cast<char>(dice());
      switch (dice() % 4) {
        case 0: text.insert(at, 1, byte); break;
        case 1: text.erase(at, dice() % 5); break;
        case 2: text.insert(at, text.substr(text.size() - at)); break;
        case 3: text.replace(at, at < text.size(), 1, byte); break;
      }
    }
    city.write(file, text);
    for (const Mistake& mistake : city.check()) {
      ++mistakes_seen;
      INFO("round " << round);
      REQUIRE(count_code_points(config::to_text(mistake)));
      REQUIRE_FALSE(mistake.mend.empty());
    }
    city.write(file, sound);
  }
  CHECK(mistakes_seen > rounds / 2);
}

}  // namespace wangge::tests
