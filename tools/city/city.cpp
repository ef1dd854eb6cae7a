#include "tools/city/city.h"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "config/generate.h"
#include "config/provisional_years.h"
#include "config/tables.h"
#include "engine/state/configuration_reader.h"
#include "tools/city/city_coverage.h"
#include "tools/city/city_difference.h"
#include "tools/city/city_proposal.h"
#include "tools/console.h"
#include "tools/city/migrate.h"
#include "tools/city/recompute.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string folder;
  std::uint64_t seed = config::sample_seed;
  bool as_json = false;
};

// One line of what the city holds. `group` is the JSON object that it stands in, empty at the top.
struct Count {
  std::string_view group, name, chinese;
  std::size_t number = 0;
};

std::size_t places(const Configuration& city, PlaceKind kind) {
  return std::count_if(city.places.begin(), city.places.end(),
                       [&](const Place& place) { return place.present && place.kind == kind; });
}

std::size_t posts(const Configuration& city, Level level) {
  return std::count_if(city.posts.begin(), city.posts.end(),
                       [&](const Post& post) { return post.present && post.level == level; });
}

std::size_t organisations(const Configuration& city, OrganisationKind kind) {
  return std::count_if(city.organisations.begin(), city.organisations.end(), [&](const Organisation& organisation) {
    return organisation.present && organisation.kind == kind;
  });
}

template <class Row>
std::size_t present(const std::vector<Row>& rows) {
  return std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.present; });
}

std::size_t conditions(const Configuration& city) {
  std::size_t all = 0;
  for (const Category& category : city.categories) all += present(category.conditions);
  return all;
}

bool is_on_road(const Configuration& city, PlaceId place) {
  const PlaceKind kind = city.places[place.value].kind;
  return kind == PlaceKind::street || kind == PlaceKind::lane;
}

// Whether resources or duties at this place are never matched. A demand at a road lies in a grid of the road's
// subdistrict: where the subdistrict has no grid, nothing at the road is ever matched.
bool is_never_matched(const Configuration& city, PlaceId place) {
  const PlaceId subdistrict = city.places[place.value].subdistrict;
  return is_on_road(city, place) && std::none_of(city.places.begin(), city.places.end(), [&](const Place& one) {
           return one.present && one.kind == PlaceKind::grid && one.subdistrict == subdistrict;
         });
}

template <class Row>
std::size_t on_roads(const Configuration& city, const std::vector<Row>& rows) {
  return std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return is_on_road(city, row.place); });
}

template <class Row>
std::size_t never_matched(const Configuration& city, const std::vector<Row>& rows) {
  return std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return is_never_matched(city, row.place); });
}

std::size_t without_owner(const Configuration& city) {
  return std::count_if(city.assets.begin(), city.assets.end(),
                       [](const Asset& asset) { return asset.present && !asset.owner; });
}

