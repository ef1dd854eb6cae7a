// How often the classifier is right, counted from labels; and that the labels of the project are of real messages and categories.

#include "tools/labels.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sample_city.h"
#include "tests/temporary_folder.h"
#include "tools/import_report.h"

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

}  // namespace

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

TEST_CASE("the project's labels are of real messages, and the sample city's table is right about as many as it was made for") {
  const char* const folder = std::getenv("WANGGE_REAL_DATA");
  if (folder == nullptr) {
    WARN("skipped: WANGGE_REAL_DATA names no folder");
    return;
  }
  const tools::MappedTable messages = tools::read_table(std::filesystem::path{folder} / "residents_messages.csv",
                                                        source_root / "config/mappings/residents_messages.toml", city());
  const auto halves_of = [&](const char* file) {
    const auto labels = tools::read_labels(source_root / "tests/data" / file, city());
    return tools::measure(rules::Classifier{city(), "1301"}, labels, messages.demands).halves;
  };
  const tools::Hits later = halves_of("labels_later.csv").at("c");
  CHECK(later.messages == 60);
  CHECK(later.first >= 40);
  CHECK(later.first_three >= 50);
  const tools::Hits b = halves_of("labels.csv").at("b");
  CHECK(b.first >= 70);
  CHECK(b.first_three >= 88);
}
