// In what two configurations differ, by hand-made changes of the small city.

#include "engine/rules/configuration_difference.h"

#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/words.h"
#include "engine/state/configuration_reader.h"
#include "tests/changed_tables.h"
#include "tests/small_city.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {

std::ostream& operator<<(std::ostream& out, const Difference& row) {
  return out << words_of(row.what).name << " " << row.code << " " << row.name << ": " << row.before << " => "
             << row.after;
}

namespace {

using tests::ChangedTables;
using tests::small_tables;
using Rows = std::vector<Difference>;

constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

Differences differences_of(const Tables& before, const Tables& after, std::size_t most = all) {
  Codes codes;
  std::vector<Fault> faults;
  const Configuration one = read_configuration(before, codes, faults), other = read_configuration(after, codes, faults);
  return rules::difference(one, other, most);
}

// What is told where these changes have been made.
Differences told(const std::function<void(ChangedTables&)>& change, std::size_t most = all) {
  ChangedTables after(small_tables());
  change(after);
  return differences_of(small_tables(), after, most);
}

TEST_CASE("Two configurations that are the same differ in nothing") {
  CHECK(told([](ChangedTables&) {}).rows.empty());
}

TEST_CASE("A post with another holder, deputy or superior is told with who it was") {
  CHECK(told([](ChangedTables& tables) { tables.set(TableKind::posts, "PG1", "holder", "R3"); }).rows ==
        Rows{{Differs::holder, "PG1", "网格长一", "R2 李二", "R3 张三"}});
  CHECK(told([](ChangedTables& tables) { tables.set(TableKind::posts, "PG2", "deputy", ""); }).rows ==
        Rows{{Differs::deputy, "PG2", "网格长二", "R1 王一", ""}});
}

TEST_CASE(
    "A building that comes to another grid is told as such, with its post's superior and the chain before and after") {
  const Differences found = told([](ChangedTables& tables) {
    tables.set(TableKind::buildings, "L2", "within", "G2");
    tables.set(TableKind::posts, "PL2", "superior", "PG2");
  });
  CHECK(found.rows ==
        Rows{{Differs::superior, "PL2", "楼栋长二", "PG1 网格长一", "PG2 网格长二"},
             {Differs::chain, "L2", "2号楼", "PL2 → PG1 → PC1 → PS1 → P22", "PL2 → PG2 → PC1 → PS1 → P22"},
             {Differs::place_within, "L2", "2号楼", "G1 第一网格", "G2 第二网格"}});
}

TEST_CASE("A change high up changes the chain of all that lies below") {
  const Differences found = told([](ChangedTables& tables) { tables.set(TableKind::posts, "PC1", "superior", "P22"); });
  CHECK(found.counts[static_cast<std::size_t>(Differs::superior)] == 1);
  CHECK(found.counts[static_cast<std::size_t>(Differs::chain)] == 6);  // C1, G1, G2, L1, L2, D1
}

TEST_CASE("What is new is told column by column, and what is gone once") {
  const auto with_grid = [](ChangedTables& tables) {
    tables.of(TableKind::grids).push_back({"G3", "第三网格", "C1"});
    tables.of(TableKind::posts).push_back({"PG3", "网格长三", "网格长", "G3", "PC1", "R3", ""});
  };
  CHECK(told(with_grid).rows == Rows{{Differs::post, "PG3", "网格长三", "", "网格长三"},
                                     {Differs::post_level, "PG3", "网格长三", "", "网格长"},
                                     {Differs::post_place, "PG3", "网格长三", "", "G3 第三网格"},
                                     {Differs::superior, "PG3", "网格长三", "", "PC1 社区书记"},
                                     {Differs::holder, "PG3", "网格长三", "", "R3 张三"},
                                     {Differs::place, "G3", "第三网格", "", "第三网格"},
                                     {Differs::place_within, "G3", "第三网格", "", "C1 甲社区"}});
  ChangedTables more(small_tables());
  with_grid(more);
  CHECK(differences_of(more, small_tables()).rows ==
        Rows{{Differs::post, "PG3", "网格长三", "网格长三", ""}, {Differs::place, "G3", "第三网格", "第三网格", ""}});
}

TEST_CASE("Limits of categories, of conditions and of the city are told in the words of the tables") {
  CHECK(told([](ChangedTables& tables) {
          tables.set(TableKind::categories, "1301", "resolve_limit", "3自然日");
          tables.set(TableKind::categories, "0201", "contain_limit", "");
          tables.set(TableKind::settings, "limits.rating", "value", "10自然日");
          tables.remove(TableKind::settings, "key", "limits.appeal");
        }).rows == Rows{{Differs::contain_limit, "0201", "井盖", "2 紧急工作时", ""},
                        {Differs::resolve_limit, "1301", "其他诉求", "7 自然日", "3 自然日"},
                        {Differs::city_limit, "limits.appeal", "", "5 工作日", ""},
                        {Differs::city_limit, "limits.rating", "", "7 自然日", "10 自然日"}});
  const Differences found =
      told([](ChangedTables& tables) { tables.of(TableKind::conditions).at(1).at(4) = "8工作时"; });
  CHECK(found.rows == Rows{{Differs::condition, "0201/2", "破损", "破损 处置 4 工作时", "破损 处置 8 工作时"}});
}

TEST_CASE("Duties, leave, days and settings are told one by one") {
  CHECK(told([](ChangedTables& tables) {
          tables.of(TableKind::duties).push_back({"BM1", "1301", "G1", ""});
        }).rows == Rows{{Differs::duty, "BM1", "环卫中心", "", "1301 其他诉求 @ G1 第一网格"}});
  CHECK(told([](ChangedTables& tables) { tables.of(TableKind::leave).clear(); }).rows ==
        Rows{{Differs::leave, "R1", "王一", "2026-03-10T00:00 ~ 2026-03-12T12:00", ""}});
  CHECK(told([](ChangedTables& tables) {
          tables.of(TableKind::calendar).push_back({"2026-05-01", "off", "劳动节"});
        }).rows == Rows{{Differs::day, "2026-05-01 22", "小城", "", "off"}});
  CHECK(told([](ChangedTables& tables) {
          tables.of(TableKind::settings).push_back({"similar.within_days", "3"});
        }).rows == Rows{{Differs::setting, "similar.within_days", "", "7", "3"}});
  CHECK(told([](ChangedTables& tables) {
          tables.set(TableKind::settings, "time.sessions", "value", "08:30-12:00|14:00-17:30");
        }).rows == Rows{{Differs::timetable, "22", "小城", "08:00-12:00|14:00-18:00", "08:30-12:00|14:00-17:30"}});
}

TEST_CASE("Duty rosters are told by post and instant") {
  CHECK(told([](ChangedTables& tables) {
          tables.of(TableKind::rotations).push_back({"PG1", "2026-03-02", "08:00", "7", "R1|R3"});
        }).rows == Rows{{Differs::rotation, "PG1 2026-03-02T08:00", "网格长一", "", "7 天 R1|R3"}});
  CHECK(told([](ChangedTables& tables) {
          tables.of(TableKind::shifts).push_back({"PG1", "2026-03-04T08:00", "2026-03-05T08:00", "R3", "替班"});
        }).rows == Rows{{Differs::shift, "PG1 2026-03-04T08:00", "网格长一", "", "~ 2026-03-05T08:00 R3 替班"}});
}

TEST_CASE("The rules of a category are told, and the words by which it is known") {
  CHECK(told([](ChangedTables& tables) {
          tables.set(TableKind::categories, "1301", "restricted", "是");
          tables.set(TableKind::categories, "1301", "lead", "organisation");
          tables.set(TableKind::categories, "0201", "verify_by", "");
          tables.set(TableKind::categories, "0201", "keywords", "井盖|下水:3");
        }).rows == Rows{{Differs::lead, "1301", "其他诉求", "post", "organisation"},
                        {Differs::verify_by, "0201", "井盖", "路(巷)长", ""},
                        {Differs::restricted, "1301", "其他诉求", "否", "是"},
                        {Differs::keyword, "0201", "井盖", "窨井", "下水:3"}});
}

TEST_CASE("Assets are told by who owns and keeps them, and doors by what they lie in") {
  ChangedTables before(small_tables());
  before.of(TableKind::assets).push_back({"A1", "一号灯", "路灯", "G1", "", "", "BM1", ""});
  before.of(TableKind::doors).push_back({"M1", "101", "L2"});
  ChangedTables after = before;
  after.set(TableKind::assets, "A1", "keeper", "WY1");
  after.set(TableKind::doors, "M1", "within", "D1");
  after.of(TableKind::doors).push_back({"M2", "102", "D1"});
  CHECK(differences_of(before, after).rows == Rows{{Differs::door, "D1", "102", "", "102"},
                                                   {Differs::door_within, "D1", "101", "L2 2号楼", "D1 1单元"},
                                                   {Differs::asset_keeper, "A1", "一号灯", "", "WY1 物业一"}});
}

TEST_CASE("A place's own hours and days are told for that place") {
  const Differences found = told([](ChangedTables& tables) {
    tables.of(TableKind::timetables).push_back({"C1", "", "", "09:00-13:00|15:00-19:00"});
    tables.of(TableKind::local_days).push_back({"C1", "2026-03-11", "off", "停电"});
  });
  CHECK(found.rows == Rows{{Differs::timetable, "C1", "甲社区", "", "09:00-13:00|15:00-19:00"},
                           {Differs::day, "2026-03-11 C1", "甲社区", "", "off"}});
}

TEST_CASE("Of each kind so many are told as are wished, and all are counted") {
  const auto rename = [](ChangedTables& tables) {
    tables.set(TableKind::grids, "G1", "name", "东网格");
    tables.set(TableKind::grids, "G2", "name", "西网格");
    tables.set(TableKind::posts, "PG1", "name", "东网格长");
  };
  const Differences found = told(rename, 1);
  CHECK(found.rows == Rows{{Differs::post, "PG1", "东网格长", "网格长一", "东网格长"},
                           {Differs::place, "G1", "东网格", "第一网格", "东网格"}});
  CHECK(found.counts[static_cast<std::size_t>(Differs::place)] == 2);
}

TEST_CASE("Whatever row goes or comes, something is told of it") {
  for (const TableSchema& table : table_schemas()) {
    // A setting may say what is so without it
    if (table.kind == TableKind::settings || small_tables().of(table.kind).empty()) continue;
    INFO(table.name);
    CHECK_FALSE(told([&](ChangedTables& tables) { tables.of(table.kind).pop_back(); }).rows.empty());
  }
  const std::vector<std::pair<TableKind, Row>> rows{
      {TableKind::policies, {"", "", "1", "", "主办", "一人", "0", "否", "签收"}},
      {TableKind::situations, {"XX", "降雪", "街道党工委书记"}},
      {TableKind::points, {"J1", "122.8", "45.3"}},
      {TableKind::questions, {"1301", "floor", "1", "几楼", "", "number", "", "是"}}};
  for (const auto& [table, row] : rows) {
    INFO(schema(table).name);
    CHECK_FALSE(
        told([&, kind = table, &more = row](ChangedTables& tables) { tables.of(kind).push_back(more); }).rows.empty());
  }
}

}  // namespace
}  // namespace wangge