std::vector<Count> counts(const Configuration& city) {
  const auto groups = static_cast<std::size_t>(
      std::count_if(city.branches.begin(), city.branches.end(), [](const Branch& branch) { return branch.group; }));
  return {
      {"", "subdistricts", "街道", places(city, PlaceKind::subdistrict)},
      {"", "communities", "社区", places(city, PlaceKind::community)},
      {"", "grids", "网格", places(city, PlaceKind::grid)},
      {"", "compounds", "小区", places(city, PlaceKind::compound)},
      {"", "buildings", "楼栋", places(city, PlaceKind::building)},
      {"", "units", "单元", places(city, PlaceKind::unit)},
      {"", "streets", "街（路段）", places(city, PlaceKind::street)},
      {"", "lanes", "路(巷)", places(city, PlaceKind::lane)},
      {"", "outlines", "网格轮廓", city.outlines.size()},
      {"", "places_with_points", "有坐标的小区、街巷", city.points.size()},
      {"", "posts", "岗位", present(city.posts)},
      {"chiefs", "street", "街长", posts(city, Level::street)},
      {"chiefs", "lane", "路(巷)长", posts(city, Level::lane)},
      {"chiefs", "grid", "网格长", posts(city, Level::grid)},
      {"chiefs", "building", "楼栋长", posts(city, Level::building)},
      {"chiefs", "unit", "单元长", posts(city, Level::unit)},
      {"secretaries", "community", "社区党组织书记", posts(city, Level::community)},
      {"secretaries", "subdistrict", "街道党工委书记", posts(city, Level::subdistrict)},
      {"", "people", "人员", present(city.people)},
      {"", "leave", "请假", city.leave.size()},
      {"", "rotations", "轮值", city.rotations.size()},
      {"", "shifts", "替班、换班", city.shifts.size()},
      {"", "committee_members", "社区“两委”成员", city.committees.size()},
      {"", "volunteers", "双报到党员", city.volunteers.size()},
      {"organisations", "property", "物业公司", organisations(city, OrganisationKind::property)},
      {"organisations", "department", "部门", organisations(city, OrganisationKind::department)},
      {"organisations", "utility", "公用企业", organisations(city, OrganisationKind::utility)},
      {"organisations", "lift_keeper", "电梯维保单位", organisations(city, OrganisationKind::lift_keeper)},
      {"organisations", "alliance_unit", "联盟成员单位", organisations(city, OrganisationKind::alliance_unit)},
      {"organisations", "voluntary_group", "志愿服务队", organisations(city, OrganisationKind::voluntary_group)},
      {"", "alliances", "党建联盟", city.alliances.size()},
      {"", "duties", "权责清单条目", city.duties.size()},
      {"", "duties_on_roads", "街巷上的权责清单条目", on_roads(city, city.duties)},
      {"", "resources", "资源清单条目", city.resources.size()},
      {"", "resources_on_roads", "街巷上的资源清单条目", on_roads(city, city.resources)},
      {"", "never_matched", "所在街道没有网格、永不匹配的清单条目",
       never_matched(city, city.duties) + never_matched(city, city.resources)},
      {"", "venues", "社区阵地", city.venues.size()},
      {"", "branches", "网格党支部", city.branches.size() - groups},
      {"", "groups", "网格党小组", groups},
      {"", "assets", "部件", present(city.assets)},
      {"", "assets_without_owner", "产权单位不明的部件", without_owner(city)},
      {"", "doors", "户", present(city.doors)},
      {"", "categories", "类别", present(city.categories)},
      {"", "conditions", "立案条件", conditions(city)},
      {"", "days_off", "法定假日", city.calendars.city.days_off.size()},
      {"", "make_up_workdays", "调休上班日", city.calendars.city.workdays.size()},
  };
}

void print_table(const Configuration& city, const Console& console) {
  Table table{{{"数量 / count", Align::right}, {city.city_name + " " + city.city_code}, {"name"}}};
  for (const Count& count : counts(city)) {
    std::string name{count.name};
    if (!count.group.empty()) name.insert(0, std::string{count.group} + ".");
    table.add({std::to_string(count.number), count.chinese, std::move(name)});
  }
  table.print(std::cout, console);
}

// A line such as "2027：已有 1 天，……".
std::string text_of(const config::ProvisionalYear& year, const Console& console) {
  std::string missing;
  for (const std::string_view holiday : year.missing)
    missing += std::string(missing.empty() ? "" : console.say("、", ", ")) + std::string(holiday);
  const std::string count = std::to_string(year.days), number = std::to_string(year.year);
  const std::string first = std::string(console.say("calendar.csv：", "calendar.csv: ")) + number +
                            std::string(console.say(" 年有 ", " has ")) + count +
                            std::string(console.say(" 行，仍按暂定日历", " rows and stays provisional"));
  const std::string lacks = missing.empty() ? "" : std::string(console.say("；缺 ", "; missing: ")) + missing;
  return first + lacks +
         std::string(console.say("；放假安排齐全后加一行 ", "; once its list is complete add the row ")) + number +
         ",listed,";
}

void print_json(const Configuration& city, const std::vector<config::ProvisionalYear>& provisional,
                const std::vector<config::Mistake>& mistakes) {
  json::object all{{"code", city.city_code}, {"name", city.city_name}};
  for (const Count& count : counts(city)) {
    if (count.group.empty()) {
      all[count.name] = count.number;
      continue;
    }
    json::value& group = all[count.group];
    if (!group.is_object()) group = json::object{};
    group.as_object()[count.name] = count.number;
  }
  json::array faults;
  for (const config::Mistake& mistake : mistakes)
    faults.push_back(json::object{{"file", mistake.file},
                                  {"line", mistake.line},
                                  {"column", mistake.column},
                                  {"problem", mistake.problem},
                                  {"mend", mistake.mend}});
  all["faults"] = std::move(faults);
  json::array years;
  for (const config::ProvisionalYear& year : provisional)
    years.push_back(
        json::object{{"year", year.year}, {"rows", year.days}, {"missing", json::value_from(year.missing)}});
  all["provisional_years"] = std::move(years);
  std::cout << json::serialize(all) << "\n";
}

