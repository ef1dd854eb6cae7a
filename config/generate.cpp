#include "config/generate.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "config/dice.h"
#include "config/sample_ground.h"
#include "config/sample_words.h"
#include "engine/base/check.h"

// The figures are published and met exactly; chance only spreads them. Codes tell where a place lies: a grid's code is
// that of CJ/T 349 (county 6, subdistrict 3, community 3, sequence 2), a compound adds X and a number, a building L, a
// unit D; a street section is its subdistrict's code with J, a lane adds H. A post is P and its place's code.

namespace wangge::config {
namespace {

using std::string;
using std::string_view;

namespace figures {  // the published figures, and how the 4,845 chiefs that are not grid chiefs are spread
constexpr int communities = 18;
constexpr int grids = 243;
constexpr int streets = 45, lanes = 200, buildings = 1'300, units = 3'300;
static_assert(grids + streets + lanes + buildings + units == 5'088);
constexpr int compounds = 400;
constexpr int branches = 65, groups = 113;
constexpr int committee_each = 7;
static_assert(communities * committee_each == 126);
constexpr int committee_mean_age = 38, committee_bachelors = 73, committee_social_workers = 37;
constexpr int alliance_units = 160;
constexpr int volunteers = 3'200;
constexpr int large_venues = 6;
constexpr int absences = 120;
}  // namespace figures

string padded(int number, int width) {
  string digits = std::to_string(number);
  if (digits.size() < static_cast<std::size_t>(width)) digits.insert(0, width - digits.size(), '0');
  return digits;
}

string yes(bool value) { return value ? "是" : "否"; }

template <class Each>
void each_part(string_view list, Each each) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('|'), list.size());
    each(string{list.substr(0, end)});
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

struct Site {  // a place, and who holds its post
  string code, name;
  string holder;
};

struct Community : Site {
  string subdistrict;
  std::vector<Site> grids;
  std::vector<string> alliance_units;
};

struct Subdistrict : Site {
  std::vector<Community> communities;
};

class Generator {
 public:
  Generator(const Tables& kept, std::uint64_t seed) : dice_(seed) {
    for (const Row& row : kept.of(TableKind::settings)) {
      if (row[0] == "city.code") city_.code = row[1];
      if (row[0] == "city.name") city_.name = row[1];
    }
    for (const Row& row : kept.of(TableKind::subdistricts)) subdistricts_.push_back({{row[0], row[1], {}}, {}});
    int count = 0;
    for (const Row& row : kept.of(TableKind::communities))
      for (Subdistrict& subdistrict : subdistricts_)
        if (subdistrict.code == row[2]) {
          subdistrict.communities.push_back({{row[0], row[1], {}}, subdistrict.code, {}, {}});
          ++count;
        }
    if (count != figures::communities || city_.code.empty())
      throw std::invalid_argument{"应有城市代码和 18 个社区 / the city's code and its 18 communities are needed"};
  }

  Tables generate() {
    offices();
    seats_of_power();
    committees();
    grids();
    houses();
    streets();
    alliance_units();
    alliances();
    snow_sections();
    volunteers();
    venues();
    branches();
    absences();
    return std::move(tables_);
  }

 private:
  void add(TableKind table, Row row) {
    CHECK(row.size() == schema(table).columns.size());
    tables_.of(table).push_back(std::move(row));
  }

  template <class Each>
  void each_community(Each each) {
    for (Subdistrict& subdistrict : subdistricts_)
      for (Community& community : subdistrict.communities) each(community);
  }

  // --- people and posts ---

  struct Traits {
    int age = 0;
    string degree;
    bool party_member = false;
    bool social_worker = false;
  };

  string person(const Traits& traits) {
    string name{dice_.one_of(words::surnames)};
    name += dice_.one_of(words::given);
    if (dice_.percent(70)) name += dice_.one_of(words::given);
    const string code = "R" + padded(static_cast<int>(tables_.of(TableKind::people).size()) + 1, 5);
    add(TableKind::people,
        {code, name, std::to_string(traits.age), traits.degree, yes(traits.party_member), yes(traits.social_worker)});
    return code;
  }

