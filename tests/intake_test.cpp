// What comes in: tables as Chinese Excel writes them, tried before they are submitted; what an offline terminal keeps,
// lists and gives receipts for; and what cannot be printed.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "config/records.h"
#include "engine/model/number.h"
#include "tests/small_city.h"
#include "tests/submitting_station.h"
#include "tools/account/account.h"
#include "tools/demand/act.h"
#include "tools/serve/clock.h"
#include "tools/demand/offline_terminal.h"
#include "tools/demand/show.h"
#include "tools/demand/spool_list.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;
namespace json = boost::json;

// A station that knows the tables of the city that it speaks to.
class Desk : public Station {
 public:
  int keep(std::vector<std::string> more) {
    more.insert(more.begin(), {"--spool", file("spool"), "--city", tables_.folder().string()});
    return submit(std::move(more));
  }
  int keep_one(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--grid", "G1", "--category", "0201", "--text", "井盖没了", "--json"});
    return keep(std::move(more));
  }
  int submit_file(std::vector<std::string> more) {
    more.insert(more.begin(), {"--file", file("t.csv"), "--map", file("mapping.toml"), "--city",
                               tables_.folder().string(), "--json"});
    return submit(std::move(more));
  }
  int deliver() { return submit({"--spool", file("spool"), "--token", file("token"), "--deliver", "--json"}); }
  json::array listed() {
    REQUIRE(run(tools::add_spool, "spool", {"list", file("spool"), "--json"}) == 0);
    return json::parse(said.out).as_array();
  }

 private:
  SmallCity tables_;
};

// Runs the program, whose standard output nothing can be written to; gives its exit status, and what it complains of.
struct Unprinted {
  explicit Unprinted(const std::string& arguments, const std::filesystem::path& in_folder) {
    const std::filesystem::path complaint = in_folder / "complaint";
    const std::string command = "cd '" + in_folder.string() + "' && " WANGGE_PROGRAM " --lang en " + arguments +
                                " >/dev/full 2>'" + complaint.string() + "'";
    status = WEXITSTATUS(std::system(command.c_str()));
    err = config::read_file(complaint);
  }
  int status;
  std::string err;
};

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

}  // namespace

TEST_CASE("a table that Excel saved in GB18030 is read, and its encoding said", "[threads]") {
  Desk desk;
  // 井盖没了, 道路 in GB18030
  desk.write("t.csv",
             "place,category,severity,text\r\nG1,0201,,\xBE\xAE\xB8\xC7\xC3\xBB\xC1\xCB\r\n,,,\r\nG1,0201,,"
             "\xB5\xC0\xC2\xB7\r\n");
  REQUIRE(desk.submit_file({"--token", desk.file("token")}) == 0);
  CHECK(desk.said.json().at("encoding") == "GB18030");
  CHECK(desk.said.json().at("blank_rows") == 1);
  CHECK(desk.said.json().at("accepted") == 2);
  desk.city.stop();
  CHECK(desk.city.city().demands.size() == 2);
  CHECK(desk.city.log().read(position_of(desk.city.city().demands[0].id))->text == "井盖没了");
}

TEST_CASE("a table is tried: its columns, and the first mistakes, also in codes; nothing is submitted", "[threads]") {
  Desk desk;
  desk.write("t.csv",
             "title,,,\nplace,category,severity,text\nG1,0201,,good\nG9,0201,,no such grid\nG1,0201,high,no "
             "number\nG1,#N/A,,error\n,,,\n,0201,,nowhere\n");
  CHECK(desk.submit_file({"--dry-run", "--skip-rows", "1"}) == 1);
  const json::object tried = desk.said.json();
  CHECK(tried.at("dry_run") == true);
  CHECK(tried.at("columns").as_array() == json::array{"place", "category", "severity", "text"});
  CHECK(tried.at("read") == 5);
  CHECK(tried.at("blank_rows") == 1);
  CHECK(tried.at("mistakes") == 4);
  const json::array& mistakes = tried.at("first_mistakes").as_array();
  REQUIRE(mistakes.size() == 4);
  CHECK(mistakes[0].at("line") == 4);
  CHECK_THAT(text_of(mistakes[0].at("text")), Catch::Contains("no such place: G9"));
  CHECK(mistakes[1].at("line") == 5);
  CHECK_THAT(text_of(mistakes[2].at("text")), Catch::Contains("#N/A"));
  desk.write("t.csv", "place,category,severity,text\nG1,0201,,good\n");
  CHECK(desk.submit_file({"--dry-run"}) == 0);
  CHECK(desk.log_holds().submitted == 0);
}