int check(const Options& options, const Console& console) {
  const config::CityFiles files = config::read_city(options.folder);
  const std::vector<config::Mistake> mistakes = config::check_city(files);
  Codes codes;
  std::vector<Fault> unreadable;  // reported among the mistakes already
  const Configuration city = read_configuration(files.tables, codes, unreadable);
  const std::vector<config::ProvisionalYear> provisional = config::provisional_years(files.tables);
  if (options.as_json) {
    print_json(city, provisional, mistakes);
  } else {
    print_table(city, console);
    for (const config::ProvisionalYear& year : provisional) std::cerr << text_of(year, console) << "\n";
    for (const config::Mistake& mistake : mistakes) std::cerr << config::to_text(mistake) << "\n";
    if (!mistakes.empty()) std::cerr << mistakes.size() << " 处错误 / mistakes\n";
  }
  return mistakes.empty() ? 0 : 1;
}

// Generating needs some of the files that it leaves as they are; the others may be missing or broken.
bool kept_files_sound(const config::CityFiles& files) {
  bool sound = true;
  for (const TableKind kind : {TableKind::settings, TableKind::subdistricts, TableKind::communities})
    for (const config::Mistake& mistake : files.mistakes)
      if (mistake.file == (files.folder / config::file_name(kind)).string()) {
        std::cerr << config::to_text(mistake) << "\n";
        sound = false;
      }
  return sound;
}

int generate(const Options& options, const Console& console) {
  const config::CityFiles files = config::read_city(options.folder);
  if (!kept_files_sound(files)) return 1;
  const Tables tables = config::generate_city(files.tables, options.seed);
  config::write_tables(files.folder, tables, config::generated_tables());
  Table written{{{"行 / rows", Align::right}, {"文件 / file"}}};
  for (const TableKind kind : config::generated_tables())
    written.add({std::to_string(tables.of(kind).size()), (files.folder / config::file_name(kind)).string()});
  written.print(std::cout, console);
  return 0;
}

}  // namespace

void add_city(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* city =
      app.add_subcommand("city",
                         "城市配置：检查、对比、提议与采用、在岗覆盖、生成示例 / a city's description: check and "
                         "compare it, propose and adopt it, who is in post, generate the sample");
  city->require_subcommand(1);

  cli::App* check_command = city->add_subcommand(
      "check",
      "例 / example: wangge city check config/taonan\n"
      "列出城市所辖，找出全部错误（文件:行: 列）/ what the city holds, and every mistake (file:line: column).\n"
      "退出码 / exit status: 0 无误 sound, 1 有错误 mistakes, 2 用法错误 wrong use");
  check_command->add_option("DIR", options->folder, "城市文件夹 / the city's folder")
      ->required()
      ->check(cli::existing_directory());
  check_command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  check_command->callback(
      [options, check_command, &exit_code] { exit_code = check(*options, console_of(*check_command)); });

  cli::App* generate_command = city->add_subcommand(
      "generate",
      "例 / example: wangge city generate config/taonan\n"
      "写出合成的各表；保留 city.toml、subdistricts、communities、categories、conditions、calendar\n"
      "/ writes the synthetic tables and leaves those named here as they are; the same seed gives the same bytes");
  generate_command->add_option("DIR", options->folder, "城市文件夹 / the city's folder")
      ->required()
      ->check(cli::existing_directory());
  generate_command->add_option("--seed", options->seed, "种子 / seed")->capture_default_str();
  generate_command->callback(
      [options, generate_command, &exit_code] { exit_code = generate(*options, console_of(*generate_command)); });
  add_city_coverage(*city, exit_code);
  add_city_difference(*city, exit_code);
  add_city_proposal(*city, exit_code);
  add_migrate(*city, exit_code);
  add_recompute(*city, exit_code);
}

}  // namespace wangge::tools
