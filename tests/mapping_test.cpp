// What a mapping file makes of somebody else's table: times, texts, categories, places, lines that cannot be mapped.

#include "config/mapping.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/records.h"
#include "config/written_time.h"
#include "engine/base/limits.h"
#include "tests/sample_city.h"

namespace {

using namespace wangge;
using namespace wangge::config;
using namespace std::chrono_literals;

Instant utc(int year, unsigned month, unsigned day, Duration time) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  return Instant{std::chrono::sys_days{date}} + time;
}

std::optional<Instant> parse(std::string_view text, std::string format, Duration offset = 8h) {
  return parse_written_time(text, std::vector{std::move(format)}, offset);
}

class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, std::string_view content)
      : path_(std::filesystem::temp_directory_path() / ("wangge_mapping_" + std::to_string(getpid()) + "_" + name)) {
    std::ofstream{path_, std::ios::binary} << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

Mapping mapping_of(std::string_view toml) {
  const TemporaryFile file{"mapping.toml", toml};
  return read_mapping(file.path());
}

std::string why_not(std::string_view toml) {
  try {
    mapping_of(toml);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

struct Mapped {
  std::vector<MappedDemand> demands;
  std::vector<Unmapped> left_out;
};

Mapped map_all(std::string_view text, RecordFormat format, std::string_view toml) {
  const Mapper mapper{mapping_of(toml), tests::sample_city().configuration};
  Mapped mapped;
  for (const Record& record : parse_records(text, format, mapper.columns())) {
    MappedRecord one = mapper.map(record);
    if (auto* demand = std::get_if<MappedDemand>(&one))
      mapped.demands.push_back(std::move(*demand));
    else
      mapped.left_out.push_back(std::get<Unmapped>(std::move(one)));
  }
  return mapped;
}

constexpr std::string_view by_keywords = R"(
[text]
columns = ["subject", "details"]
[category]
keywords = true
[place]
spread_over_grids_by = ["user", "number"]
)";

}  // namespace

TEST_CASE("a time is read in every format that the two real inputs use") {
  CHECK(parse("2019/2/28 11:25:05", "%Y/%m/%d %H:%M:%S") == utc(2019, 2, 28, 3h + 25min + 5s));
  CHECK(parse("12/31/2018 11:55:30 PM", "%m/%d/%Y %I:%M:%S %p", -8h) == utc(2019, 1, 1, 7h + 55min + 30s));
  CHECK(parse("12/31/2018 12:05:30 AM", "%m/%d/%Y %I:%M:%S %p", -8h) == utc(2018, 12, 31, 8h + 5min + 30s));
}

TEST_CASE("a spreadsheet's day number is days since 1899-12-30, with the time of day as a fraction") {
  CHECK(parse("25569", "day_number", 0h) == std::nullopt);  // 1970-01-01 0:00 itself stands for "no time"
  CHECK(parse("25570", "day_number", 0h) == utc(1970, 1, 2, 0h));
  CHECK(parse("43523.5", "day_number") == utc(2019, 2, 27, 4h));
  CHECK(parse("43523.49", "day_number") == utc(2019, 2, 27, 3h + 45min + 36s));
  CHECK(parse("43782.472465277802", "day_number") == utc(2019, 11, 13, 3h + 20min + 21s));
  CHECK(parse("-1", "day_number") == std::nullopt);
  CHECK(parse("nan", "day_number") == std::nullopt);
  CHECK(parse("1e300", "day_number") == std::nullopt);
}

TEST_CASE("a time that is no time is not guessed at") {
  CHECK(parse("2019/2/30 11:25:05", "%Y/%m/%d %H:%M:%S") == std::nullopt);
  CHECK(parse("2019/2/28 25:25:05", "%Y/%m/%d %H:%M:%S") == std::nullopt);
  CHECK(parse("2019/2/28", "%Y/%m/%d %H:%M:%S") == std::nullopt);
  CHECK(parse("2019/2/28 11:25:05 x", "%Y/%m/%d %H:%M:%S") == std::nullopt);
  CHECK(parse("12/31/2018 11:55:30", "%m/%d/%Y %I:%M:%S %p") == std::nullopt);
  CHECK(parse("1960/1/1 00:00:00", "%Y/%m/%d %H:%M:%S") == std::nullopt);
  CHECK(parse("2107/1/1 00:00:00", "%Y/%m/%d %H:%M:%S") == std::nullopt);
  CHECK(parse("", "%Y/%m/%d %H:%M:%S") == std::nullopt);
}

TEST_CASE("what Chinese Excel writes is read whatever the formats, since it can be read in one way only") {
  const std::string other = "%m/%d/%Y %I:%M:%S %p";
  const Instant morning = utc(2026, 3, 9, 22h + 12min), evening = utc(2026, 3, 10, 10h + 12min);
  for (const char* text :
       {"2026/3/10 6:12", "2026/03/10 06:12:00", "2026-3-10 6:12", "2026/3/10 上午 6:12", "2026/3/10 上午6:12:00",
        "2026年3月10日 6:12", "2026年3月10日 6时12分", "2026年3月10日上午6时12分", "2026-03-10T06:12:00"}) {
    INFO(text);
    CHECK(parse(text, other) == morning);
  }
  for (const char* text :
       {"2026/3/10 18:12", "2026/3/10 下午 6:12", "2026/3/10  下午6:12:00", "2026年3月10日 下午6:12:00"}) {
    INFO(text);
    CHECK(parse(text, other) == evening);
  }
  CHECK(parse("2026/3/10 下午 12:30", other) == utc(2026, 3, 10, 4h + 30min));
  CHECK(parse("2026/3/10 上午 12:30", other) == utc(2026, 3, 9, 16h + 30min));
  CHECK(parse("3/10/2026 6:12:00 下午", other) == evening);  // where a format has %p
  for (const char* text :
       {"2026/3/10", "2026/2/30 6:12", "2026/3/10 下午 18:12", "3/10/2026 6:12", "10/3/26 6:12", "2026/3/10 6:12 #"}) {
    INFO(text);
    CHECK(parse(text, other) == std::nullopt);
  }
}

TEST_CASE("the first format that fits is taken") {
  const std::vector<std::string> formats{"%Y/%m/%d %H:%M:%S", "day_number"};
  CHECK(parse_written_time("2019/2/28 12:00:00", formats, 8h) == utc(2019, 2, 28, 4h));
  CHECK(parse_written_time("43524", formats, 8h) == utc(2019, 2, 27, 16h));
}

TEST_CASE("a mistake in a mapping file is named with its line") {
  const std::string whole = "[text]\ncolumns = [\"a\"]\n[place]\ncode = \"p\"\n";
  CHECK(why_not(whole).empty());
  CHECK_THAT(why_not(whole + "[occured]\ncolumn = \"t\"\n"), Catch::Contains(":5:"));
  CHECK_THAT(why_not("[text]\ncolumns = [\"a\"\n"), Catch::Contains("TOML"));
  CHECK_THAT(why_not("[text]\ncolumns = [\"a\"]\n"), Catch::Contains("place"));
  CHECK_THAT(why_not("[place]\ncode = \"p\"\n"), Catch::Contains("text.columns"));
  CHECK_THAT(why_not("[text]\ncolumns = 7\n[place]\ncode = \"p\"\n"), Catch::Contains(":2:"));
  CHECK_THAT(why_not(whole + "[occurred]\ncolumn = \"t\"\nformats = [\"%Y\"]\nutc_offset = \"+8\"\n"),
             Catch::Contains(":8:"));
  CHECK_THAT(why_not(whole + "[category.names]\nx = \"0202/no\"\n"), Catch::Contains("0202/01"));
}

TEST_CASE("subject and text together are the demand's text") {
  const auto mapped = map_all("user,number,subject,details\nu,1,井盖没了,\"第一行\n第二行\"\nu,2,,只有正文\n",
                              RecordFormat::csv, by_keywords);
  REQUIRE(mapped.demands.size() == 2);
  CHECK(mapped.demands[0].demand.text == "井盖没了\n第一行\n第二行");
  CHECK(mapped.demands[1].demand.text == "只有正文");
}

TEST_CASE("a text that is too long is mapped whole: refusing it is the engine's work") {
  const std::string text(limits::text_code_points_max + 1, 'x');
  const auto mapped = map_all("user,number,subject,details\nu,1,s," + text + "\n", RecordFormat::csv, by_keywords);
  REQUIRE(mapped.demands.size() == 1);
  CHECK(mapped.demands[0].demand.text == "s\n" + text);
}

TEST_CASE("a category comes from the code, else the name, else the keywords, else the fallback") {
  constexpr std::string_view mapping = R"(
[text]
columns = ["text"]
[category]
code = "code"
condition = "condition"
name = "type"
names = { "One lamp" = "0202/01", "Dead animal" = "0107" }
keywords = true
fallback = "1302"
[place]
code = "place"
)";
  const auto mapped = map_all(
      "place,code,condition,type,text\n"
      "p,0304,02,Dead animal,井盖\n"
      "p,,,One lamp,井盖\n"
      "p,,,Something else,路口的窨井没有井盖\n"
      "p,,,,abc\n"
      "p,0304,two,,x\n",
      RecordFormat::csv, mapping);
  REQUIRE(mapped.demands.size() == 4);
  const auto is = [&](std::size_t i, CategorySource source, std::string_view code, int condition) {
    const MappedDemand& one = mapped.demands[i];
    return one.category_source == source && one.demand.category == code && one.demand.condition == condition;
  };
  CHECK(is(0, CategorySource::code, "0304", 2));
  CHECK(is(1, CategorySource::name, "0202", 1));
  CHECK(is(2, CategorySource::keywords, "0201", 0));
  CHECK(is(3, CategorySource::fallback, "1302", 0));
  REQUIRE(mapped.left_out.size() == 1);
  CHECK(mapped.left_out[0].line == 6);
  CHECK_THAT(mapped.left_out[0].reason, Catch::Contains("two"));
}