  string degree(int bachelors_percent) {
    if (dice_.percent(bachelors_percent)) return dice_.percent(8) ? "硕士" : "本科";
    return dice_.percent(60) ? "大专" : "高中";
  }

  string cadre() { return person({dice_.between(35, 58), degree(85), true, false}); }
  string neighbour() { return person({dice_.between(25, 72), degree(25), dice_.percent(40), false}); }

  void post(const Site& site, string_view level, const string& superior, const string& deputy) {
    string name = site.name;
    name += level;
    add(TableKind::posts, {"P" + site.code, name, string{level}, site.code, superior, site.holder, deputy});
  }

  // Neighbours stand in for each other (A、B 岗); `alone` for one who has none.
  static string stand_in(const std::vector<Site>& sites, std::size_t i, const string& alone) {
    return sites.size() > 1 ? sites[(i + 1) % sites.size()].holder : alone;
  }

  void seats_of_power() {
    city_.holder = cadre();
    add(TableKind::posts,
        {"P" + city_.code, city_.name + "指挥中心值班席", "市指挥中心值班席", city_.code, "", city_.holder, cadre()});
    for (Subdistrict& subdistrict : subdistricts_) {
      subdistrict.holder = cadre();
      post(subdistrict, "党工委书记", "P" + city_.code, cadre());
      tables_.of(TableKind::posts).back()[2] = "街道党工委书记";
    }
  }

  // Each committee has a secretary, a full-time deputy and five members. The secretary holds the community's post, the
  // deputy stands in.
  void committees() {
    const int size = figures::communities * figures::committee_each;
    const std::vector<int> ages = committee_ages(size);
    const std::vector<bool> bachelors = dice_.some(figures::committee_bachelors, size);
    const std::vector<bool> social_workers = dice_.some(figures::committee_social_workers, size);
    int at = 0;
    each_community([&](Community& community) {
      std::vector<string> members;
      for (int i = 0; i < figures::committee_each; ++i, ++at) {
        const string degree = bachelors[at] ? (dice_.percent(6) ? "硕士" : "本科") : "大专";
        members.push_back(person({ages[at], degree, i < 2 || dice_.percent(70), social_workers[at]}));
        add(TableKind::committees, {members.back(), community.code,
                                    i == 0   ? "书记"
                                    : i == 1 ? "副书记"
                                             : "委员",
                                    yes(i == 0)});
      }
      community.holder = members[0];
      post(community, "党组织书记", "P" + community.subdistrict, members[1]);
      tables_.of(TableKind::posts).back()[2] = "社区党组织书记";
    });
  }

  std::vector<int> committee_ages(int size) {
    std::vector<int> ages;
    for (int i = 0; i < size; ++i) ages.push_back(dice_.between(24, 52));
    int excess = std::accumulate(ages.begin(), ages.end(), 0) - size * figures::committee_mean_age;
    while (excess != 0) {
      int& age = ages[dice_.below(ages.size())];
      const int step = excess > 0 ? -1 : 1;
      if (age + step < 24 || age + step > 52) continue;
      age += step, excess += step;
    }
    return ages;
  }

  // --- the territory ---

  void grids() {
    const std::vector<int> counts = dice_.shares(figures::grids, figures::communities, 12, 16);
    std::size_t at = 0;
    each_community([&](Community& community) {
      for (int i = 1; i <= counts[at]; ++i) {
        const string code = community.code + padded(i, 2);
        const string name = community.name + "第" + std::to_string(i) + "网格";
        const Traits chief{dice_.between(26, 58), degree(55), dice_.percent(80), false};
        community.grids.push_back({code, name, person(chief)});
        add(TableKind::grids, {code, name, community.code});
      }
      for (std::size_t i = 0; i < community.grids.size(); ++i)
        post(community.grids[i], "网格长", "P" + community.code, stand_in(community.grids, i, community.holder));
      ++at;
    });
  }

  void houses() {
    const std::vector<int> compounds = dice_.shares(figures::compounds, figures::grids, 1, 3);
    const std::vector<int> buildings = dice_.shares(figures::buildings, figures::grids, 3, 9);
    units_ = dice_.shares(figures::units, figures::buildings, 1, 5);
    compound_names_ = compound_names();
    std::size_t at = 0;
    each_community([&](Community& community) {
      for (const Site& grid : community.grids) {
        const std::vector<Site> parents = compounds_of(grid, community, compounds[at]);
        buildings_of(grid, parents, buildings[at]);
        ++at;
      }
    });
  }

