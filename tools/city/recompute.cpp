#include "tools/city/recompute.h"

#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/rules/jobs.h"
#include "tools/city/mass_change.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

constexpr std::size_t examples_shown = 10;

// A deadline that moves.
struct Move {
  DemandId demand;
  const Words* stage = nullptr;
  Seconds before = 0, after = 0;
};

std::vector<Move> moves_of(const City& city) {
  const Job job{.id = Position{city.last.value + 1},
                .kind = JobKind::calendar,
                .begun = city.now,
                .round = static_cast<std::uint32_t>(city.recomputed.size())};
  std::vector<Move> moves;
  city.demands.each(
      [&](const Slot& demand) {
        const std::optional<Rescheduled> fact = rules::rescheduled(city, job, demand, to_instant(city.now));
        if (!fact) return;
        for (int due = 0; due < dues_max; ++due) {
          if (fact->dues.of[due] == demand.dues.of[due]) continue;
          const Words& stage = words_of(stage_of(demand.state, due), demand.state, city.demands.aside(demand).pending);
          moves.push_back({demand.id, &stage, demand.dues.of[due], fact->dues.of[due]});
        }
      },
      [](DemandId, Position) {});
  return moves;
}

int run(const MassChangeOptions& options, const Console& console) {
  const DataFolder data(options.data, console);
  if (!data.configuration())
    throw std::runtime_error(std::string(console.say("这个日志里还没有城市", "this log has no city yet")));
  const Duration offset = data.configuration()->calendars.city.utc_offset;
  const std::vector<Move> moves = moves_of(data.city());
  std::size_t later = 0;
  Table table({{std::string(console.say("编号", "number"))},
               {std::string(console.say("阶段", "stage"))},
               {std::string(console.say("现在截止", "deadline now"))},
               {std::string(console.say("改为", "deadline then"))}});
  json::array examples;
  for (const Move& move : moves) {
    later += move.after > move.before;
    if (examples.size() == examples_shown) continue;
    const std::string before = format_instant(to_instant(move.before), offset),
                      after = format_instant(to_instant(move.after), offset);
    table.add({format_number(move.demand), std::string(move.stage->in(console.language == Language::english)), before,
               after});
    examples.push_back(json::object{
        {"number", format_number(move.demand)}, {"stage", move.stage->name}, {"before", before}, {"after", after}});
  }
  const std::size_t left_out = moves.size() - examples.size();
  if (!options.as_json) {
    if (!moves.empty()) table.print(std::cout, console);
    if (left_out != 0)
      std::cout << fmt::format(fmt::runtime(console.say("还有 {} 个未列出", "{} more are not listed")), left_out)
                << "\n";
    std::cout << console.say("随日历改变的截止时间：", "deadlines that move with the calendar: ") << moves.size()
              << console.say("，其中推后 ", ", later: ") << later << console.say("，提前 ", ", sooner: ")
              << moves.size() - later << std::endl;
  }
  const Go go = !moves.empty() ? may_go(options, console.say("重新计算？", "work them out again? ")) : Go::show_only;
  if (go == Go::no) return 1;
  if (go == Go::yes) {
    RunningEngine engine(options.to, options.token);
    const terminal::Receipt answer = engine.require(engine.client().send(RecomputeDeadlines{}));
    if (answer.refusal) throw std::runtime_error(refusal_text(answer.refusal));
  }
  if (options.as_json) {
    std::cout << json::serialize(json::object{{"deadlines", moves.size()},
                                              {"later", later},
                                              {"sooner", moves.size() - later},
                                              {"examples", std::move(examples)},
                                              {"left_out", left_out},
                                              {"begun", go == Go::yes}})
              << "\n";
  } else if (go == Go::yes) {
    std::cout << console.say("已开始，进度见 wangge situation list", "begun; wangge situation list shows how far it is")
              << "\n";
  }
  return 0;
}

}  // namespace

void add_recompute(cli::App& city, int& exit_code) {
  const auto options = std::make_shared<MassChangeOptions>();
  cli::App* command =
      city.add_subcommand("recompute",
                          "例 / examples:\n"
                          "  wangge city recompute --data ./data\n"
                          "  wangge city recompute --data ./data --to 127.0.0.1:8243 --token ops.token --yes\n"
                          "在办诉求按现行日历重算截止时间：先列出变化；给出运维令牌才执行 / running demands go by the "
                          "calendars in force: first what changes; "
                          "it is done where an ops token is given");
  add_mass_change_options(*command, *options);
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
