// Every kind of mistake in a city's tables is found, where it stands, and only there.

#include "config/tables.h"
#include "engine/base/limits.h"
#include "engine/rules/city_check.h"
#include "engine/state/configuration_reader.h"
#include "tests/small_city.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

namespace wangge::tests {
namespace {

// One edit of a sound city, and where its mistake must be shown.
struct Case {
  std::string mistake;
  std::string file, what, with;
  int line;
  std::string column;
  std::string says;      // part of the problem
  std::string shown_in;  // where that is not the file that was edited
};

const std::vector<Case> cases{
    {"a setting that nobody knows", "city.toml", "[demands]", "colour = \"red\"\n[demands]", 7, "time.colour",
     "unknown setting"},
    {"an offset that is none", "city.toml", "+08:00", "8", 5, "time.utc_offset", "offset"},
    {"sessions out of order", "city.toml", "\"08:00-12:00\", \"14:00-18:00\"", "\"14:00-18:00\", \"08:00-12:00\"", 6,
     "time.sessions", "opening hours"},
    {"hours that are no number", "city.toml", "= 24", "= \"a day\"", 8, "demands.tolerated_ahead_hours", "number"},
    {"a subdistrict without a name", "subdistricts.csv", "东街道", "", 2, "name", "empty"},
    {"a community in no subdistrict", "communities.csv", "甲社区,S1", "甲社区,S9", 2, "subdistrict", "unknown code"},
    {"a grid of a wrong parent", "grids.csv", "第二网格,C1", "第二网格,S1", 3, "community", "wrong kind"},
    {"a grid twice", "grids.csv", "G2,第二网格,C1", "G2,第二网格,C1\nG1,又一网格,C1", 4, "code", "duplicate"},
    {"a person of an impossible age", "people.csv", ",40,", ",4000,", 2, "age", "number"},
    {"a degree that nobody knows", "people.csv", "大专", "状元", 3, "degree", "known words"},
    {"neither yes nor no", "people.csv", "是,是", "是,也许", 2, "social_worker", "known words"},
    {"a person twice", "people.csv", "R3,张三,,,,", "R3,张三,,,,\nR1,赵四,,,,", 5, "code", "duplicate"},
    {"an organisation of no kind", "organisations.csv", "WY1,物业一,property", "WY1,物业一,", 2, "kind", "empty"},
    {"an organisation seated nowhere", "organisations.csv", "department,22", "department,C9", 3, "seat", "unknown"},
    {"a compound without a manager", "compounds.csv", "G1,WY1", "G1,", 2, "manager", "empty"},
    {"a compound managed by a department", "compounds.csv", "G1,WY1", "G1,BM1", 2, "manager", "property company"},
    {"a compound managed by no community of its own", "compounds.csv", "G1,C1", "G1,S1", 3, "manager", "community"},
    {"a building in a street", "buildings.csv", "2号楼,G1", "2号楼,C1", 3, "within", "wrong kind"},
    {"a unit of an unknown building", "units.csv", "1单元,L1", "1单元,L7", 2, "building", "unknown code"},
    {"a street of an unknown subdistrict", "streets.csv", "文化街,S1", "文化街,S7", 2, "subdistrict", "unknown code"},
    {"a lane of an unknown street", "lanes.csv", "一巷,J1", "一巷,J7", 2, "street", "unknown code"},
    {"a post of no level", "posts.csv", "网格长,G2", "大队长,G2", 6, "level", "known words"},
    {"a post whose level does not fit its place", "posts.csv", "楼栋长,L2", "单元长,L2", 8, "level", "does not fit"},
    {"a post at an unknown place", "posts.csv", "楼栋长,L2", "楼栋长,L9", 8, "place", "unknown code"},
    {"a post at a compound", "posts.csv", "PH1,", "PX1,小区,楼栋长,X1,PG1,R1,\nPH1,", 11, "level", "does not fit"},
    {"a post without a way up", "posts.csv", "D1,PL1", "D1,", 9, "superior", "no way up"},
    {"a superior that nobody knows", "posts.csv", "D1,PL1", "D1,PL9", 9, "superior", "unknown code"},
    {"a cycle of superiors", "posts.csv", "C1,PS1", "C1,PG1", 4, "superior", "cycle"},
    {"a post that is its own superior", "posts.csv", "L2,PG1", "L2,PL2", 8, "superior", "cycle"},
    {"somebody above the city's post", "posts.csv", "22,,R1", "22,PS1,R1", 2, "superior", "nobody above"},
    {"a second grid chief", "posts.csv", "PH1,", "PG3,网格长三,网格长,G2,PC1,R3,\nPH1,", 11, "place", "post already"},
    {"a post twice", "posts.csv", "PH1,", "PG2,网格长三,网格长,G2,PC1,R3,\nPH1,", 11, "code", "duplicate"},
    {"a grid without a chief", "posts.csv", "PG2,网格长二,网格长,G2,PC1,R3,R1\n", "", 3, "code", "grid without a chief",
     "grids.csv"},
    {"a unit that nobody answers for", "posts.csv", "PD1,单元长一,单元长,D1,PL1,,\n", "", 2, "code", "nobody answers",
     "units.csv"},
    {"a holder that nobody knows", "posts.csv", "J1,PS1,R1", "J1,PS1,R7", 10, "holder", "unknown code"},
    {"a deputy who is the holder", "posts.csv", "G2,PC1,R3,R1", "G2,PC1,R3,R3", 6, "deputy",
     "the deputy is the holder"},
    {"leave that ends before it begins", "leave.csv", "2026-03-12T12:00", "2026-03-01", 2, "until", "before"},
    {"leave on a day that is none", "leave.csv", "2026-03-10", "2026-02-30", 2, "from", "not a date"},
    {"leave of nobody", "leave.csv", "R1", "", 2, "person", "empty"},
    {"a category's code of letters", "categories.csv", "1302,",
     "02x1,其他,Other,甲,A,1工作时,,1工作日,3,网格长,post,department,,,,,,,,,,,\n1302,", 4, "code", "four digits"},
    {"a limit without a unit", "categories.csv", "30工作分钟", "30", 3, "accept_limit", "not a limit"},
    {"a limit of nothing", "categories.csv", "7自然日", "0自然日", 3, "resolve_limit", "not a limit"},
    {"a limit too large to hold", "categories.csv", "7自然日", "70000自然日", 3, "resolve_limit", "not a limit"},
    {"a limit beyond what anybody promises", "categories.csv", "7自然日", "3661自然日", 3, "resolve_limit", "too long"},
    {"a category without a limit for acceptance", "categories.csv", "30工作分钟", "", 3, "accept_limit", "acceptance"},
    {"a category without a limit for resolution", "categories.csv", "7自然日", "", 3, "resolve_limit", "resolution"},
    {"a category without a kind of owner", "categories.csv", "1,路(巷)长,organisation,department",
     "1,路(巷)长,organisation,", 2, "owner_kind", "kind of owner"},
    {"a severity out of range", "categories.csv", "2工作日,1,", "2工作日,5,", 2, "severity", "number"},
    {"a first level that nobody knows", "categories.csv", "1,路(巷)长,organ", "1,路长,organ", 2, "first_level",
     "known words"},
    {"urgent, with limits that wait for the office", "categories.csv", "2紧急工作时,2工作日", ",2工作日", 2, "severity",
     "continuous"},
    {"a keyword that weighs nothing", "categories.csv", "井盖|窨井", "井盖:0|窨井", 2, "keywords", "not a keyword"},
    {"a keyword that weighs too much", "categories.csv", "井盖|窨井", "井盖:10|窨井", 2, "keywords", "not a keyword"},
    {"a keyword whose weight is a word", "categories.csv", "井盖|窨井", "井盖|窨井:三", 2, "keywords", "not a keyword"},
    {"a keyword with a colon typed in Chinese", "categories.csv", "井盖|窨井", "井盖：3|窨井", 2, "keywords",
     "not a keyword"},
    {"a weight without a keyword", "categories.csv", "井盖|窨井", ":3|窨井", 2, "keywords", "not a keyword"},
    {"a keyword of seventeen characters", "categories.csv", "井盖|窨井", "一二三四五六七八九十一二三四五六七|窨井", 2,
     "keywords", "not a keyword"},
    {"a keyword twice", "categories.csv", "井盖|窨井", "井盖|窨井|井盖:2", 2, "keywords", "twice"},
    {"a condition's keyword with a bad weight", "conditions.csv", "2紧急工作时,缺失", "2紧急工作时,缺失:x", 2,
     "keywords", "not a keyword"},
    {"a condition of an unknown category", "conditions.csv", "0201,02", "0999,02", 3, "category", "unknown code"},
    {"a condition twice", "conditions.csv", "0201,02", "0201,01", 3, "condition", "duplicate"},
    {"a condition of number nought", "conditions.csv", "0201,02", "0201,00", 3, "condition", "number"},
    {"a condition without any limit", "conditions.csv", ",,4工作时", ",,", 3, "resolve_limit", "without any limit"},
    {"a duty of an unknown organisation", "duties.csv", "BM1", "BM9", 2, "organisation", "unknown code"},
    {"a duty twice", "duties.csv", "权责清单\n", "权责清单\nBM1,0201,22,\n", 3, "category", "already"},
    {"an alliance of a grid", "alliances.csv", "C1", "G1", 2, "place", "wrong kind"},
    {"a chair who is no member", "alliances.csv", "LM1", "BM1", 2, "chair", "not a member"},
    {"a member of an unknown alliance", "alliance_members.csv", "A1,LM2", "A7,LM2", 3, "alliance", "unknown code"},
    {"a member twice", "alliance_members.csv", "A1,LM2", "A1,LM1", 3, "organisation", "already"},
    {"a resource at an unknown place", "resources.csv", "1301,C1", "1301,C7", 2, "place", "unknown code"},
    {"a skill for an unknown category", "volunteers.csv", "1301|0201", "1301|9999", 2, "categories", "unknown code"},
    {"a volunteer whom nobody knows", "volunteers.csv", "R3,", "R8,", 2, "person", "unknown code"},
    {"an office that nobody knows", "committees.csv", "副书记", "主任", 3, "office", "known words"},
    {"a committee member twice", "committees.csv", "R2,C1", "R1,C1", 3, "person", "already"},
    {"a venue of no size", "venues.csv", "600", "", 2, "area_m2", "empty"},
    {"a venue whose size is no number", "venues.csv", "600", "600平方米", 2, "area_m2", "number"},
    {"a branch of no kind", "branches.csv", "党支部", "支部", 2, "kind", "known words"},
    {"a branch twice", "branches.csv", "B2", "B1", 3, "code", "duplicate"},
    {"a date that is none", "calendar.csv", "2026-01-04", "2026-1-4", 3, "date", "not a date"},
    {"a year that is none", "calendar.csv", "2026,listed", "26,listed", 4, "date", "not a year"},
    {"a date twice", "calendar.csv", "2026-01-04", "2026-01-01", 3, "date", "already"},
    {"a day neither off nor work", "calendar.csv", "off", "half", 2, "kind", "known words"},
    {"broken characters", "grids.csv", "第二网格", "第\xE4\xBAx网格", 3, "name", "broken characters"},
    {"a replacement character", "people.csv", "李二", "李\xEF\xBF\xBD", 3, "name", "broken characters"},
    {"a control character", "venues.csv", "服务中心", "服务\x07中心", 2, "name", "broken characters"},
    {"a column that nobody knows", "units.csv", "building\nD1,1单元,L1", "building,floor\nD1,1单元,L1,3", 1, "floor",
     "unknown column"},
    {"too few cells", "units.csv", "D1,1单元,L1", "D1,1单元", 2, "", "as many cells"},
    {"too many cells", "streets.csv", "文化街,S1", "文化街,S1,", 2, "", "as many cells"},
};

std::string listing(const std::vector<config::Mistake>& mistakes) {
  std::string all;
  for (const config::Mistake& mistake : mistakes) all += config::to_text(mistake) + "\n";
  return all;
}

bool shows(const config::Mistake& mistake, const Case& expected) {
  const std::string& file = expected.shown_in.empty() ? expected.file : expected.shown_in;
  return mistake.file.ends_with("/" + file) && mistake.line == expected.line && mistake.column == expected.column &&
         mistake.problem.find(expected.says) != std::string::npos && !mistake.mend.empty();
}

}  // namespace

TEST_CASE("a sound city has no mistakes") {
  const SmallCity city;
  INFO(listing(city.check()));
  CHECK(city.check().empty());
}

TEST_CASE("each mistake in a city's tables is named with file, line and column, and alone") {
  for (const Case& expected : cases) {
    SmallCity city;
    city.replace(expected.file, expected.what, expected.with);
    const auto mistakes = city.check();
    INFO(expected.mistake << "\n" << listing(mistakes));
    CHECK(std::any_of(mistakes.begin(), mistakes.end(), [&](auto& mistake) { return shows(mistake, expected); }));
    CHECK(mistakes.size() == 1);
  }
}

TEST_CASE("each mistake in the tables that a city need not have is named too") {
  const std::map<std::string, std::string> sound{
      {"timetables.csv",
       "place,from,until,sessions\nC1,,,09:00-13:00|15:00-19:00\nC1,06-01,09-30,07:30-11:30|14:30-18:30\n"},
      {"local_days.csv", "place,date,kind,name\nC1,2026-03-11,off,建街日\n"},
      {"situations.csv", "code,name,declared_by\nXX,降雪,街道党工委书记\n"},
      {"situation_effects.csv",
       "situation,when,category,condition,clocks,severity,first_level,lead\nXX,期间,0201,1,从结束起,2,街长,post\n"},
      {"outlines.csv",
       "grid,points\n"
       "G1,122.780000 45.340000;122.790000 45.340000;122.790000 45.350000;122.780000 45.350000\n"
       "G2,122.790000 45.340000;122.800000 45.340000;122.800000 45.350000;122.790000 45.350000\n"},
      {"points.csv",
       "place,lon,lat\nX1,122.785000,45.345000\nH1,122.786000,45.345000\nH1,122.787000,45.346000\nJ1,122.788000,45."
       "345000\n"},
      {"questions.csv",
       "category,code,order,text,text_en,type,values,required\n"
       "1301,depth,1,水深,Depth,number,,是\n"
       "1301,where,2,在哪一层,Which floor,choice,一层|二层,否\n"},
      {"assets.csv",
       "code,name,kind,place,lon,lat,owner,keeper\nA1,路灯一,路灯,H1,122.78,45.34,BM1,WY1\nA2,电梯一,电梯,D1,,,,\n"},
      {"doors.csv", "code,name,within\nM1,101室,D1\nM2,2号,L2\n"},
      {"rotations.csv", "post,from,at,days,people\nPG1,2026-03-02,08:00,7,R1|R2|R3\nPG2,2026-03-02,08:30,1,R1\n"},
      {"shifts.csv",
       "post,from,until,person,why\nPG1,2026-03-04T12:00,2026-03-04T20:00,R3,替班\nPG1,2026-03-05,2026-03-06,R1,"
       "换班\n"},
      {"contacts.csv", "person,contact\nR1,13800000001\nR2,值班室 0436-6200001\n"},
  };
  const std::vector<Case> more{
      {"a day as short as nowhere else", "timetables.csv", "09:00-13:00|15:00-19:00", "09:00-13:00", 2, "sessions",
       "not as long"},
      {"hours of no place", "timetables.csv", "C1,,,", "C9,,,", 2, "place", "unknown code"},
      {"a day of no month", "timetables.csv", "06-01", "06-31", 3, "from", "not a day"},
      {"hours from a day on, without an end", "timetables.csv", "09-30", "", 3, "until", "not a day"},
      {"the whole year twice", "timetables.csv", "C1,06-01,09-30", "C1,,", 3, "place", "already"},
      {"a local day of no place", "local_days.csv", "C1", "C9", 2, "place", "unknown code"},
      {"a local day twice", "local_days.csv", "建街日\n", "建街日\nC1,2026-03-11,work,\n", 3, "date", "already"},
      {"a situation that nobody may declare", "situations.csv", "街道党工委书记", "书记", 2, "declared_by",
       "known words"},
      {"an effect of an unknown situation", "situation_effects.csv", "XX", "YY", 2, "situation", "unknown code"},
      {"an effect on an unknown category", "situation_effects.csv", "0201", "0999", 2, "category", "unknown code"},
      {"an effect on an unknown condition", "situation_effects.csv", "0201,1", "0201,7", 2, "condition",
       "unknown code"},
      {"an effect at no time", "situation_effects.csv", "期间", "有时", 2, "when", "known words"},
      {"the end of what is not there", "situation_effects.csv", "期间", "之外", 2, "clocks", "no end"},
      {"a question of an unknown category", "questions.csv", "1301,depth", "0999,depth", 2, "category", "unknown code"},
      {"a question of no code", "questions.csv", "depth,1", ",1", 2, "code", "empty"},
      {"a code that ends with its beginning", "questions.csv", "depth,1", "de=pth,1", 2, "code", "blank in it"},
      {"a code with a blank", "questions.csv", "depth,1", "de pth,1", 2, "code", "blank in it"},
      {"a code of 33 bytes", "questions.csv", "depth,1", std::string(33, 'x') + ",1", 2, "code", "too long"},
      {"a question twice", "questions.csv", "1301,where", "1301,depth", 3, "code", "already"},
      {"a question of no order", "questions.csv", "depth,1", "depth,", 2, "order", "empty"},
      {"a seventeenth question", "questions.csv", "where,2", "where,17", 3, "order", "number"},
      {"two questions of one order", "questions.csv", "where,2", "where,1", 3, "order", "already"},
      {"a question without words", "questions.csv", "水深", "", 2, "text", "empty"},
      {"a question of two lines", "questions.csv", "水深", "\"水\n深\"", 2, "text", "more than one line"},
      {"a question of 241 bytes", "questions.csv", "水深", std::string(241, 'x'), 2, "text", "too long"},
      {"a question of 241 bytes in English", "questions.csv", "Depth", std::string(241, 'x'), 2, "text_en", "too long"},
      {"a type of question that nobody knows", "questions.csv", "number", "integer", 2, "type", "known words"},
      {"choices of a number", "questions.csv", "number,", "number,一|二", 2, "values", "only a question of choice"},
      {"a choice of none", "questions.csv", "一层|二层", "", 3, "values", "too few"},
      {"a choice of one", "questions.csv", "一层|二层", "一层", 3, "values", "too few"},
      {"a choice of seventeen", "questions.csv", "一层|二层", "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q", 3, "values",
       "too many"},
      {"a choice that stands twice", "questions.csv", "一层|二层", "一层|一层", 3, "values", "one twice"},
      {"a choice that is a number", "questions.csv", "一层|二层", "一层|1", 3, "values", "too few"},
      {"a choice of 49 bytes", "questions.csv", "一层|二层", "一层|" + std::string(49, 'x'), 3, "values", "too long"},
      {"a question neither required nor not", "questions.csv", "Depth,number,,是", "Depth,number,,也许", 2, "required",
       "known words"},
      {"an asset of no kind", "assets.csv", "路灯一,路灯", "路灯一,", 2, "kind", "empty"},
      {"an asset nowhere", "assets.csv", "路灯,H1", "路灯,", 2, "place", "empty"},
      {"an asset of a whole community", "assets.csv", "路灯,H1", "路灯,C1", 2, "place", "wrong kind"},
      {"an asset of an unknown owner", "assets.csv", "BM1,WY1", "BM9,WY1", 2, "owner", "unknown code"},
      {"an asset kept by nobody known", "assets.csv", "BM1,WY1", "BM1,WY9", 2, "keeper", "unknown code"},
      {"an asset twice", "assets.csv", "A2,电梯一", "A1,电梯一", 3, "code", "duplicate"},
      {"an asset without a name", "assets.csv", "电梯一", "", 3, "name", "empty"},
      {"an asset's latitude left out", "assets.csv", "122.78,45.34", "122.78,", 2, "lat", "longitude"},
      {"an asset beyond the earth", "assets.csv", "122.78,", "222.78,", 2, "lon", "degrees"},
      {"an asset's latitude that is none", "assets.csv", "45.34", "北", 2, "lat", "degrees"},
      {"a door of a compound", "doors.csv", "101室,D1", "101室,X1", 2, "within", "wrong kind"},
      {"a door of an unknown unit", "doors.csv", "101室,D1", "101室,D9", 2, "within", "unknown code"},
      {"a door twice", "doors.csv", "M2,", "M1,", 3, "code", "duplicate"},
      {"the same effect twice", "situation_effects.csv", "街长,post\n", "街长,post\nXX,期间,0201,1,照常,,,\n", 3,
       "category", "already"},
      {"an outline of an unknown grid", "outlines.csv", "G1,", "G9,", 2, "grid", "unknown code"},
      {"an outline of a community", "outlines.csv", "G1,", "C1,", 2, "grid", "wrong kind"},
      {"a grid with two outlines", "outlines.csv", "G2,", "G1,", 3, "grid", "already"},
      {"an outline without a point", "outlines.csv",
       "G2,122.790000 45.340000;122.800000 45.340000;122.800000 45.350000;122.790000 45.350000", "G2,", 3, "points",
       "empty"},
      {"an outline of two points", "outlines.csv", ";122.800000 45.350000;122.790000 45.350000", "", 3, "points",
       "too few points"},
      {"an outline of one point four times", "outlines.csv",
       "G2,122.790000 45.340000;122.800000 45.340000;122.800000 45.350000;122.790000 45.350000",
       "G2,122.8 45.3;122.8 45.3;122.8 45.3;122.8 45.3", 3, "points", "too few points"},
      {"a latitude that is missing", "outlines.csv", ";122.800000 45.350000", ";122.800000", 3, "points",
       "not a longitude and a latitude"},
      {"a corner of words", "outlines.csv", ";122.800000 45.350000", ";桥头 45.350000", 3, "points",
       "not a longitude and a latitude"},
      {"a corner that is not on earth", "outlines.csv", ";122.800000 45.350000", ";222.800000 45.350000", 3, "points",
       "not on earth"},
      {"latitude before longitude", "outlines.csv", ";122.800000 45.350000", ";45.350000 122.800000", 3, "points",
       "not on earth"},
      {"an outline that crosses itself", "outlines.csv", ";122.800000 45.350000;122.790000 45.350000",
       ";122.790000 45.350000;122.800000 45.350000", 3, "points", "crosses"},
      {"a ring of two points", "outlines.csv", "122.790000 45.350000;122.780000 45.350000",
       "122.790000 45.350000;122.780000 45.350000|1 2;3 4", 2, "points", "too few points"},
      {"a part that is a sliver", "outlines.csv", "122.800000 45.350000;122.790000 45.350000",
       "122.800000 45.350000;122.790000 45.350000|122.810000 45.340000;122.810005 45.340000;122.810005 "
       "45.350000;122.810000 45.350000",
       3, "points", "not a metre wide"},
      {"grids that overlap", "outlines.csv", "122.790000 45.350000;122.780000", "122.791000 45.350000;122.780000", 2,
       "points", "overlap"},
      {"grids with a gap between them", "outlines.csv",
       "G2,122.790000 45.340000;122.800000 45.340000;122.800000 45.350000;122.790000 45.350000",
       "G2,122.790100 45.340000;122.800000 45.340000;122.800000 45.350000;122.790100 45.350000", 2, "points", "gap"},
      {"a grid without an outline", "outlines.csv",
       "G2,122.790000 45.340000;122.800000 45.340000;122.800000 45.350000;122.790000 45.350000\n", "", 3, "code",
       "no outline", "grids.csv"},
      {"a rotation of an unknown post", "rotations.csv", "PG1", "PG9", 2, "post", "unknown code"},
      {"an unknown person takes turns", "rotations.csv", "R1|R2|R3", "R1|R9|R3", 2, "people", "unknown code"},
      {"nobody takes turns", "rotations.csv", "R1|R2|R3", "", 2, "people", "empty"},
      {"nobody between the strokes", "rotations.csv", "R1|R2|R3", "|", 2, "people", "too few"},
      {"turns of no days", "rotations.csv", ",7,", ",0,", 2, "days", "number"},
      {"turns that are too long", "rotations.csv", ",7,", ",32,", 2, "days", "number"},
      {"turns that are not said how long", "rotations.csv", ",7,", ",,", 2, "days", "empty"},
      {"a rotation from no day", "rotations.csv", "PG1,2026-03-02", "PG1,spring", 2, "from", "not a date"},
      {"a hand-over at no time", "rotations.csv", "2,08:00,7", "2,24:00,7", 2, "at", "not a time"},
      {"two rotations of a post on a day", "rotations.csv", "PG2,", "PG1,", 3, "from", "on that day already"},
      {"a shift of an unknown post", "shifts.csv", "PG1,2026-03-05", "PG9,2026-03-05", 3, "post", "unknown code"},
      {"a shift of an unknown person", "shifts.csv", "R3,替班", "R9,替班", 2, "person", "unknown code"},
      {"a shift of nobody", "shifts.csv", "R3,替班", ",替班", 2, "person", "empty"},
      {"a shift that ends before it begins", "shifts.csv", "2026-03-04T20:00", "2026-03-04T11:00", 2, "until",
       "ends before"},
      {"a shift that begins in another", "shifts.csv", "PG1,2026-03-05,", "PG1,2026-03-04T19:59,", 3, "from",
       "overlaps"},
      {"a shift that holds another", "shifts.csv", "PG1,2026-03-05,", "PG1,2026-03-04,", 3, "from", "overlaps"},
      {"a contact of nobody known", "contacts.csv", "R2", "R9", 3, "person", "unknown code"},
      {"a contact that says nothing", "contacts.csv", "13800000001", "", 2, "contact", "empty"},
      {"two contacts of one person", "contacts.csv", "R2", "R1", 3, "person", "stands above"},
      {"a point of an unknown place", "points.csv", "J1", "J9", 5, "place", "unknown code"},
      {"a point of a grid", "points.csv", "J1", "G1", 5, "place", "wrong kind"},
      {"a point without a longitude", "points.csv", "122.788000", "", 5, "lon", "empty"},
      {"a latitude of words", "points.csv", "122.788000,45.345000", "122.788000,north", 5, "lat",
       "not a number of degrees"},
      {"a point that is not on earth", "points.csv", "122.788000,45.345000", "45.345000,122.788000", 5, "lat",
       "not on earth"},
      {"a compound at two points", "points.csv", "J1", "X1", 5, "place", "one point"},
      {"a compound outside of its grid", "points.csv", "122.785000", "122.795000", 2, "place", "outside of its grid"},
  };
  for (const Case& expected : more) {
    SmallCity city;
    for (const auto& [file, text] : sound) city.write(file, text);
    INFO(listing(city.check()));
    REQUIRE(city.check().empty());
    city.replace(expected.file, expected.what, expected.with);
    const auto mistakes = city.check();
    INFO(expected.mistake << "\n" << listing(mistakes));
    CHECK(std::any_of(mistakes.begin(), mistakes.end(), [&](auto& mistake) { return shows(mistake, expected); }));
    CHECK(mistakes.size() == 1);
  }
}

TEST_CASE("a row of just the bytes allowed is sound, and one byte more is a mistake") {
  for (const std::size_t bytes : {limits::row_bytes_max, limits::row_bytes_max + 1}) {
    SmallCity city;
    const std::size_t others = std::string{"V1C1600"}.size() + 4 * (1 + 4);  // in the log: a count, and each length
    city.replace("venues.csv", "服务中心", std::string(bytes - others, 'x'));
    const auto mistakes = city.check();
    INFO(bytes);
    CHECK(mistakes.size() == bytes - limits::row_bytes_max);
    for (const config::Mistake& mistake : mistakes) CHECK(mistake.problem.find("too long") != std::string::npos);
  }
}

TEST_CASE("a category beyond the ids that there are is a mistake, not a wrong id") {
  const SmallCity city;
  Codes codes;  // of versions before
  for (int i = 0; i < 65'535 - 2; ++i) codes.categories.find_or_add("old" + std::to_string(i));
  std::vector<Fault> faults;
  read_configuration(config::read_city(city.folder()).tables, codes, faults);
  REQUIRE(faults.size() == 1);  // 1302; two of the three had room
  CHECK(faults[0].problem.find("too many codes") != std::string::npos);
  CHECK(codes.categories.size() == 65'535);
}

TEST_CASE("faults come in the order of tables and rows") {
  SmallCity city;
  city.replace("communities.csv", "甲社区,S1", "甲社区,S9");
  city.replace("posts.csv", "网格长,G2", "大队长,G2");
  city.replace("posts.csv", "22,,R1", "22,,R9");
  city.replace("subdistricts.csv", "东街道", "");
  const auto mistakes = city.check();
  REQUIRE(mistakes.size() == 4);
  CHECK(mistakes[0].file.ends_with("subdistricts.csv"));
  CHECK(mistakes[1].file.ends_with("communities.csv"));
  CHECK(mistakes[2].line == 2);
  CHECK(mistakes[3].line == 6);
}

}  // namespace wangge::tests