  std::vector<string> compound_names() {
    std::vector<string> names;
    for (const string_view name : words::compounds)
      for (const string_view kind : words::compound_kinds) names.push_back(string{name}.append(kind));
    CHECK(names.size() >= figures::compounds);
    dice_.shuffle(names);
    return names;
  }

  std::vector<Site> compounds_of(const Site& grid, const Community& community, int count) {
    std::vector<Site> compounds;
    for (int i = 1; i <= count; ++i) {
      compounds.push_back({grid.code + "X" + padded(i, 2), compound_names_.back(), {}});
      compound_names_.pop_back();
      const string company = community.subdistrict < subdistricts_[3].code ? "WY01" : "WY02";
      const string manager = dice_.percent(20) ? community.code : company;
      add(TableKind::compounds, {compounds.back().code, compounds.back().name, grid.code, manager});
    }
    return compounds;
  }

  // Each compound has a building at least; some buildings stand in the grid by themselves.
  void buildings_of(const Site& grid, const std::vector<Site>& compounds, int count) {
    std::vector<Site> buildings;
    std::vector<int> numbers(compounds.size() + 1);
    for (int i = 0; i < count; ++i) {
      std::size_t within = static_cast<std::size_t>(i) % compounds.size();
      if (static_cast<std::size_t>(i) >= compounds.size() && dice_.percent(20)) within = compounds.size();
      const Site& parent = within < compounds.size() ? compounds[within] : grid;
      const string name = parent.name + std::to_string(++numbers[within]) + "号楼";
      buildings.push_back({grid.code + "L" + padded(i + 1, 2), name, neighbour()});
      add(TableKind::buildings, {buildings.back().code, name, parent.code});
    }
    for (std::size_t i = 0; i < buildings.size(); ++i) {
      post(buildings[i], "楼栋长", "P" + grid.code, dice_.percent(90) ? stand_in(buildings, i, "") : "");
      units_of(buildings[i]);
    }
  }

  void units_of(const Site& building) {
    std::vector<Site> units;
    for (int i = 1; i <= units_.back(); ++i) {
      units.push_back(
          {building.code + "D" + std::to_string(i), building.name + std::to_string(i) + "单元", neighbour()});
      add(TableKind::units, {units.back().code, units.back().name, building.code});
    }
    units_.pop_back();
    for (std::size_t i = 0; i < units.size(); ++i)
      post(units[i], "单元长", "P" + building.code, dice_.percent(90) ? stand_in(units, i, building.holder) : "");
  }

  // Fifteen streets, each through three subdistricts: a section in each. Lanes are numbered along the whole street.
  void streets() {
    std::vector<std::vector<Site>> sections(subdistricts_.size());
    const int urban = static_cast<int>(
        std::count_if(subdistricts_.begin(), subdistricts_.end(), [](auto& s) { return !s.communities.empty(); }));
    const std::vector<int> lanes = dice_.shares(figures::lanes, figures::streets, 3, 7);
    const int sections_each = figures::streets / static_cast<int>(std::size(words::streets));
    std::vector<std::pair<Site, int>> with_lanes;  // with the number of its first lane
    for (std::size_t street = 0; street < std::size(words::streets); ++street)
      for (int section = 0; section < sections_each; ++section) {
        const std::size_t at = (street + section) % urban;
        const Subdistrict& subdistrict = subdistricts_[at];
        const string code = subdistrict.code + "J" + padded(static_cast<int>(sections[at].size()) + 1, 2);
        const string name = string{words::streets[street]} + "街（" + subdistrict.name + "段）";
        sections[at].push_back({code, name, neighbour()});
        add(TableKind::streets, {code, name, subdistrict.code});
        lanes_of(sections[at].back(), words::streets[street], section, lanes[street * sections_each + section]);
      }
    for (std::size_t at = 0; at < sections.size(); ++at)
      for (std::size_t i = 0; i < sections[at].size(); ++i) {
        post(sections[at][i], "街长", "P" + subdistricts_[at].code, stand_in(sections[at], i, ""));
        sections_.push_back({sections[at][i], at});
      }
  }

