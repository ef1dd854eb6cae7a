// What `wangge classify` answers, how often that is right, counted from labels, and that the project's labels are of
// real messages.

#include "tools/city/labels.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "tests/sample_city.h"
#include "tests/subcommand.h"
#include "tests/temporary_folder.h"
#include "tools/demand/classify.h"
#include "tools/demand/import_report.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;

const std::filesystem::path source_root = WANGGE_SOURCE_ROOT;

const Configuration& city() { return sample_city().configuration; }

std::vector<tools::Label> labels_of(std::string_view lines) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "labels.csv";
  std::ofstream{file} << "id,codes,half\n" << lines;
  return tools::read_labels(file, city());
}

std::string why_not(std::string_view lines) {
  try {
    labels_of(lines);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

config::MappedDemand message(std::string id, std::string text) {
  config::MappedDemand mapped;
  mapped.demand.reference = std::move(id);
  mapped.demand.text = std::move(text);
  return mapped;
}

// What the subcommand prints.
std::string printed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"classify", "--city", (source_root / "config/taonan").string()});
  const Printed said = say({tools::add_classify}, std::move(arguments));
  REQUIRE(said.exit_code == 0);
  return said.out;
}

}  // namespace

TEST_CASE("classify gives the categories with code, name, score and the words that counted") {
  const auto suggestions =
      boost::json::parse(printed({"--subject", "电梯困人", "--text", "快来人", "--json"})).as_array();
  REQUIRE(suggestions.size() == 1);
  CHECK(suggestions[0].at("code") == "0403");
  CHECK(suggestions[0].at("name") == "电梯困人");
  CHECK(suggestions[0].at("condition") == 0);
  const auto& words = suggestions[0].at("words").as_array();
  REQUIRE(words.size() == 1);
  CHECK(words[0].at("word") == "电梯困人");
  CHECK(words[0].at("score") == suggestions[0].at("score"));
  CHECK(words[0].at("times") == 4);
  CHECK(words[0].at("score").as_int64() == words[0].at("weight").as_int64() * 4 * 4);  // of four characters
}

TEST_CASE("classify says that nothing matched, and gives the fallback") {
  const std::string text = printed({"--text", "你好"});
  CHECK_THAT(text, Catch::Contains("1301") && Catch::Contains("没有匹配的词"));
}

TEST_CASE("classify wants a text, or labels with their messages") {
  CHECK_THROWS_AS(printed({}), CLI::RequiredError);
  CHECK_THROWS_AS(printed({"--subject", "电梯"}), CLI::RequiresError);
  CHECK_THROWS_AS(printed({"--measure", (source_root / "tests/data/labels.csv").string()}), CLI::RequiresError);
}

TEST_CASE("classify measures labels against the messages of a table") {
  const TemporaryFolder folder;
  const std::filesystem::path labels = folder.path() / "labels.csv", messages = folder.path() / "messages.csv";
  std::ofstream{labels} << "id,codes,half\n1,0403,a\n2,0101,a\n";
  std::ofstream{messages} << "留言编号,留言用户,留言主题,留言时间,留言详情\n1,U,电梯困人,2019/1/1 "
                             "8:00:00,快来\n2,U,电梯困人,2019/1/1 8:00:00,快来\n";
  const auto measured = boost::json::parse(
      printed({"--measure", labels.string(), "--messages", messages.string(), "--map",
               (source_root / "config/mappings/residents_messages.toml").string(), "--misses", "a", "--json"}));
  const auto& half = measured.at("halves").as_array().at(0);
  CHECK(half.at("half") == "a");
  CHECK(half.at("messages") == 2);
  CHECK(half.at("first") == 1);
  CHECK(half.at("first_three") == 1);
  const auto& misses = measured.at("misses").as_array();
  REQUIRE(misses.size() == 1);
  CHECK(misses[0].at("id") == "2");
  CHECK(misses[0].at("right").as_array().at(0).at("code") == "0101");
  CHECK(misses[0].at("suggestions").as_array().at(0).at("code") == "0403");
}

