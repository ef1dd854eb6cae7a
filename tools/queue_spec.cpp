#include "tools/queue_spec.h"

#include <stdexcept>

#include "tools/enum_names.h"

namespace wangge::tools {

void add_queue_words(cli::App& command, QueueWords& words) {
  cli::Option* of = command.add_option("--of", words.of, "岗位或单位的代码 / code of a post or organisation");
  cli::Option* scope =
      command.add_option("--scope", words.scope, "网格、社区、街道或全市的代码 / code of a grid, community, subdistrict or the city");
  of->excludes(scope);
  command.add_option("--class", words.class_number, "大类，如 03 / class, as 03")->check(cli::in_range(1, 99));
  command.add_option("--severity", words.severity, "至少这么急：1 最急 / at least so severe, 1 the most")->check(cli::in_range(1, 4));
  command.add_option("--level", words.level, "升级到这一级或以上 / escalated to this level or above")
      ->check(cli::one_of(names_of<Level>(1, levels)));
  command.add_option("--state", words.state, "状态 / state")->check(cli::one_of(names_of<DemandState>(0, demand_states)));
  command.add_flag("--late", words.late_only, "只看逾期的 / late ones only");
}

views::QueueSpec spec_of(const QueueWords& words, RunningEngine& engine, const Console& console) {
  views::QueueSpec spec;
  if (!words.of.empty()) {
    const PostId post{engine.id_of(views::Noun::post, words.of)};
    spec.owner = post ? Party(post) : Party(OrganisationId{engine.require_id(views::Noun::organisation, words.of, console)});
  } else if (!words.scope.empty()) {
    spec.scope = PlaceId{engine.require_id(views::Noun::place, words.scope, console)};
  } else {
    throw std::runtime_error(std::string(console.say("请给出 --of 或 --scope", "give --of or --scope")));
  }
  spec.filter.class_number = words.class_number;
  spec.filter.severity = words.severity;
  spec.filter.level = value_of<Level>(words.level, levels);
  if (!words.state.empty()) spec.filter.state = value_of<DemandState>(words.state, demand_states);
  spec.filter.late_only = words.late_only;
  return spec;
}

}  // namespace wangge::tools
