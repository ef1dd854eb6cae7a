#include "tools/queue/whistle.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/console.h"
#include "tools/engine_options.h"
#include "tools/names.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/time_text.h"
#include "tools/demand/written_number.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using views::Noun;

struct Options {
  std::string number, demand, place, as, note, of;
  std::vector<std::string> who;
  std::uint8_t grade = 0;
  bool counts = false;
  EngineOptions engine;
};

std::string number_of(SummonsId summons) { return format_number(DemandId{summons.value}); }

// --- what is said

int call(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token, "whistle");
  Summon command{.demand = options.demand.empty() ? DemandId{} : demand_named(options.demand, console),
                 .place = options.place.empty() ? PlaceId{} : PlaceId{engine.id_of(Noun::place, options.place)},
                 .as = PostId{engine.id_of(Noun::post, options.as)},
                 .note = {}};
  for (std::size_t i = 0; i < options.who.size(); ++i)
    command.who.at(i) = OrganisationId{engine.require_id(Noun::organisation, options.who[i], console)};
  const terminal::Receipt answer = engine.require(engine.client().send(command, options.note));
  const std::string number = number_of(SummonsId{answer.position.value}), due = format_local(answer.dues.of[0]);
  json::object more;
  if (!answer.refusal) more = {{"summons", number}, {"due", due}};
  const std::string done = fmt::format(
      fmt::runtime(console.say("已吹哨 {}，须在此前报到 {}", "summoned: {}, to be there before {}")), number, due);
  return tell(options.engine.as_json, "done", answer.refusal, std::move(more), done);
}

int attend(const Options& options, Attendance what, const Console& console) {
  const SummonsId summons{demand_named(options.number, console).value};
  RunningEngine engine(options.engine.to, options.engine.token, "whistle");
  const Attend command{.summons = summons,
                       .who = options.who.empty()
                                  ? OrganisationId{}
                                  : OrganisationId{engine.require_id(Noun::organisation, options.who.front(), console)},
                       .note = {},
                       .what = what,
                       .grade = options.grade};
  const terminal::Receipt answer = engine.require(engine.client().send(command, options.note));
  json::object more;
  if (!answer.refusal) more = {{"summons", number_of(summons)}, {"position", answer.position.value}};
  std::string done(console.say("已记录：", "recorded: "));
  done += words_of(what).in(console.language == Language::english);
  if (!options.who.empty()) done += " " + options.who.front();
  return tell(options.engine.as_json, "done", answer.refusal, std::move(more), done);
}

// --- what is under way

class Page {
 public:
  Page(const views::Summonses& summonses, RunningEngine& engine, const Console& console)
      : summonses_(summonses), engine_(engine), console_(console) {}

  void print() const {
    if (summonses_.rows.empty())
      std::cout << say("没有进行中或待评价的吹哨", "no whistle is under way or waits to be rated") << "\n";
    Table table({{say("吹哨号", "number")},
                 {say("状态", "state")},
                 {say("吹哨", "called by")},
                 {say("地点", "place")},
                 {say("单位", "organisations")},
                 {say("诉求、事由", "demand, cause")}});
    for (const views::SummonsRow& row : summonses_.rows) {
      const Summons& summons = row.summons;
      std::string about = summons.demand ? format_number(summons.demand) + (row.text.empty() ? "" : " ") : "";
      table.add({number_of(row.id), state_of(summons), text_of(engine_.name_of(Noun::post, summons.by.post().value)),
                 text_of(engine_.name_of(Noun::place, summons.place.value)), attendees_of(summons), about + row.text});
    }
    if (!summonses_.rows.empty()) table.print(std::cout, console_);
    if (summonses_.all > summonses_.rows.size()) std::cout << say("共 ", "of ") << summonses_.all << "\n";
  }

  void print_turnouts() const {
    Table table({{say("单位", "organisation")},
                 {say("被吹哨", "called"), Align::right},
                 {say("及时", "in time"), Align::right},
                 {say("迟到", "late"), Align::right},
                 {say("未到", "never came"), Align::right},
                 {say("早退", "left early"), Align::right},
                 {say("评价", "rated"), Align::right},
                 {say("平均分", "average"), Align::right}});
    for (const auto& [who, turnout] : summonses_.turnouts) {
      const auto bad = [](std::uint32_t count) {
        return Cell(std::to_string(count), count != 0 ? Meaning::bad : Meaning::plain);
      };
      table.add({text_of(engine_.name_of(Noun::organisation, who.value)), std::to_string(turnout.called),
                 std::to_string(turnout.in_time), bad(turnout.late), bad(turnout.never), bad(turnout.left_early),
                 std::to_string(turnout.rated),
                 turnout.rated == 0 ? std::string("-")
                                    : fmt::format("{:.2f}", static_cast<double>(turnout.grades) / turnout.rated)});
    }
    table.print(std::cout, console_);
  }

