#include "tools/log/tally.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/log/event_log.h"
#include "engine/model/words.h"
#include "engine/state/apply.h"
#include "tools/log/data_folder.h"
#include "tools/names.h"
#include "tools/progress.h"
#include "tools/demand/receipts.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using views::DemandCounts;
using views::DemandGroup;

struct Options {
  std::string data = default_data_folder;
  bool as_json = false;
};

// --- sums

PlaceId subdistrict_of(const DemandGroup& group) { return group.subdistrict; }
std::uint8_t class_of(const DemandGroup& group) { return group.class_number; }

template <class KeyOf>
auto sum_by(const views::Tally& tally, KeyOf key_of) {
  std::map<decltype(key_of(DemandGroup{})), DemandCounts> sums;
  for (const auto& [group, counts] : tally.demands()) sums[key_of(group)] += counts;
  return sums;
}

std::map<std::uint8_t, std::pair<std::string, std::string>> class_names(const Configuration& city) {
  std::map<std::uint8_t, std::pair<std::string, std::string>> names;
  for (const Category& category : city.categories)
    if (category.present) names.try_emplace(category.class_number, category.class_name, category.class_name_en);
  return names;
}

// --- tables

class TallyTables {
 public:
  TallyTables(const CountedLog& counted, const Console& console)
      : city_(*counted.city.configuration), tally_(counted.tally), console_(console), all_(tally_.all_demands()) {}

  void print() const {
    by_subdistrict_and_class();
    by_level();
    by_outcome();
    refused();
  }

 private:
  std::string say(std::string_view chinese, std::string_view english) const {
    return std::string{console_.say(chinese, english)};
  }
  bool is_english() const { return console_.language == Language::english; }

  void title(std::string_view chinese, std::string_view english) const {
    std::cout << "\n" << console_.say(chinese, english) << "\n";
  }

  static Cell count(std::uint64_t number, Meaning meaning = Meaning::plain) {
    return {std::to_string(number), number == 0 ? Meaning::plain : meaning};
  }

  Column number(std::string_view chinese, std::string_view english) const {
    return {say(chinese, english), Align::right};
  }

  void by_subdistrict_and_class() const {
    title("诉求：按类别与街道", "Demands by class and subdistrict");
    const auto by_subdistrict = sum_by(tally_, subdistrict_of);
    const auto by_class = sum_by(tally_, class_of);
    auto cells =
        sum_by(tally_, [](const DemandGroup& group) { return std::pair(group.class_number, group.subdistrict); });
    std::vector<Column> columns{{say("类别", "class")}};
    for (const auto& [subdistrict, counts] : by_subdistrict)
      columns.push_back({named(city_, subdistrict).name, Align::right});
    columns.push_back(number("合计", "all"));
    Table table(std::move(columns));
    const auto names = class_names(city_);
    for (const auto& [number, counts] : by_class) {
      std::vector<Cell> row{is_english() ? names.at(number).second : names.at(number).first};
      for (const auto& [subdistrict, unused] : by_subdistrict)
        row.push_back(count(cells[{number, subdistrict}].submitted));
      row.push_back(count(counts.submitted));
      table.add(std::move(row));
    }
    std::vector<Cell> last{say("合计", "all")};
    for (const auto& [subdistrict, counts] : by_subdistrict) last.push_back(count(counts.submitted));
    last.push_back(count(all_.submitted));
    table.add(std::move(last));
    table.print(std::cout, console_);
  }

  void by_level() const {
    title("诉求：按到达岗位的层级", "Demands by level of the post that they went to");
    Table table({{say("层级", "level")},
                 number("诉求", "demands"),
                 number("单位主办、岗位跟办", "led by an organisation"),
                 number("岗位主办", "led by the post"),
                 number("已签收", "accepted"),
                 number("已结案", "closed"),
                 number("升级", "escalated")});
    const auto add = [&](std::string name, const DemandCounts& by_organisation, const DemandCounts& by_post) {
      DemandCounts both = by_organisation;
      both += by_post;
      table.add({std::move(name), count(both.submitted), count(by_organisation.submitted), count(by_post.submitted),
                 count(both.accepted), count(both.closed, Meaning::good), count(both.escalated, Meaning::warning)});
    };
    auto cells =
        sum_by(tally_, [](const DemandGroup& group) { return std::pair(group.level, group.led_by_organisation); });
    for (int level = 1; level < levels; ++level) {
      const auto of = static_cast<Level>(level);
      if (cells.contains({of, true}) || cells.contains({of, false}))
        add(std::string{words_of(of).in(is_english())}, cells[{of, true}], cells[{of, false}]);
    }
    auto sums = sum_by(tally_, [](const DemandGroup& group) { return group.led_by_organisation; });
    add(say("合计", "all"), sums[true], sums[false]);
    table.print(std::cout, console_);
  }