TEST_CASE("how often the first and one of the first three are right is counted for each half") {
  const rules::Classifier classifier{city(), "1301"};
  const std::vector messages{message("1", "电梯困人"), message("2", "电梯困人，养狗"), message("3", "电梯困人"),
                             message("4", "你好"), message("5", "养狗")};
  const auto labels = labels_of("1,0403,a\n2,0804,a\n3,0101,b\n4,1301,b\n5,0101|0804,b\n");
  const tools::Measurement measured = tools::measure(classifier, labels, messages);
  REQUIRE(measured.halves.size() == 2);
  const tools::Hits &a = measured.halves.at("a"), &b = measured.halves.at("b");
  CHECK((a.messages == 2 && a.first == 1 && a.first_three == 2));
  CHECK((b.messages == 3 && b.first == 2 && b.first_three == 2));
  const std::vector<std::size_t> places{1, 2, 0, 1, 1};
  for (std::size_t i = 0; i < places.size(); ++i) CHECK(measured.judged[i].place == places[i]);
}

TEST_CASE("a label of a message that is not there is no label") {
  const rules::Classifier classifier{city(), "1301"};
  const auto labels = labels_of("7,0403,a\n");
  const std::vector messages{message("8", "电梯困人")};
  CHECK_THROWS_WITH(tools::measure(classifier, labels, messages), Catch::Contains("7"));
}

TEST_CASE("a mistake in the labels is named with its line") {
  CHECK(why_not("1,0403,a\n2,0101|0102,b\n").empty());
  CHECK_THAT(why_not("1,0403,a\n2,9999,a\n"), Catch::Contains(":3:") && Catch::Contains("9999"));
  CHECK_THAT(why_not("1,0403,a\n1,0101,a\n"), Catch::Contains(":3:") && Catch::Contains("twice"));
  CHECK_THAT(why_not("1,,a\n"), Catch::Contains(":2:"));
  CHECK_THAT(why_not("1,0403,\n"), Catch::Contains(":2:"));
  CHECK_THAT(why_not(",0403,a\n"), Catch::Contains(":2:"));
}

TEST_CASE("the project's labels are 200, half of them in either half, and hold no text") {
  const auto labels = tools::read_labels(source_root / "tests/data/labels.csv", city());
  CHECK(labels.size() == 200);
  std::size_t in_a = 0;
  for (const tools::Label& label : labels) {
    in_a += label.half == "a";
    CHECK((label.half == "a" || label.half == "b"));
    CHECK(label.right.size() <= 2);
    CHECK(label.id.find_first_not_of("0123456789") == std::string::npos);
  }
  CHECK(in_a == 100);
}

TEST_CASE(
    "the project's labels are of real messages, and the sample city's table is right about as many as it was made "
    "for") {
  const char* const folder = std::getenv("WANGGE_REAL_DATA");
  if (folder == nullptr) {
    WARN("skipped: WANGGE_REAL_DATA names no folder");
    return;
  }
  const tools::MappedTable messages =
      tools::read_table(std::filesystem::path{folder} / "residents_messages.csv",
                        source_root / "config/mappings/residents_messages.toml", city());
  const auto halves_of = [&](const char* file) {
    const auto labels = tools::read_labels(source_root / "tests/data" / file, city());
    return tools::measure(rules::Classifier{city(), "1301"}, labels, messages.demands).halves;
  };
  const tools::Hits blind = halves_of("labels_blind.csv").at("e");
  CHECK(blind.messages == 60);
  CHECK(blind.first >= 44);
  CHECK(blind.first_three >= 53);
  const tools::Hits third = halves_of("labels_third.csv").at("d");
  CHECK(third.messages == 100);
  CHECK(third.first >= 70);
  CHECK(third.first_three >= 85);
  const tools::Hits later = halves_of("labels_later.csv").at("c");
  CHECK(later.messages == 60);
  CHECK(later.first >= 47);
  CHECK(later.first_three >= 53);
  const tools::Hits b = halves_of("labels.csv").at("b");
  CHECK(b.first >= 80);
  CHECK(b.first_three >= 93);
}
