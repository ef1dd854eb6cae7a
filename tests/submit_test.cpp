// `wangge submit` as people and scripts use it: one demand, a table, and the offline terminal with its spool.

#include "tools/demand/submit.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "config/records.h"
#include "adapters/terminal/server.h"
#include "tests/submitting_station.h"
#include "tests/temporary_folder.h"
#include "tools/demand/kept_tables.h"
#include "tools/demand/named_spool.h"
#include "tools/demand/offline_terminal.h"
#include "tools/account/token.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;
namespace json = boost::json;

std::string table(int rows) {
  std::string text = "place,category,severity,text\n";
  for (int i = 1; i <= rows; ++i) text += "G1,0201,,demand " + std::to_string(i) + "\n";
  return text;
}

}  // namespace

TEST_CASE("a demand from options gets its number, look-up code, lead and deadlines", "[threads]") {
  Station station;
  REQUIRE(station.submit_one({"--json"}) == 0);
  const json::object answer = station.said.json();
  CHECK(answer.at("accepted") == true);
  CHECK(answer.at("look_up_code").as_string().size() == 6);
  CHECK_FALSE(answer.at("lead").at("code").as_string().empty());
  CHECK(answer.at("deadlines").at("acceptance") == "2026-03-10T09:10:00+08:00");  // 9:00 and 10 minutes
}