TEST_CASE("what is kept offline has a number of its own, and the time of when it was kept", "[threads]") {
  Desk desk;
  const Instant before = tools::system_clock().now();
  REQUIRE(desk.keep_one() == 0);
  const std::string first = text_of(desk.said.json().at("slip"));
  REQUIRE(desk.keep_one({"--occurred", "2026-03-09T08:00"}) == 0);
  const std::string second = text_of(desk.said.json().at("slip"));
  CHECK(first.substr(0, 7) == second.substr(0, 7));
  CHECK(first.ends_with("-1"));
  CHECK(second.ends_with("-2"));
  const tools::Console console;
  tools::OfflineTerminal terminal(desk.file("spool"), console);
  const Seconds occurred = std::get<WrittenDemand>(terminal.spool().wish(1)).occurred;
  CHECK(occurred % 60 == 0);
  CHECK(occurred + 60 > to_seconds(before));
  CHECK(occurred <= to_seconds(tools::system_clock().now()));
  CHECK(std::get<WrittenDemand>(terminal.spool().wish(2)).occurred == 1'773'014'400);  // 2026-03-09 0:00 UTC
}

TEST_CASE("a code that the kept tables do not have is refused at once, and kept only where that is wished",
          "[threads]") {
  Desk desk;
  CHECK_THROWS_WITH(desk.keep({"--grid", "G9", "--category", "0201", "--text", "x"}),
                    Catch::Contains("no such place: G9") && Catch::Contains("--unchecked"));
  CHECK_THROWS_WITH(desk.keep({"--grid", "G1", "--category", "9999", "--text", "x"}),
                    Catch::Contains("no such category: 9999"));
  CHECK_THROWS_WITH(desk.keep_one({"--condition", "9"}), Catch::Contains("--unchecked"));
  CHECK_THROWS_WITH(desk.keep_one({"--lane", "nowhere"}), Catch::Contains("nowhere"));
  CHECK_THROWS_WITH(desk.keep_one({"--complained-of", "nobody"}), Catch::Contains("nobody"));
  CHECK_FALSE(std::filesystem::exists(desk.file("spool")));
  REQUIRE(desk.keep({"--grid", "G9", "--category", "0201", "--text", "x", "--unchecked"}) == 0);
  CHECK(desk.listed().size() == 1);

  desk.write("t.csv", "place,category,severity,text\nG1,0201,,good\nG9,0201,,nowhere\n");
  CHECK(desk.submit_file({"--spool", desk.file("spool")}) == 1);
  REQUIRE(desk.said.json().at("unmapped").as_array().size() == 1);
  CHECK(desk.said.json().at("unmapped").at(0).at("line") == 3);
  CHECK(desk.listed().size() == 2);
}

TEST_CASE("a spool lists what went, with the receipts again, and what waits", "[threads]") {
  Desk desk;
  REQUIRE(desk.keep_one() == 0);
  REQUIRE(desk.keep_one({"--reporter", "hotline"}) == 0);
  CHECK(desk.deliver() == 1);
  const json::object delivered = desk.said.json();
  REQUIRE(desk.keep_one() == 0);
  const json::array rows = desk.listed();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at("waits") == false);
  CHECK(rows[0].at("accepted") == true);
  CHECK(rows[0].at("number") == delivered.at("demands").at(0).at("number"));
  CHECK(rows[0].at("look_up_code") == delivered.at("demands").at(0).at("look_up_code"));
  CHECK(rows[1].at("accepted") == false);
  CHECK(rows[1].at("reason") == "reference_missing");
  CHECK(rows[2].at("waits") == true);
  REQUIRE(desk.run(tools::add_spool, "spool", {"list", desk.file("spool"), "--waiting"}) == 0);
  CHECK_THAT(desk.said.out, Catch::Contains("-3") && Catch::Contains("待送") && !Catch::Contains("查询码"));
  CHECK_THROWS_WITH(desk.run(tools::add_spool, "spool", {"list", desk.file(".")}), Catch::Contains("不是离线箱"));
}

TEST_CASE("a table through a spool writes its receipts, also of what was delivered before", "[threads]") {
  Desk desk;
  desk.write("t.csv", "place,category,severity,text\nG1,0201,,one\nG1,0201,7,two\nG1,0201,,three\n");
  const std::vector<std::string> columns{"line", "slip", "number", "look_up_code", "refusal"};
  const auto receipts = [&] {
    return config::parse_records(config::read_file(desk.file("r.csv")), config::RecordFormat::csv, columns);
  };
  REQUIRE(desk.submit_file({"--spool", desk.file("spool"), "--receipts", desk.file("r.csv")}) == 0);
  CHECK(receipts().empty());  // nothing has been delivered
  CHECK(desk.deliver() == 1);
  for (int time = 0; time < 2; ++time) {
    CHECK(desk.submit_file({"--spool", desk.file("spool"), "--receipts", desk.file("r.csv")}) == 1);
    const auto rows = receipts();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].cells[0] == "2");
    CHECK_THAT(rows[0].cells[1], Catch::EndsWith("-1"));
    CHECK_FALSE(rows[0].cells[2].empty());
    CHECK(rows[0].cells[3].size() == 6);
    CHECK(rows[1].cells[4] == "bad_severity");
    CHECK_FALSE(rows[2].cells[2].empty());
  }
}

