#include "tests/small_city.h"

#include <cstdlib>
#include <fstream>

#include "engine/base/check.h"

namespace wangge::tests {
namespace {

const std::map<std::string, std::string> sound_files{
    {"city.toml",
     "[city]\n"
     "code = \"22\"\n"
     "name = \"小城\"\n"
     "[time]\n"
     "utc_offset = \"+08:00\"\n"
     "sessions = [\"08:00-12:00\", \"14:00-18:00\"]\n"
     "[demands]\n"
     "tolerated_ahead_hours = 24\n"
     "[limits]\n"
     "check = \"30工作分钟\"\n"
     "verification = \"1工作日\"\n"
     "rating = \"7自然日\"\n"
     "approval = \"4工作时\"\n"
     "reopening = \"15自然日\"\n"
     "appeal = \"5工作日\"\n"},
    {"subdistricts.csv", "code,name\nS1,东街道\n"},
    {"communities.csv", "code,name,subdistrict\nC1,甲社区,S1\n"},
    {"grids.csv", "code,name,community\nG1,第一网格,C1\nG2,第二网格,C1\n"},
    {"people.csv",
     "code,name,age,degree,party_member,social_worker\n"
     "R1,王一,40,本科,是,是\n"
     "R2,李二,35,大专,是,否\n"
     "R3,张三,,,,\n"},
    {"organisations.csv",
     "code,name,kind,seat\n"
     "WY1,物业一,property,22\n"
     "BM1,环卫中心,department,22\n"
     "LM1,第一小学,alliance_unit,C1\n"
     "LM2,第二小学,alliance_unit,C1\n"},
    {"compounds.csv", "code,name,grid,manager\nX1,花园,G1,WY1\nX2,家园,G1,C1\n"},
    {"buildings.csv", "code,name,within\nL1,1号楼,X1\nL2,2号楼,G1\n"},
    {"units.csv", "code,name,building\nD1,1单元,L1\n"},
    {"streets.csv", "code,name,subdistrict\nJ1,文化街,S1\n"},
    {"lanes.csv", "code,name,street\nH1,文化一巷,J1\n"},
    {"posts.csv",
     "code,name,level,place,superior,holder,deputy\n"
     "P22,值班席,市指挥中心值班席,22,,R1,R2\n"
     "PS1,街道书记,街道党工委书记,S1,P22,R1,R2\n"
     "PC1,社区书记,社区党组织书记,C1,PS1,R1,R2\n"
     "PG1,网格长一,网格长,G1,PC1,R2,R1\n"
     "PG2,网格长二,网格长,G2,PC1,R3,R1\n"
     "PL1,楼栋长一,楼栋长,L1,PG1,R3,\n"
     "PL2,楼栋长二,楼栋长,L2,PG1,R3,\n"
     "PD1,单元长一,单元长,D1,PL1,,\n"
     "PJ1,街长一,街长,J1,PS1,R1,\n"
     "PH1,巷长一,路(巷)长,H1,PJ1,R2,\n"},
    {"leave.csv", "person,from,until,reason\nR1,2026-03-10,2026-03-12T12:00,年休假\n"},
    {"categories.csv",
     "code,class,class_en,name,name_en,accept_limit,contain_limit,resolve_limit,severity,first_level,lead,owner_kind,"
     "check_first,verify_by,tell_chain,restricted,above_complained,season,keywords,lead_unit,deadline_source,"
     "source_ref,note\n"
     "0201,设施,Facilities,井盖,Manhole,10分钟,2紧急工作时,2工作日,1,路(巷)长,organisation,department,"
     "否,路(巷)长,否,否,否,,井盖|窨井,,,,\n"
     "1301,其他,Other,其他诉求,Other,30工作分钟,,7自然日,3,网格长,post,department,否,,否,否,否,,其他,,,,\n"
     "1302,其他,Other,不属受理范围,Outside,30分钟,,1工作日,3,网格长,post,department,否,,否,否,否,,信访,,,,\n"},
    {"conditions.csv",
     "category,condition,name,contain_limit,resolve_limit,keywords,source_ref\n"
     "0201,01,缺失,2紧急工作时,2紧急工作时,缺失,\n"
     "0201,02,破损,,4工作时,破损,\n"},
    {"duties.csv", "organisation,category,place,basis\nBM1,0201,22,权责清单\n"},
    {"alliances.csv", "code,name,place,chair\nA1,甲联盟,C1,LM1\n"},
    {"alliance_members.csv", "alliance,organisation\nA1,LM1\nA1,LM2\n"},
    {"resources.csv", "organisation,category,place,what\nLM1,1301,C1,场地\n"},
    {"volunteers.csv", "person,community,organisation,categories,skills\nR3,C1,LM1,1301|0201,维修\n"},
    {"committees.csv", "person,community,office,chairs\nR1,C1,书记,是\nR2,C1,副书记,否\n"},
    {"venues.csv", "code,name,community,area_m2\nV1,服务中心,C1,600\n"},
    {"branches.csv", "code,name,kind,place\nB1,第一支部,党支部,G1\nB2,第二小组,党小组,G2\n"},
    {"calendar.csv", "date,kind,name\n2026-01-01,off,元旦\n2026-01-04,work,元旦\n2026,listed,国务院办公厅\n"},
};

}  // namespace

SmallCity::SmallCity() {
  for (const auto& [file, text] : sound_files) write(file, text);
}

std::vector<std::string> SmallCity::files() const {
  std::vector<std::string> names;
  for (const auto& [file, text] : files_) names.push_back(file);
  return names;
}

void SmallCity::write(const std::string& file, std::string text) {
  files_[file] = std::move(text);
  std::ofstream out{folder() / file, std::ios::binary | std::ios::trunc};
  out << files_[file];
  out.close();
  CHECK(out);
}

void SmallCity::replace(const std::string& file, const std::string& what, const std::string& with) {
  std::string text = files_.at(file);
  const std::size_t at = text.find(what);
  CHECK(at != std::string::npos && text.find(what, at + 1) == std::string::npos);
  write(file, text.replace(at, what.size(), with));
}

void SmallCity::append(const std::string& file, const std::string& lines) { write(file, files_.at(file) + lines); }

const Tables& small_tables() {
  static const config::CityFiles files = config::read_city(SmallCity().folder());
  CHECK(files.mistakes.empty());
  return files.tables;
}

}  // namespace wangge::tests
