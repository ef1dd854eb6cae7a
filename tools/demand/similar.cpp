#include "tools/demand/similar.h"

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/engine_options.h"
#include "tools/queue/queue_rows.h"
#include "tools/demand/written_number.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using views::Likeness;
using views::Noun;
using views::Similar;

struct Options {
  EngineOptions engine;
  std::string number, place, road, category, asset, door;
  std::uint8_t condition = 0;
};

constexpr Words words[]{
    {"category", "同一类别", "same category"}, {"condition", "同一立案条件", "same filing condition"},
    {"unit", "同一单元", "same unit"},         {"building", "同一楼栋", "same building"},
    {"compound", "同一小区", "same compound"}, {"road", "同一街巷", "same road"},
    {"recent", "一天之内", "within a day"},    {"subject", "同一部件或同一户", "same asset or door"}};
static_assert(std::size(words) == views::likenesses);

template <class Take>
void each_reason(const Similar& similar, Take take) {
  for (int likeness = 0; likeness < views::likenesses; ++likeness) {
    if ((similar.reasons >> likeness & 1) != 0) take(words[likeness]);
  }
}

Subject subject_of(const Options& options, RunningEngine& engine, const Console& console) {
  if (!options.asset.empty()) return AssetId{engine.require_id(Noun::asset, options.asset, console)};
  return options.door.empty() ? DoorId{} : DoorId{engine.require_id(Noun::door, options.door, console)};
}

views::AskSimilar question_of(const Options& options, RunningEngine& engine, const Console& console) {
  if (!options.number.empty())
    return {.place = {}, .road = {}, .category = {}, .but = demand_named(options.number, console)};
  const bool has_subject = !options.asset.empty() || !options.door.empty();
  if (!has_subject && (options.place.empty() || options.category.empty())) {
    throw std::runtime_error(std::string(console.say("请给出编号、--asset、--door，或者 --place 和 --category",
                                                     "give a number, --asset, --door, or --place and --category")));
  }
  const auto id = [&](Noun noun, const std::string& code) {
    return code.empty() ? 0 : engine.require_id(noun, code, console);
  };
  return {.place = PlaceId{id(Noun::place, options.place)},
          .road = PlaceId{id(Noun::place, options.road)},
          .category = CategoryId{static_cast<std::uint16_t>(id(Noun::category, options.category))},
          .condition = options.condition,
          .but = {},
          .subject = subject_of(options, engine, console)};
}

void print_json(const std::vector<Similar>& found, const QueueRows& rows) {
  json::array out;
  for (const Similar& one : found) {
    json::object row = rows.json({one.row}).at(0).as_object();
    json::array reasons;
    each_reason(one, [&](const Words& reason) { reasons.push_back(json::string(reason.name)); });
    row["score"] = one.score;
    row["reasons"] = std::move(reasons);
    out.push_back(std::move(row));
  }
  std::cout << json::serialize(json::object{{"similar", std::move(out)}}) << "\n";
}

void print(const std::vector<Similar>& found, const QueueRows& rows, const Console& console) {
  if (found.empty()) {
    std::cout << console.say("没有相似的诉求", "nothing similar is open") << "\n";
    return;
  }
  const auto title = [&](std::string_view chinese, std::string_view english) {
    return Column{std::string(console.say(chinese, english))};
  };
  Table table({title("编号", "number"), title("相似度", "score"), title("理由", "reasons"), title("类别", "category"),
               title("地点", "place"), title("现状", "now")});
  for (const Similar& one : found) {
    table.add({format_number(one.row.demand), std::to_string(one.score), reasons_of(one, console),
               rows.category_of(one.row, console), rows.place_of(one.row), rows.standing(one.row, console)});
  }
  table.print(std::cout, console);
}

int run(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const std::vector<Similar> found = engine.ask(question_of(options, engine, console));
  QueueRows rows(engine);
  std::vector<views::Status> statuses;
  for (const Similar& one : found) statuses.push_back(one.row);
  rows.learn(statuses);
  options.engine.as_json ? print_json(found, rows) : print(found, rows, console);
  return 0;
}

}  // namespace

std::string reasons_of(const Similar& similar, const Console& console) {
  std::string reasons;
  each_reason(similar, [&](const Words& reason) {
    reasons += std::string(reasons.empty() ? "" : console.say("、", ", ")) +
               std::string(reason.in(console.language == Language::english));
  });
  return reasons;
}

void add_similar(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "similar",
      "例 / examples:\n"
      "  wangge similar 2468069 --token station.token\n"
      "  wangge similar --place 22088100100101X01 --category 0304 --token station.token\n"
      "  wangge similar --asset 220881001J01A01 --token station.token\n"
      "可能是同一件事的在办诉求：提交前问，办理时也可问 / open demands that may be about the same, before one is "
      "submitted or while it is handled");
  cli::Option* const number = command->add_option("NUMBER", options->number, "编号 / number");
  command->add_option("--place", options->place, "网格或更细的地点 / code of a grid or what lies in one")
      ->excludes(number);
  command->add_option("--road", options->road, "街或路(巷) / code of a street or lane")->excludes(number);
  command->add_option("--category", options->category, "类别代码 / code of the category")->excludes(number);
  command->add_option("--condition", options->condition, "立案条件 / filing condition")->excludes(number);
  cli::Option* const asset =
      command->add_option("--asset", options->asset, "部件代码，不论在哪个网格 / code of an asset, in whatever grid")
          ->excludes(number);
  command->add_option("--door", options->door, "户代码 / code of a door")->excludes(number)->excludes(asset);
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