TEST_CASE("what is recorded on behalf offline is delivered with the spool, in order", "[threads]") {
  Desk desk;
  REQUIRE(desk.submit_one({"--json"}) == 0);
  const std::string number = text_of(desk.said.json().at("number"));
  REQUIRE(desk.run(tools::add_act, "accept", {number, "--as", "BM1", "--spool", desk.file("spool"), "--json"}) == 0);
  CHECK_THAT(text_of(desk.said.json().at("slip")), Catch::EndsWith("-1"));
  REQUIRE(desk.run(tools::add_act, "finish",
                   {number, "--as", "BM1", "--note", "已换", "--spool", desk.file("spool"), "--json"}) == 0);
  REQUIRE(desk.run(tools::add_act, "finish", {number, "--as", "BM1", "--spool", desk.file("spool")}) == 0);
  CHECK_THROWS_AS(desk.run(tools::add_act, "accept", {number, "--as", "BM1"}), CLI::RequiredError);
  CHECK_THROWS_AS(desk.run(tools::add_act, "accept",
                           {number, "--as", "BM1", "--spool", desk.file("spool"), "--token", desk.file("token")}),
                  CLI::ExcludesError);
  json::array rows = desk.listed();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at("deed") == "accept");
  CHECK(rows[0].at("demand") == json::string(number));
  CHECK(rows[0].at("waits") == true);

  CHECK(desk.deliver() == 1);  // finished twice
  const json::object delivered = desk.said.json();
  CHECK(delivered.at("delivered") == 3);
  CHECK(delivered.at("demands").as_array().empty());
  REQUIRE(delivered.at("acts").as_array().size() == 3);
  CHECK(delivered.at("acts").at(0).at("accepted") == true);
  CHECK(delivered.at("acts").at(1).at("accepted") == true);
  CHECK(delivered.at("acts").at(2).at("accepted") == false);
  REQUIRE(desk.run(tools::add_show, "show", {number, "--token", desk.file("token")}) == 0);
  CHECK_THAT(desk.said.out, Catch::Contains("已换") && Catch::Contains("离线记录于 "));
}

TEST_CASE("receipts that cannot be written are an error before anything is submitted", "[threads]") {
  Desk desk;
  desk.write("t.csv", "place,category,severity,text\nG1,0201,,one\n");
  for (const std::string& file : std::vector<std::string>{"/dev/full", desk.file("no/such/folder.csv")})
    CHECK_THROWS_WITH(desk.submit_file({"--token", desk.file("token"), "--receipts", file}),
                      Catch::Contains(file) && Catch::Contains("cannot be written"));
  CHECK(desk.log_holds().submitted == 0);
}

TEST_CASE("what cannot be printed is an error, and a receipt is told on standard error instead", "[threads]") {
  Desk desk;
  const std::string to = " --to 127.0.0.1:" + std::to_string(desk.city.port()) + " --token " + desk.file("token");
  for (const char* json : {"", " --json"}) {
    const Unprinted submitted("submit --grid G1 --category 0201 --text x" + to + json, desk.folder.path());
    CHECK(submitted.status == 1);
    CHECK_THAT(submitted.err, Catch::Contains("taken all the same: number ") && Catch::Contains("look-up code"));
  }
  const SmallCity tables;
  const Unprinted checked("city check " + tables.folder().string(), desk.folder.path());
  CHECK(checked.status == 1);
  CHECK_THAT(checked.err, Catch::Contains("standard output cannot be written"));
  CHECK(desk.log_holds().submitted == 2);
}

TEST_CASE("an account whose token cannot be printed has it in a file", "[threads]") {
  Desk desk;
  tools::write_token(desk.file("ops.token"), desk.city.token(9));
  const Unprinted added("account add ops --name 乙 --to 127.0.0.1:" + std::to_string(desk.city.port()) + " --token " +
                            desk.file("ops.token"),
                        desk.folder.path());
  CHECK(added.status == 1);
  const std::string name = "wangge-account-";
  REQUIRE_THAT(added.err, Catch::Contains(name));
  const std::string file = added.err.substr(added.err.find(name), added.err.find(".token") + 6 - added.err.find(name));
  CHECK_NOTHROW(tools::read_token(desk.file(file)));
  CHECK((std::filesystem::status(desk.file(file)).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}
