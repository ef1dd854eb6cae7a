#include "tools/queue/hotspots.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/views/hotspots.h"
#include "tools/engine_options.h"
#include "tools/names.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using views::Hotspot;
using views::Noun;

class Page {
 public:
  Page(RunningEngine& engine, const std::vector<Hotspot>& rows) : rows_(rows) {
    for (const Hotspot& row : rows) {
      places_[row.place.value];
      categories_[row.category.value];
    }
    engine.require(engine.learn(Noun::place, places_));
    engine.require(engine.learn(Noun::category, categories_));
  }

  void print_json() const {
    json::array out;
    for (const Hotspot& row : rows_) {
      json::object one{{"what", words_of(row.what).name},
                       {"place", json_of(place_of(row))},
                       {"class", row.class_number},
                       {"class_name", row.class_name},
                       {"count", row.count},
                       {"found", format_local(row.found)},
                       {"at_least", is_at_least(row)}};
      if (row.category) one["category"] = json_of(named(category_of(row)));
      if (row.first) one["first"] = format_number(row.first);
      out.push_back(std::move(one));
    }
    std::cout << json::serialize(json::object{{"hotspots", std::move(out)}}) << "\n";
  }

  static bool is_at_least(const Hotspot& row) {
    return row.what != Recurrence::storm && row.count >= limits::hotspot_kept_max;
  }
  static std::string count_text(const Hotspot& row) {
    return (is_at_least(row) ? "≥" : "") + std::to_string(row.count);
  }

  void print(const Console& console) const {
    if (rows_.empty()) {
      std::cout << console.say("没有热点", "no hot spots") << "\n";
      return;
    }
    const bool is_english = console.language == Language::english;
    const auto title = [&](std::string_view chinese, std::string_view english) {
      return std::string(console.say(chinese, english));
    };
    Table table({{title("热点", "hot spot")},
                 {title("地点", "place")},
                 {title("什么", "of what")},
                 {title("件数", "demands"), Align::right},
                 {title("从", "since")}});
    for (const Hotspot& row : rows_) {
      const views::NamedRow& category = category_of(row);
      const std::string& class_name = is_english ? row.class_name_en : row.class_name;
      const std::string& category_name = is_english && !category.name_en.empty() ? category.name_en : category.name;
      table.add({std::string(words_of(row.what).in(is_english)), text_of(place_of(row)),
                 row.category ? category.code + " " + category_name : class_name, count_text(row),
                 format_local(row.found)});
    }
    table.print(std::cout, console);
    for (const Hotspot& row : rows_) {
      if (row.what != Recurrence::storm || !row.first) continue;
      std::cout << console.say("集中反映可归并到一件：", "a storm can be gathered to one: ") << "wangge gather "
                << format_number(row.first) << "\n";
    }
  }

 private:
  Named place_of(const Hotspot& row) const { return named(places_.at(row.place.value)); }
  const views::NamedRow& category_of(const Hotspot& row) const { return categories_.at(row.category.value); }

  const std::vector<Hotspot>& rows_;
  RunningEngine::Names places_, categories_;
};

int run(const EngineOptions& options, const Console& console) {
  RunningEngine engine(options.to, options.token);
  const std::vector<Hotspot> rows = engine.ask(views::AskHotspots{});
  const Page page(engine, rows);
  options.as_json ? page.print_json() : page.print(console);
  return 0;
}

}  // namespace

void add_hotspots(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<EngineOptions>();
  cli::App* command = app.add_subcommand(
      "hotspots",
      "例 / example: wangge hotspots --token station.token\n"
      "热点：同一点位反复来的同类诉求；集中反映：一个社区几分钟里大量同样的诉求 / where the same comes up again and "
      "again, and of what very many came in a community at once; figures: city.toml");
  add_engine_options(*command, *options);
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