  void by_outcome() const {
    title("办理：按街道", "What became of them, by subdistrict");
    Table table({{say("街道", "subdistrict")},
                 number("诉求", "demands"),
                 number("已签收", "accepted"),
                 number("已办结", "finished"),
                 number("已结案", "closed"),
                 number("升级", "escalated"),
                 number("免计", "exempted"),
                 number("签收逾期次数", "times acceptance overdue"),
                 number("先期处置逾期次数", "times containment overdue"),
                 number("处置逾期次数", "times resolution overdue")});
    const auto add = [&](std::string name, const DemandCounts& counts) {
      table.add({std::move(name), count(counts.submitted), count(counts.accepted), count(counts.finished),
                 count(counts.closed, Meaning::good), count(counts.escalated, Meaning::warning), count(counts.exempted),
                 count(counts.overdue[0], Meaning::bad), count(counts.overdue[1], Meaning::bad),
                 count(counts.overdue[2], Meaning::bad)});
    };
    for (const auto& [subdistrict, counts] : sum_by(tally_, subdistrict_of))
      add(named(city_, subdistrict).name, counts);
    add(say("合计", "all"), all_);
    table.print(std::cout, console_);
  }

  void refused() const {
    title("未受理", "Refused");
    Table table({number("件数", "times"), {say("原因", "why")}});
    std::uint64_t all = 0;
    for (const auto& [reason, times] : tally_.refused()) {
      table.add({count(times, Meaning::warning), reason_text(reason, is_english())});
      all += times;
    }
    table.add({count(all), say("合计", "all")});
    table.print(std::cout, console_);
  }

  const Configuration& city_;
  const views::Tally& tally_;
  const Console& console_;
  DemandCounts all_;
};

// --- JSON

json::object to_json(const DemandCounts& counts) {
  json::object overdue;
  for (int stage = 0; stage < stages; ++stage)
    overdue[words_of(static_cast<Stage>(stage)).name] = counts.overdue[static_cast<std::size_t>(stage)];
  return {{"submitted", counts.submitted}, {"accepted", counts.accepted},   {"finished", counts.finished},
          {"closed", counts.closed},       {"escalated", counts.escalated}, {"exempted", counts.exempted},
          {"overdue", std::move(overdue)}};
}

json::object to_json(const CountedLog& counted) {
  const Configuration& city = *counted.city.configuration;
  json::array groups;
  for (const auto& [group, counts] : counted.tally.demands()) {
    json::object row = to_json(counts);
    row["subdistrict"] = json_of(named(city, group.subdistrict));
    row["class"] = group.class_number;
    row["level"] = words_of(group.level).name;
    row["led_by"] = group.led_by_organisation ? "organisation" : "post";
    groups.push_back(std::move(row));
  }
  json::object refused;
  for (const auto& [reason, times] : counted.tally.refused()) refused[text_of(reason).name] = times;
  json::array sessions;
  for (const auto& [session, counts] : counted.tally.sessions())
    sessions.push_back(json::object{{"session", session.value},
                                    {"last", counts.last},
                                    {"submitted", counts.submitted},
                                    {"acted", counts.acted},
                                    {"declined", counts.declined},
                                    {"other", counts.other},
                                    {"out_of_turn", counts.out_of_turn}});
  return {{"position", counted.city.last.value},
          {"all", to_json(counted.tally.all_demands())},
          {"groups", std::move(groups)},
          {"refused", std::move(refused)},
          {"sessions", std::move(sessions)}};
}

int run(const Options& options, const Console& console) {
  const CountedLog counted(options.data, console);
  if (options.as_json)
    std::cout << json::serialize(to_json(counted)) << "\n";
  else
    print(counted, console);
  return 0;
}

}  // namespace

CountedLog::CountedLog(const std::filesystem::path& folder, const Console& console) {
  const log::EventLog log({.folder = folder, .read_only = true});
  Progress progress(std::string{console.say("统计", "counting")}, console);
  const std::uint64_t last = log.last().value;
  log.replay(Position{1}, [&](const Fact& fact) {
    apply(city, fact);
    tally.count(city, fact);
    if (fact.position.value % facts_between_updates == 0) progress.update(fact.position.value, last);
  });
  if (!city.configuration)
    throw std::runtime_error(std::string{console.say("这个日志里还没有城市", "this log has no city yet")});
}

void print(const CountedLog& counted, const Console& console) { TallyTables(counted, console).print(); }

void add_tally(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "tally",
      "例 / example: wangge tally --data ./data\n"
      "诉求与办理的统计表，从日志数出 / tables of demands and what became of them, counted from the log");
  command->add_option("--data", options->data, "数据文件夹，可与引擎同时 / data folder, also beside a running engine")
      ->capture_default_str();
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
