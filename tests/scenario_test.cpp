#include "tests/scenario.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace wangge::tests;

TEST_CASE("A line of a scenario is a verb, what it is about, and fields with their values") {
  const auto lines =
      read_scenario("# 供热\n\n提交 A：类别 0304，内容 \"不热；# 很冷\"（冬天）  # 备注\n队列 GQ04 有 A B\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].number == 3);
  CHECK(lines[0].verb == "提交");
  CHECK(lines[0].subject == std::vector<std::string>{"A"});
  CHECK(lines[0].field("类别") == "0304");
  CHECK(lines[0].field("内容") == "不热；# 很冷");
  CHECK(lines[0].fields.size() == 2);
  CHECK(lines[1].field("有") == "A B");
  CHECK_FALSE(lines[1].has("为空"));
  CHECK_THROWS(read_scenario("提交 A：内容 \"没有结束"));
}

TEST_CASE("Each scenario comes out as its file says, and again after replay") {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = std::filesystem::path{WANGGE_SOURCE_ROOT} / "tests/scenarios";
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  CHECK(files.size() >= 12);
  for (const auto& file : files) {
    DYNAMIC_SECTION(file.filename().string()) { run_scenario(file); }
  }
}