TEST_CASE("the first of several text columns is the subject, whose words count four times") {
  const auto mapped = map_all("user,number,subject,details\nu,1,电梯困人,养狗\nu,2,养狗,电梯困人\nu,3,,养狗\n",
                              RecordFormat::csv, by_keywords);
  REQUIRE(mapped.demands.size() == 3);
  CHECK(mapped.demands[0].subject_bytes == std::string_view{"电梯困人"}.size());
  CHECK(mapped.demands[0].demand.category == "0403");
  CHECK(mapped.demands[1].subject_bytes == std::string_view{"养狗"}.size());
  CHECK(mapped.demands[2].subject_bytes == 0);
  CHECK(mapped.demands[2].demand.category == "0804");
}

TEST_CASE("the same field gives the same grid, and different fields reach every grid") {
  std::string text = "user,number,subject,details\n";
  for (int i = 0; i < 5'000; ++i) text += "user " + std::to_string(i % 2'500) + "," + std::to_string(i) + ",s,d\n";
  const auto mapped = map_all(text, RecordFormat::csv, by_keywords);
  REQUIRE(mapped.demands.size() == 5'000);
  std::set<std::string> grids;
  for (std::size_t i = 0; i < 2'500; ++i) {
    REQUIRE(mapped.demands[i].demand.place == mapped.demands[i + 2'500].demand.place);
    grids.insert(mapped.demands[i].demand.place);
  }
  CHECK(grids.size() == 243);
}

TEST_CASE("the hash that spreads over the grids is the same on every machine") {
  // XXH64 of "hello" with seed 0, as xxhsum prints it
  const auto mapped =
      map_all("user,number,subject,details\nhello,1,s,d\n,hello,s,d\n,,s,d\n", RecordFormat::csv, by_keywords);
  REQUIRE(mapped.demands.size() == 3);
  std::vector<std::string> grids;
  for (const Row& row : tests::sample_city().tables.of(TableKind::grids)) grids.push_back(row[0]);
  std::sort(grids.begin(), grids.end());
  CHECK(mapped.demands[0].demand.place == grids[0x26C7827D889F6DA3u % 243]);
  CHECK(mapped.demands[1].demand.place == mapped.demands[0].demand.place);
  CHECK(mapped.demands[2].demand.place.empty());
}

TEST_CASE("kind, reporter and severity are read as words, translated, or the same for all") {
  constexpr std::string_view mapping = R"(
[text]
columns = ["text"]
[place]
code = "place"
[kind]
column = "kind"
otherwise = "代办"
[reporter]
column = "anonymous"
values = { Y = "anonymous" }
otherwise = "hotline"
[severity]
column = "severity"
)";
  const auto mapped = map_all(
      "place,text,kind,anonymous,severity\n"
      "p,t,appointment,Y,2\n"
      "p,t,,N,\n"
      "p,t,ticket,N,\n"
      "p,t,,N,high\n",
      RecordFormat::csv, mapping);
  REQUIRE(mapped.demands.size() == 2);
  CHECK(mapped.demands[0].demand.kind == DemandKind::appointment);
  CHECK(mapped.demands[0].demand.reporter == Reporter::anonymous);
  CHECK(mapped.demands[0].demand.severity == 2);
  CHECK(mapped.demands[1].demand.kind == DemandKind::errand);
  CHECK(mapped.demands[1].demand.reporter == Reporter::hotline);
  CHECK(mapped.demands[1].demand.severity == 0);
  REQUIRE(mapped.left_out.size() == 2);
  CHECK_THAT(mapped.left_out[0].reason, Catch::Contains("ticket"));
  CHECK_THAT(mapped.left_out[1].reason, Catch::Contains("high"));
}

TEST_CASE("every row of our own sample maps, to places and categories of the city") {
  const std::filesystem::path config = std::filesystem::path{WANGGE_SOURCE_ROOT} / "config";
  const Mapper mapper{read_mapping(config / "mappings/demands.toml"), tests::sample_city().configuration};
  const auto records = parse_records(read_file(config / "samples/demands.csv"), RecordFormat::csv, mapper.columns());
  CHECK(records.size() == 40);
  const Codes& codes = tests::sample_city().codes;
  for (const Record& record : records) {
    const MappedRecord mapped = mapper.map(record);
    REQUIRE(std::holds_alternative<MappedDemand>(mapped));
    const WrittenDemand& demand = std::get<MappedDemand>(mapped).demand;
    CHECK(codes.places.find(demand.place));
    CHECK(codes.categories.find(demand.category));
    CHECK((demand.road.empty() || codes.places.find(demand.road)));
    CHECK((demand.complained_of.empty() || codes.organisations.find(demand.complained_of)));
    CHECK(demand.occurred != 0);
  }
}