TEST_CASE("a demand that is refused says why in Chinese and in English, and the exit status is 1", "[threads]") {
  Station station;
  CHECK(station.submit_one({"--reporter", "hotline"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("来源单号") && Catch::Contains("the reference is missing"));
  CHECK(station.submit_one({"--lane", "nowhere"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("unknown_road"));
  CHECK(station.submit_one({"--complained-of", "nobody"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("unknown_complained_of"));
  CHECK(station.submit_one({"--asset", "nothing"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("there is no such asset: nothing"));
  CHECK(station.submit_one({"--door", "nobody"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("there is no such door: nobody"));
}

TEST_CASE("a refusal for a wrong code repeats the code", "[threads]") {
  Station station;
  CHECK(station.submit({"--token", station.file("token"), "--grid", "G9", "--category", "0201", "--text", "x"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("no such place: G9"));
  CHECK(station.submit(
            {"--token", station.file("token"), "--grid", "G1", "--category", "9999", "--text", "x", "--json"}) == 1);
  CHECK(station.said.json().at("given") == "9999");
  CHECK(station.submit_one({"--reporter", "hotline", "--json"}) == 1);
  CHECK(station.said.json().at("given").is_null());
  CHECK(station.submit_one({"--spool", station.file("spool"), "--lane", "nowhere"}) == 1);
  CHECK_THAT(station.said.out, Catch::Contains("no such street or lane: nowhere"));
}

TEST_CASE("a demand without a place or a category is wrong use, and nothing is kept of it", "[threads]") {
  Station station;
  const auto submit = [&](const std::string& option, const std::string& code) {
    return station.submit({"--spool", station.file("spool"), option, code, "--text", "x"});
  };
  CHECK_THROWS_WITH(submit("--grid", "G1"), Catch::StartsWith("--category"));
  CHECK_THROWS_WITH(submit("--category", "0201"), Catch::Contains("--grid"));
  CHECK_FALSE(std::filesystem::exists(station.file("spool")));
}

TEST_CASE("of what is read from standard input the last line's end is no part", "[threads]") {
  Station station;
  std::istringstream input("井盖没了\n在路口\r\n\n");
  std::streambuf* const before = std::cin.rdbuf(input.rdbuf());
  const int exit_code =
      station.submit({"--token", station.file("token"), "--grid", "G1", "--category", "0201", "--text", "-"});
  std::cin.rdbuf(before);
  REQUIRE(exit_code == 0);
  station.city.stop();
  const DemandId demand = station.city.city().demands[0].id;
  CHECK(station.city.log().read(position_of(demand))->text == "井盖没了\n在路口");
}

TEST_CASE("a demand that occurred in the future says so, and blames no clock", "[threads]") {
  Station station;
  REQUIRE(station.submit_one({"--occurred", "2026-03-10T20:00"}) == 0);
  CHECK_THAT(station.said.out, Catch::Contains("--occurred"));
  REQUIRE(station.submit_one({"--occurred", "2026-03-10T08:00"}) == 0);
  CHECK_THAT(station.said.out, !Catch::Contains("--occurred"));
}

TEST_CASE("the finest place that is given counts", "[threads]") {
  Station station;
  REQUIRE(station.submit_one({"--compound", "X1", "--building", "L1", "--unit", "D1"}) == 0);
  station.city.stop();
  REQUIRE(station.city.city().demands.size() == 1);
  CHECK(station.city.city().demands[0].place == station.city.place("D1"));
}

TEST_CASE("words and options that do not fit are wrong use", "[threads]") {
  Station station;
  CHECK_THROWS_AS(station.submit_one({"--kind", "ticket"}), CLI::ParseError);
  CHECK_THROWS_WITH(station.submit_one({"--kind", "ticket"}),
                    Catch::Contains("--kind: ticket") && Catch::Contains("诉求|request"));
  CHECK_THROWS_AS(station.submit_one({"--file", station.file("mapping.toml")}), CLI::ParseError);
  CHECK_THROWS_AS(station.submit({"--grid", "G1", "--text", "x"}), CLI::ParseError);
  CHECK_THROWS_AS(station.submit({"--token", station.file("token"), "--watch"}), CLI::ParseError);
}

TEST_CASE("a table is accounted for line by line", "[threads]") {
  Station station;
  station.write("t.csv", table(3) +
                             "G1,0201,high,not a number\n"
                             "G1,0201,9,no such severity\n"
                             "G9,0201,,nowhere\n"
                             "G1,0201\n");
  CHECK(station.submit_table({"--receipts", station.file("r.csv")}) == 1);
  const json::object report = station.said.json();
  CHECK(report.at("read") == 7);
  CHECK(report.at("mapped") == 5);
  CHECK(report.at("accepted") == 3);
  REQUIRE(report.at("declined").as_array().size() == 2);
  CHECK(report.at("declined").at(0).at("line") == 6);
  CHECK(report.at("declined").at(0).at("name") == "bad_severity");
  CHECK(report.at("declined").at(1).at("line") == 7);
  CHECK(report.at("declined").at(1).at("name") == "unknown_place");
  CHECK(report.at("declined").at(1).at("given") == "G9");
  REQUIRE(report.at("unmapped").as_array().size() == 2);
  CHECK(report.at("unmapped").at(0).at("line") == 5);
  CHECK(report.at("unmapped").at(1).at("line") == 8);
  CHECK(report.at("unanswered") == 0);

  const std::vector<std::string> columns{"line", "number", "refusal"};
  const auto receipts =
      config::parse_records(config::read_file(station.file("r.csv")), config::RecordFormat::csv, columns);
  REQUIRE(receipts.size() == 5);
  CHECK(receipts[0].cells[0] == "2");
  CHECK_FALSE(receipts[0].cells[1].empty());
  CHECK(receipts[3].cells[2] == "bad_severity");

  const auto held = station.log_holds();
  CHECK(held.submitted == 3);
  CHECK(held.declined == 2);
}

TEST_CASE("a terminal submits more often than it may have spools, and nothing is taken for a repeat", "[threads]") {
  Station station;
  const auto runs = static_cast<int>(limits::spools_per_account_max) + 2;
  for (int i = 0; i < runs; ++i) REQUIRE(station.submit_one() == 0);
  const auto held = station.log_holds();
  CHECK(held.submitted == static_cast<std::uint64_t>(runs));
  CHECK(held.repeated_numbers == 0);
}

TEST_CASE("where the engine cannot be reached and there is no spool, that is said, and nothing is claimed",
          "[threads]") {
  Station station;
  station.city.stop();
  station.city.server().stop();
  CHECK_THROWS_WITH(station.submit_one(),
                    Catch::Contains("cannot connect to 127.0.0.1:" + std::to_string(station.city.port())));
}

TEST_CASE("what is kept while there is no engine is delivered later, in order, once", "[threads]") {
  Station station;
  const std::string spool = station.file("spool");
  for (const char* text : {"first", "second", "third"}) {
    REQUIRE(station.submit({"--spool", spool, "--grid", "G1", "--category", "0201", "--text", text}) == 0);
    CHECK_THAT(station.said.out, Catch::StartsWith("离线单号："));
  }
  const std::vector<std::string> deliver{"--spool", spool, "--token", station.file("token"), "--deliver"};
  REQUIRE(station.submit(deliver) == 0);
  CHECK_THAT(station.said.out, Catch::Contains("3"));
  REQUIRE(station.submit(deliver) == 0);
  CHECK(station.said.out.empty());

  const auto held = station.log_holds();
  CHECK(held.submitted == 3);
  CHECK(held.repeated_numbers == 0);
  const Demands& demands = station.city.city().demands;
  const char* const texts[]{"first", "second", "third"};
  for (SlotIndex i = 0; i < 3; ++i) CHECK(station.city.log().read(position_of(demands[i].id))->text == texts[i]);
}

TEST_CASE("delivering what waits does not take a new demand or a table as well, which it would forget", "[threads]") {
  Station station;
  const std::string spool = station.file("spool");
  const std::vector<std::string> deliver{"--spool", spool, "--deliver", "--token", station.file("token")};
  auto with_demand = deliver;
  with_demand.insert(with_demand.end(), {"--grid", "G1", "--category", "0201", "--text", "forgotten"});
  CHECK_THROWS_AS(station.submit(with_demand), CLI::ExcludesError);
  station.write("t.csv", table(2));
  CHECK_THROWS_AS(station.submit_table({"--spool", spool, "--deliver"}), CLI::ExcludesError);
}

TEST_CASE("a delivery of which some was declined is not a success", "[threads]") {
  Station station;
  const std::string spool = station.file("spool");
  REQUIRE(station.submit({"--spool", spool, "--grid", "G1", "--category", "0201", "--text", "good"}) == 0);
  REQUIRE(station.submit(
              {"--spool", spool, "--grid", "G1", "--category", "0201", "--text", "bad", "--reporter", "hotline"}) == 0);
  CHECK(station.submit({"--spool", spool, "--token", station.file("token"), "--deliver"}) == 1);
}

TEST_CASE("a spool that was damaged has a status of its own, once, and what can be read of it is delivered",
          "[threads]") {
  Station station;
  const std::string spool = station.file("spool");
  const auto keep = [&](const std::string& text) {
    return station.submit({"--spool", spool, "--grid", "G1", "--category", "0201", "--text", text});
  };
  const std::vector<std::string> deliver{"--spool", spool, "--token", station.file("token"), "--deliver"};
  REQUIRE(keep("first") == 0);
  const auto before_second = std::filesystem::file_size(spool + "/journal");
  REQUIRE(keep("second") == 0);
  REQUIRE(keep("third") == 0);
  {
    std::fstream journal(spool + "/journal", std::ios::binary | std::ios::in | std::ios::out);
    journal.seekp(static_cast<std::streamoff>(before_second) + 20);
    journal.put('\x7F');
  }
  const bool is_found_by_delivery = GENERATE(true, false);
  CHECK((is_found_by_delivery ? station.submit(deliver) : keep("fourth")) == 5);
  CHECK_THAT(station.said.err, Catch::Contains("cut-off-"));
  station.submit(deliver);
  CHECK(station.submit(deliver) == 0);
  const auto held = station.log_holds();
  CHECK(held.submitted == (is_found_by_delivery ? 2u : 3u));
  CHECK(held.declined == 1);
}

TEST_CASE("a delivery lists what became of each demand: its number and look-up code, or why it was declined",
          "[threads]") {
  Station station;
  const std::string spool = station.file("spool");
  REQUIRE(station.submit({"--spool", spool, "--grid", "G1", "--category", "0201", "--text", "good"}) == 0);
  REQUIRE(station.submit(
              {"--spool", spool, "--grid", "G1", "--category", "0201", "--text", "bad", "--reporter", "hotline"}) == 0);
  std::vector<std::string> deliver{"--spool", spool, "--token", station.file("token"), "--deliver"};

  SECTION("as a table") {
    CHECK(station.submit(deliver) == 1);
    CHECK_THAT(station.said.out, Catch::Contains("BM1") && Catch::Contains("2026-03-10T09:10:00+08:00"));
    CHECK_THAT(station.said.out,
               Catch::Contains("the reference is missing") && Catch::Contains(spool + "/refused.csv"));
  }
  SECTION("as JSON, also where nothing waits") {
    deliver.emplace_back("--json");
    CHECK(station.submit(deliver) == 1);
    const json::object delivered = station.said.json();
    CHECK(delivered.at("delivered") == 2);
    CHECK(delivered.at("declined") == 1);
    CHECK(delivered.at("refused_file").as_string() == spool + "/refused.csv");
    CHECK(delivered.at("waiting") == 0);
    const json::array& demands = delivered.at("demands").as_array();
    REQUIRE(demands.size() == 2);
    CHECK(demands[0].at("sequence") == 1);
    CHECK(demands[0].at("accepted") == true);
    CHECK_FALSE(demands[0].at("number").as_string().empty());
    CHECK(demands[0].at("look_up_code").as_string().size() == 6);
    CHECK(demands[0].at("deadlines").at("acceptance") == "2026-03-10T09:10:00+08:00");
    CHECK(demands[1].at("accepted") == false);
    CHECK(demands[1].at("name") == "reference_missing");

    CHECK(station.submit(deliver) == 0);
    CHECK(station.said.json().at("delivered") == 0);
    CHECK(station.said.json().at("demands").as_array().empty());
  }
}

TEST_CASE("a demand that is only kept says so in JSON", "[threads]") {
  Station station;
  const std::string spool = station.file("spool");
  for (const int sequence : {1, 2}) {
    REQUIRE(station.submit({"--spool", spool, "--grid", "G1", "--category", "0201", "--text", "kept", "--json"}) == 0);
    const json::object kept = station.said.json();
    CHECK(kept.at("kept") == true);
    CHECK(kept.at("sequence") == sequence);
    CHECK(kept.at("spool").as_string() == spool);
    CHECK(kept.at("waiting") == sequence);
  }
}

TEST_CASE("with a spool and an engine a demand is kept and delivered at once", "[threads]") {
  Station station;
  REQUIRE(station.submit_one({"--spool", station.file("spool"), "--json"}) == 0);
  CHECK(station.said.json().at("accepted") == true);
  CHECK(station.submit_one({"--spool", station.file("spool"), "--reporter", "hotline"}) == 1);
  CHECK(std::filesystem::exists(station.file("spool/refused.csv")));
}

TEST_CASE("the same table handed in again through the same spool adds nothing", "[threads]") {
  Station station;
  station.write("t.csv", table(20) + "G1,0201,high,not a number\n");
  const std::vector<std::string> spool{"--spool", station.file("spool")};
  CHECK(station.submit_table(spool) == 1);
  CHECK(station.said.json().at("accepted") == 20);
  CHECK(station.said.json().at("repeated") == 0);
  CHECK(station.submit_table(spool) == 1);
  CHECK(station.said.json().at("accepted") == 20);
  CHECK(station.said.json().at("repeated") == 20);

  SECTION("and where the mapping was mended, only what it could not read before") {
    station.write("mapping.toml",
                  "[text]\ncolumns = [\"text\"]\n[category]\ncode = \"category\"\n[place]\ncode = \"place\"\n");
    CHECK(station.submit_table(spool) == 0);
    CHECK(station.said.json().at("accepted") == 21);
    CHECK(station.log_holds().submitted == 21);
  }
  SECTION("and a table with other bytes is another table") {
    station.write("t.csv", table(21));
    CHECK(station.submit_table(spool) == 0);
    CHECK(station.log_holds().submitted == 41);
  }
}

TEST_CASE("a table that was noted but not kept, because the terminal died between, is kept whole the next time") {
  const TemporaryFolder folder;
  const std::filesystem::path spool = folder.path() / "spool";
  const tools::Console console;
  tools::MappedTable table{.id = "table", .demands = {}, .unmapped = {}};
  for (int line = 2; line <= 6; ++line) {
    table.demands.push_back({.line = line});
    table.demands.back().demand.text = std::to_string(line);
  }
  tools::OfflineTerminal(spool, console).keep(WrittenDemand{.text = "earlier"});  // number 1
  tools::KeptTables(spool, 2).add("table", {{2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}});
  tools::OfflineTerminal(spool, console).keep(WrittenDemand{.text = "another"});  // takes number 2

  tools::OfflineTerminal terminal(spool, console);
  const auto lines = terminal.keep(table);
  CHECK(lines == tools::KeptTables::Lines{{2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 7}});
  REQUIRE(terminal.spool().end() == 8);
  for (const auto& [line, sequence] : lines)
    CHECK(std::get<WrittenDemand>(terminal.spool().wish(sequence)).text == std::to_string(line));
}

TEST_CASE("the spool of those who keep none is that of the token's file, one for each use") {
  const terminal::Token token{1}, other{2};
  const auto spool = [](const terminal::Token& of, const std::string& file, std::string_view use) {
    return tools::named_spool(of, file, use);
  };
  CHECK(spool(token, "a.token", "submit") == spool(token, "./a.token", "submit"));
  CHECK(spool(token, "a.token", "submit") != spool(token, "a.token", "day"));
  CHECK(spool(token, "a.token", "submit") != spool(other, "a.token", "submit"));
  CHECK(spool(token, "a.token", "submit") != spool(token, "copy/a.token", "submit"));
}
