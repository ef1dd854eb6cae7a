#include "tools/queue/queue_spec.h"

#include <iterator>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tools/enum_names.h"

namespace wangge::tools {
namespace {

// A level may be called by its place (街道) or by who answers for it (街道党工委书记).
std::vector<cli::Word> level_words() {
  static constexpr std::string_view grounds[]{"", "单元", "楼栋", "网格", "路(巷)", "街", "社区", "街道", "市"};
  static_assert(std::size(grounds) == levels);
  std::vector<cli::Word> words = words_for<Level>(1, levels);
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i].also.insert(words[i].also.begin(), std::string(grounds[i + 1]));
  return words;
}

}  // namespace

void add_queue_words(cli::App& command, QueueWords& words) {
  cli::Option* of = command.add_option("--of", words.of, "岗位或单位的代码 / code of a post or organisation");
  cli::Option* scope = command.add_option(
      "--scope", words.scope, "网格、社区、街道或全市的代码 / code of a grid, community, subdistrict or the city");
  of->excludes(scope);
  command.add_option("--class", words.class_number, "大类，如 03 / class, as 03")->check(cli::in_range(1, 99));
  command.add_option("--severity", words.severity, "至少这么急：1 最急 / at least so severe, 1 the most")
      ->one_of(severity_words());
  command.add_option("--level", words.level, "升级到这一级或以上 / escalated to this level or above")
      ->one_of(level_words());
  command.add_option("--state", words.state, "状态 / state")->one_of(words_for<DemandState>(0, demand_states));
  command.add_flag("--late", words.late_only, "只看逾期的 / late ones only");
}

views::QueueSpec spec_of(const QueueWords& words, RunningEngine& engine, const Console& console) {
  views::QueueSpec spec;
  if (!words.of.empty()) {
    const PostId post{engine.id_of(views::Noun::post, words.of)};
    spec.owner =
        post ? Party(post) : Party(OrganisationId{engine.require_id(views::Noun::organisation, words.of, console)});
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
