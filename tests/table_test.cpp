// Tables on terminals of some widths: a line a row, whatever has to give way.

#include "tools/table.h"

#include <sstream>
#include <string>
#include <vector>

#include "engine/base/utf8.h"

#include <catch2/catch.hpp>

namespace wangge::tools {
namespace {

using Catch::Contains;

Table queue() {
  Table table({{.title = "编号"},
               {.title = "时限", .least = 10},
               {.title = "级别", .gives_way = 1},
               {.title = "地点", .least = 6},
               {.title = "升级到", .least = 6, .gives_way = 2}});
  table.add({"2468069", "逾期 35分 · 处置", "2", "明珠佳苑1号楼1单元", "社区党组织书记"});
  table.add({"2468166", "今天 22:30 · 签收", "3", "安静社区第1网格", ""});
  return table;
}

std::vector<std::string> printed(const Table& table, const Console& console) {
  std::ostringstream out;
  table.print(out, console);
  std::istringstream text(out.str());
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

TEST_CASE("A text is shortened between two characters, to no more columns than there are") {
  CHECK(shortened("明珠佳苑", 8) == "明珠佳苑");
  CHECK(shortened("明珠佳苑", 7) == "明珠佳…");
  CHECK(shortened("明珠佳苑", 6) == "明珠…");
  CHECK(shortened("明珠佳苑", 1) == "…");
  CHECK(shortened("明珠佳苑", 0).empty());
  CHECK(shortened("abc def", 5) == "abc…");
  CHECK(shortened("cafe\u0301 noir", 5) == "cafe\u0301…");
}

TEST_CASE("A row is a line of whole characters however narrow the terminal is, and its number is never cut") {
  for (const std::size_t columns : {120u, 80u, 68u, 67u, 50u, 41u, 40u, 33u, 30u, 27u, 20u, 19u}) {
    INFO(columns);
    const std::vector<std::string> lines = printed(queue(), {.is_terminal = true, .columns = columns});
    REQUIRE(lines.size() == 3);
    for (const std::string& line : lines) {
      CHECK(display_width(line) <= columns);
      CHECK(count_code_points(line));
    }
    CHECK_THAT(lines[1], Catch::StartsWith("2468069"));
  }
}

TEST_CASE("Where there is no room texts are shortened first, then columns are left out, the least important first") {
  const auto at = [](std::size_t columns) { return printed(queue(), {.is_terminal = true, .columns = columns}); };
  CHECK(at(68) == at(0));  // as wide as what they hold: 7 + 17 + 4 + 18 + 14, and 8 between them
  CHECK_THAT(at(68)[1], !Contains("…"));
  CHECK_THAT(at(67)[1], Contains("…"));
  CHECK_THAT(at(41)[0], Contains("级别") && Contains("升级到"));
  CHECK_THAT(at(40)[0], Contains("级别") && !Contains("升级到"));
  CHECK_THAT(at(32)[0], !Contains("级别") && Contains("时限") && Contains("地点"));
}

TEST_CASE("Lines for programs hold all, and so do tables whose columns do not give way") {
  CHECK(printed(queue(), {.is_terminal = false, .columns = 20})[1] ==
        "2468069\t逾期 35分 · 处置\t2\t明珠佳苑1号楼1单元\t社区党组织书记");
  Table plain({{"编号"}, {"内容"}});
  plain.add({"2468069", "楼道里的灯不亮了"});
  CHECK(printed(plain, {.is_terminal = true, .columns = 10}) == printed(plain, {.is_terminal = true}));
}

}  // namespace
}  // namespace wangge::tools