  void lanes_of(const Site& section, string_view street, int section_number, int count) {
    std::vector<Site> lanes;
    for (int i = 1; i <= count; ++i) {
      const string number = std::to_string(10 * section_number + i);
      lanes.push_back({section.code + "H" + padded(i, 2), string{street} + "路" + number + "巷", neighbour()});
      add(TableKind::lanes, {lanes.back().code, lanes.back().name, section.code});
    }
    for (std::size_t i = 0; i < lanes.size(); ++i)
      post(lanes[i], "路(巷)长", "P" + section.code, stand_in(lanes, i, section.holder));
  }

  // --- organisations ---

  void offices() {
    for (std::size_t i = 0; i < std::size(words::property_companies); ++i)
      add(TableKind::organisations,
          {"WY" + padded(static_cast<int>(i) + 1, 2), string{words::property_companies[i]}, "property", city_.code});
    for (const words::Office& office : words::offices) {
      add(TableKind::organisations, {string{office.code}, string{office.name}, string{office.kind}, city_.code});
      employers_.push_back(string{office.code});
      each_part(office.categories, [&](const string& category) {
        add(TableKind::duties, {string{office.code}, category, city_.code, "权责清单"});
      });
    }
    for (std::size_t i = 1; i < subdistricts_.size(); i += 2)
      each_part(words::heating_categories, [&](const string& category) {
        add(TableKind::duties, {string{words::second_heating}, category, subdistricts_[i].code, "供热区域划分"});
      });
  }

  void alliance_units() {
    const std::vector<int> counts = dice_.shares(figures::alliance_units, figures::communities, 7, 11);
    int at = 0, number = 0;
    each_community([&](Community& community) {
      for (int i = 0; i < counts[at]; ++i, ++number) {
        const words::UnitSort& sort = words::unit_sorts[number % std::size(words::unit_sorts)];
        const string_view numeral = words::numerals[number / std::size(words::unit_sorts)];
        const string code = "LM" + padded(number + 1, 3);
        const string name = city_.name + "第" + string{numeral} + string{sort.name};
        add(TableKind::organisations, {code, name, "alliance_unit", community.code});
        offer(code, sort.categories, community.code, sort.name);
        community.alliance_units.push_back(code);
      }
      const string group = "ZY" + padded(++at, 2);
      add(TableKind::organisations, {group, community.name + "党员志愿服务队", "voluntary_group", community.code});
      offer(group, words::group_categories, community.code, "志愿服务");
    });
  }

  void offer(const string& organisation, string_view categories, const string& place, string_view what) {
    each_part(categories, [&](const string& category) {
      add(TableKind::resources, {organisation, category, place, string{what}});
    });
  }

  // One alliance for each community, and one for each subdistrict that has communities, with two units of each of them.
  void alliances() {
    each_community([&](Community& community) { alliance(community, community.alliance_units); });
    for (const Subdistrict& subdistrict : subdistricts_) {
      std::vector<string> members;
      for (const Community& community : subdistrict.communities)
        members.insert(members.end(), community.alliance_units.begin(), community.alliance_units.begin() + 2);
      if (!members.empty()) alliance(subdistrict, members);
    }
  }

  void alliance(const Site& site, const std::vector<string>& members) {
    const string code = "A" + site.code;
    add(TableKind::alliances, {code, site.name + "党建联盟", site.code, members[dice_.below(members.size())]});
    for (const string& member : members) add(TableKind::alliance_members, {code, member});
  }

  // Two units of the subdistrict clear each street section of snow (包段清雪).
  void snow_sections() {
    for (const auto& [section, at] : sections_) {
      const std::vector<Community>& communities = subdistricts_[at].communities;
      std::vector<string> units;
      for (const Community& community : communities)
        units.insert(units.end(), community.alliance_units.begin(), community.alliance_units.end());
      const std::size_t first = dice_.below(units.size());
      offer(units[first], "0602", section.code, "包段清雪");
      offer(units[(first + 1) % units.size()], "0602", section.code, "包段清雪");
    }
  }

  // --- Party members, venues, branches, leave ---