 private:
  std::string say(std::string_view chinese, std::string_view english) const {
    return std::string(console_.say(chinese, english));
  }

  Cell state_of(const Summons& summons) const {
    if (summons.ended != 0) return say("已结束，待评价", "ended, to be rated");
    if (summons.escalated_to) {
      const std::string& to = engine_.name_of(Noun::post, summons.escalated_to.value).name;
      return {say("未到齐，已升级 ", "not all came, escalated to ") + to, Meaning::bad};
    }
    if (summons.is_complete()) return {say("已到齐", "all there"), Meaning::good};
    const Seconds left = summons.due > summonses_.at ? summons.due - summonses_.at : 0;
    return {say("还剩 ", "") + std::to_string((left + 59) / 60) + say(" 分钟", " minutes left"), Meaning::warning};
  }

  std::string attendees_of(const Summons& summons) const {
    std::string text;
    for (const Attendee& one : summons.who) {
      if (!text.empty()) text += say("、", ", ");
      text += engine_.name_of(Noun::organisation, one.who.value).name;
      text += one.arrived == 0 ? say("（未到", " (not there")
                               : (one.is_late ? say("（迟到 ", " (late ") : say("（报到 ", " (arrived ")) +
                                     format_local(one.arrived);
      if (one.has_left) text += say("，早退", ", left early");
      if (one.grade != 0) text += say("，评分 ", ", graded ") + std::to_string(one.grade);
      text += say("）", ")");
    }
    return text;
  }

  const views::Summonses& summonses_;
  RunningEngine& engine_;
  const Console& console_;
};

json::value instant_json(Seconds seconds) {
  if (seconds == 0) return nullptr;
  return json::string(format_local(seconds));
}

json::object to_json(const views::SummonsRow& row, Seconds now, RunningEngine& engine) {
  const Summons& summons = row.summons;
  json::array who;
  for (const Attendee& one : summons.who) {
    who.push_back(json::object{{"organisation", json_of(engine.name_of(Noun::organisation, one.who.value))},
                               {"arrived", instant_json(one.arrived)},
                               {"late", one.is_late},
                               {"missing", one.is_missing},
                               {"left_early", one.has_left},
                               {"grade", one.grade == 0 ? json::value(nullptr) : json::value(one.grade)}});
  }
  return {{"number", number_of(row.id)},
          {"demand", summons.demand ? json::value(format_number(summons.demand)) : json::value(nullptr)},
          {"place", json_of(engine.name_of(Noun::place, summons.place.value))},
          {"by", json_of(engine.name_of(Noun::post, summons.by.post().value))},
          {"called", format_local(summons.called)},
          {"due", format_local(summons.due)},
          {"seconds_left", summons.due > now ? summons.due - now : 0},
          {"ended", instant_json(summons.ended)},
          {"escalated_to", json_of(engine.name_of(Noun::post, summons.escalated_to.value))},
          {"organisations", std::move(who)},
          {"text", row.text}};
}

json::object to_json(const views::TurnoutRow& row, RunningEngine& engine) {
  const Turnout& turnout = row.turnout;
  return {{"organisation", json_of(engine.name_of(Noun::organisation, row.who.value))},
          {"called", turnout.called},
          {"in_time", turnout.in_time},
          {"late", turnout.late},
          {"never", turnout.never},
          {"left_early", turnout.left_early},
          {"rated", turnout.rated},
          {"grades", turnout.grades}};
}

int list(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  views::AskSummonses question{.of = {}, .turnouts = options.counts};
  if (!options.of.empty()) question.of = OrganisationId{engine.require_id(Noun::organisation, options.of, console)};
  const views::Summonses found = engine.ask(question);
  if (options.engine.as_json) {
    json::array rows, turnouts;
    for (const views::SummonsRow& row : found.rows) rows.push_back(to_json(row, found.at, engine));
    for (const views::TurnoutRow& row : found.turnouts) turnouts.push_back(to_json(row, engine));
    json::object out{{"at", format_local(found.at)}, {"all", found.all}, {"summonses", std::move(rows)}};
    if (options.counts) out["counts"] = std::move(turnouts);
    std::cout << json::serialize(out) << "\n";
    return 0;
  }
  const Page page(found, engine, console);
  page.print();
  if (options.counts) page.print_turnouts();
  return 0;
}

