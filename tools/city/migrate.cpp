#include "tools/city/migrate.h"

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>

#include <boost/json.hpp>

#include "engine/model/words.h"
#include "engine/rules/policies.h"
#include "tools/city/mass_change.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

std::string steps_text(const Policy* policy, bool is_english) {
  if (policy == nullptr) return is_english ? "none" : "无";
  std::string text;
  for (const PolicyStep& step : policy->steps) {
    if (!text.empty()) text += " → ";
    text += step.wait ? to_text(step.wait, is_english) : std::string(is_english ? "when it is late" : "逾期时");
    if (step.repeats != 0) text += "×" + std::to_string(step.repeats + 1);
  }
  return text;
}

// The steps as JSON; null where no policy applies. The first step waits for nothing, as it is the deadline that passed.
json::value steps_json(const Policy* policy) {
  if (policy == nullptr) return nullptr;
  json::array steps;
  for (const PolicyStep& step : policy->steps) {
    json::value wait;
    if (step.wait) wait = {{"amount", step.wait.amount}, {"unit", words_of(step.wait.unit).name}};
    steps.push_back(json::object{{"wait", std::move(wait)}, {"repeats", step.repeats}});
  }
  return steps;
}

// Running demands of one class and severity whose steps change.
struct Change {
  const Policy* before = nullptr;
  const Policy* after = nullptr;
  std::size_t demands = 0;
  std::size_t urged = 0;  // how many of those are late already
};

bool same(const Policy* a, const Policy* b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || a->steps.size() != b->steps.size()) return false;
  for (std::size_t i = 0; i < a->steps.size(); ++i) {
    const PolicyStep &left = a->steps[i], &right = b->steps[i];
    if (std::tie(left.wait, left.tell, left.reach, left.repeats, left.is_quiet, left.until) !=
        std::tie(right.wait, right.tell, right.reach, right.repeats, right.is_quiet, right.until)) {
      return false;
    }
  }
  return true;
}

using Changes = std::map<std::pair<std::uint8_t, std::uint8_t>, Change>;

Changes changes_of(const City& city) {
  Changes changes;
  city.demands.each(
      [&](const Slot& demand) {
        if (is_over(demand.state)) return;
        const std::uint8_t class_number = city.configuration->categories[demand.category.value].class_number;
        const auto severity = static_cast<std::uint8_t>(demand.severity);
        const Policy* const before = rules::policy_for(city, demand);
        const Policy* const after = rules::policy_for(*city.configuration->policies, class_number, severity);
        if (same(before, after)) return;
        Change& change = changes[{class_number, severity}];
        change.before = before;
        change.after = after;
        ++change.demands;
        change.urged += city.demands.aside(demand.id).urge.due != 0;
      },
      [](DemandId, Position) {});
  return changes;
}

int run(const MassChangeOptions& options, const Console& console) {
  const DataFolder data(options.data, console);
  if (!data.configuration())
    throw std::runtime_error(std::string(console.say("这个日志里还没有城市", "this log has no city yet")));
  const bool is_english = console.language == Language::english;
  const Changes changes = changes_of(data.city());
  std::size_t demands = 0;
  Table table({{std::string(console.say("大类", "class"))},
               {std::string(console.say("级别", "severity"))},
               {std::string(console.say("在办", "running")), Align::right},
               {std::string(console.say("催办中", "being urged")), Align::right},
               {std::string(console.say("现行步骤", "steps now"))},
               {std::string(console.say("迁移后", "steps then"))}});
  json::array rows;
  for (const auto& [of, change] : changes) {
    demands += change.demands;
    table.add({std::to_string(of.first), std::to_string(of.second), std::to_string(change.demands),
               std::to_string(change.urged), steps_text(change.before, is_english),
               steps_text(change.after, is_english)});
    rows.push_back(json::object{{"class", of.first},
                                {"severity", of.second},
                                {"running", change.demands},
                                {"urged", change.urged},
                                {"before", steps_json(change.before)},
                                {"after", steps_json(change.after)}});
  }
  if (!options.as_json) {
    if (!changes.empty()) table.print(std::cout, console);
    std::cout << console.say("策略有变的在办诉求：", "running demands whose steps change: ") << demands << std::endl;
  }
  bool is_done = false;
  const Go go = demands > 0 ? may_go(options, console.say("迁移？", "migrate them? ")) : Go::show_only;
  if (go == Go::no) return 1;
  if (go == Go::yes) {
    RunningEngine engine(options.to, options.token);
    const terminal::Receipt answer = engine.require(engine.client().send(MigratePolicies{}));
    if (answer.refusal) throw std::runtime_error(refusal_text(answer.refusal));
    is_done = true;
  }
  if (options.as_json) {
    std::cout << json::serialize(
                     json::object{{"demands", demands}, {"changes", std::move(rows)}, {"migrated", is_done}})
              << "\n";
  } else if (is_done) {
    std::cout << console.say("已迁移", "done") << "\n";
  }
  return 0;
}

}  // namespace

void add_migrate(cli::App& city, int& exit_code) {
  const auto options = std::make_shared<MassChangeOptions>();
  cli::App* command =
      city.add_subcommand("migrate",
                          "例 / examples:\n"
                          "  wangge city migrate --data ./data\n"
                          "  wangge city migrate --data ./data --to 127.0.0.1:8243 --token ops.token --yes\n"
                          "在办诉求改用现行督办策略：先列出变化；给出运维令牌才执行 / running demands go by the "
                          "escalation policies in force: first what changes; done "
                          "where an ops token is given");
  add_mass_change_options(*command, *options);
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