  void volunteers() {
    const std::vector<int> counts = dice_.shares(figures::volunteers, figures::communities, 150, 210);
    std::size_t at = 0;
    each_community([&](Community& community) {
      for (int i = 0; i < counts[at]; ++i) {
        const string who = person({dice_.between(22, 59), degree(75), true, false});
        const auto& employers = dice_.percent(50) ? employers_ : community.alliance_units;
        const words::Skill& skill = dice_.one_of(words::skills);
        add(TableKind::volunteers, {who, community.code, employers[dice_.below(employers.size())],
                                    string{skill.categories}, string{skill.name}});
      }
      ++at;
    });
  }

  void venues() {
    const std::vector<bool> large = dice_.some(figures::large_venues, figures::communities);
    std::size_t at = 0;
    each_community([&](Community& community) {
      const int area = large[at++] ? dice_.between(1'000, 1'600) : dice_.between(500, 950);
      add(TableKind::venues,
          {"V" + community.code, community.name + "党群服务中心", community.code, std::to_string(area)});
    });
  }

  // A grid has a Party branch, a Party group, or belongs to a neighbour's.
  void branches() {
    const std::vector<int> branches = dice_.shares(figures::branches, figures::communities, 3, 4);
    const std::vector<int> groups = dice_.shares(figures::groups, figures::communities, 6, 7);
    std::size_t at = 0;
    each_community([&](Community& community) {
      for (int i = 0; i < branches[at]; ++i) branch(community.grids[i], "B", "党支部");
      for (int i = 0; i < groups[at]; ++i) branch(community.grids[branches[at] + i], "G", "党小组");
      ++at;
    });
  }

  void branch(const Site& grid, string_view letter, string_view kind) {
    add(TableKind::branches, {string{letter} + grid.code, grid.name + string{kind}, string{kind}, grid.code});
  }

  // Holders who are away for some days of 2026.
  void absences() {
    const auto& posts = tables_.of(TableKind::posts);
    std::vector<std::size_t> order(posts.size());
    std::iota(order.begin(), order.end(), 0);
    dice_.shuffle(order);
    for (int i = 0; i < figures::absences; ++i) {
      const auto from = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} + std::chrono::days{dice_.below(350)};
      const auto until = from + std::chrono::days{dice_.between(1, 15)};
      const string& holder = posts[order[i]][5];
      add(TableKind::leave, {holder, date(from), date(until), string{dice_.one_of(words::leave_reasons)}});
    }
  }

  static string date(std::chrono::sys_days day) {
    const std::chrono::year_month_day parts{day};
    const auto two = [](unsigned number) { return padded(static_cast<int>(number), 2); };
    return std::to_string(static_cast<int>(parts.year())) + "-" + two(unsigned{parts.month()}) + "-" +
           two(unsigned{parts.day()});
  }

  Dice dice_;
  Tables tables_;
  Site city_;
  std::vector<Subdistrict> subdistricts_;
  std::vector<int> units_;                              // of the buildings still to come
  std::vector<string> compound_names_;                  // not used yet
  std::vector<std::pair<Site, std::size_t>> sections_;  // of streets, with the index of the subdistrict
  std::vector<string> employers_;                       // departments and utilities
};

}  // namespace

std::span<const TableKind> generated_tables() {
  static constexpr TableKind tables[]{TableKind::grids,
                                      TableKind::people,
                                      TableKind::organisations,
                                      TableKind::compounds,
                                      TableKind::buildings,
                                      TableKind::units,
                                      TableKind::streets,
                                      TableKind::lanes,
                                      TableKind::posts,
                                      TableKind::leave,
                                      TableKind::duties,
                                      TableKind::alliances,
                                      TableKind::alliance_members,
                                      TableKind::resources,
                                      TableKind::volunteers,
                                      TableKind::committees,
                                      TableKind::venues,
                                      TableKind::branches,
                                      TableKind::outlines,
                                      TableKind::points};
  return tables;
}

Tables generate_city(const Tables& kept, std::uint64_t seed) {
  Tables tables = Generator{kept, seed}.generate();
  lay_out(kept.of(TableKind::communities), tables, seed);
  return tables;
}

}  // namespace wangge::config