// --- the command line

void add_call(cli::App& whistle, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = whistle.add_subcommand(
      "call",
      "例 / examples:\n"
      "  wangge whistle call --demand 2468069 --as P220881001001 --who GQ04,WY01 --token secretary.token\n"
      "  wangge whistle call --place 22088100100101 --note '楼后违建' --as P220881001 --who ZF01 --token "
      "secretary.token\n"
      "吹哨：这些单位须在时限内到场报到 / these organisations are to report at the place in time");
  cli::App* const about = command->add_option_group("about");
  about->add_option("--demand", options->demand, "为哪件诉求 / number of the demand that it is for");
  about->add_option("--place", options->place,
                    "没有诉求时：地点，网格或更细 / without a demand: code of a grid, or of what lies in one");
  about->require_option(1);
  command
      ->add_option(
          "--as", options->as,
          "以哪个岗位：社区、街道或市 / code of the post that calls, of a community, a subdistrict or the city")
      ->required();
  command
      ->add_option("--who", options->who,
                   "单位，可多个，逗号分隔，最多 8 / codes of organisations, with commas, at most 8")
      ->delimiter(',')
      ->required()
      ->expected(1, static_cast<int>(limits::summoned_max));
  command->add_option("--note", options->note,
                      "事由，没有诉求时必填 / what it is about; without a demand it must be said");
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = call(*options, console_of(*command)); });
}

struct Saying {
  const char* name;
  Attendance what;
  const char* description;
};
constexpr Saying sayings[]{
    {"arrive", Attendance::arrived,
     "例 / example: wangge whistle arrive 2468166 --who GQ04 --token station.token\n报到 / it is there"},
    {"left", Attendance::left,
     "例 / example: wangge whistle left 2468166 --who GQ04 --note '没修完就走' --token station.token\n早退 / it went "
     "before it was done"},
    {"end", Attendance::ended,
     "例 / example: wangge whistle end 2468166 --grade 5 --token station.token\n"
     "结束吹哨；可同时给到场的都评分 / it is over; who came may be graded at once"},
    {"rate", Attendance::rated,
     "例 / example: wangge whistle rate 2468166 --who GQ04 --grade 4 --token station.token\n"
     "结束以后评价到场的，每个一次 / afterwards: how good one who came was, once each"},
};

void add(cli::App& whistle, const Saying& saying, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = whistle.add_subcommand(saying.name, saying.description);
  command->add_option("NUMBER", options->number, "吹哨号 / number of the whistle")->required();
  const bool is_of_all = saying.what == Attendance::ended;
  if (!is_of_all)
    command->add_option("--who", options->who, "单位 / code of the organisation")->required()->expected(1);
  if (is_of_all || saying.what == Attendance::rated) {
    command->add_option("--grade", options->grade, "1 到 5，5 最好 / 1 to 5, 5 the best")
        ->required(!is_of_all)
        ->check(cli::in_range(1, int{whistle_grade_max}));
  }
  command->add_option("--note", options->note, "说明 / what there is to say")
      ->required(saying.what == Attendance::left);
  add_engine_options(*command, options->engine);
  command->callback(
      [options, command, what = saying.what, &exit_code] { exit_code = attend(*options, what, console_of(*command)); });
}

}  // namespace

void add_whistle(cli::App& app, int& exit_code) {
  cli::App* whistle = app.add_subcommand(
      "whistle",
      "吹哨报到：召集单位到场，记录报到、早退和评价 / summon organisations to a place, and record who comes");
  whistle->require_subcommand(1);
  add_call(*whistle, exit_code);
  for (const Saying& saying : sayings) add(*whistle, saying, exit_code);
  const auto options = std::make_shared<Options>();
  cli::App* command = whistle->add_subcommand("list",
                                              "例 / example: wangge whistle list --counts --token desk.token\n"
                                              "进行中和待评价的吹哨；--counts 各单位的报到情况 / those under way or to "
                                              "be rated; --counts: how each organisation has turned out");
  command->add_option("--of", options->of, "只看这个单位 / code of an organisation: only of this one");
  command->add_flag("--counts", options->counts, "各单位的次数 / counts of each organisation");
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = list(*options, console_of(*command)); });
}

}  // namespace wangge::tools
