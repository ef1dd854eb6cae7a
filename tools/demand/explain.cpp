#include "tools/demand/explain.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/model/words.h"
#include "engine/rules/explain.h"
#include "engine/rules/situations.h"
#include "engine/rules/subjects.h"
#include "tools/city/city_folder.h"
#include "tools/log/data_folder.h"
#include "tools/enum_names.h"
#include "tools/names.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using rules::Candidate;
using rules::ChainPost;
using rules::Explanation;
using rules::SeverityReason;
using rules::StageDue;
using rules::Standing;

struct Options {
  std::string city = "config/taonan", data;
  std::string grid, compound, building, unit, street, lane;
  std::string asset, category, complained_of, at;
  std::vector<std::string> holidays, workdays;  // not in the city's calendar
  std::vector<std::string> situations;          // in force
  int condition = 0, severity = 0;
  bool as_json = false;
};

// The question, and the city that it is about.
struct Case {
  std::shared_ptr<const Configuration> city;
  std::uint16_t version = 0;  // 0: the city is a folder's, not a log's
  rules::RoutingQuestion question;
  Instant at;
  Explanation explanation;
  std::vector<StageDue> by_calendar;  // where another calendar was asked about: the deadlines without it
};

// --- from options to a question

// The finest of the places that are given; each must lie in the one before.
template <std::size_t count>
PlaceId finest(const Configuration& city, const Console& console,
               const std::pair<PlaceKind, std::pair<std::string_view, const std::string*>> (&steps)[count]) {
  PlaceId place;
  for (const auto& [kind, step] : steps) {
    const auto& [option, code] = step;
    if (code->empty()) continue;
    const PlaceId finer{find_code(option, *code, city.place_names, console, [&, of = kind](std::uint32_t id) {
      return city.places[id].present && city.places[id].kind == of;
    })};
    if (place && !city.lies_in(finer, place)) {
      throw std::runtime_error(*code + std::string(console.say(" 不在 ", " does not lie in ")) +
                               city.place_names[place.value].code);
    }
    place = finer;
  }
  return place;
}

PlaceId read_place(const Options& options, const Configuration& city, const Console& console) {
  return finest(city, console,
                {{PlaceKind::grid, {"--grid", &options.grid}},
                 {PlaceKind::compound, {"--compound", &options.compound}},
                 {PlaceKind::building, {"--building", &options.building}},
                 {PlaceKind::unit, {"--unit", &options.unit}}});
}

PlaceId read_road(const Options& options, const Configuration& city, const Console& console) {
  return finest(city, console,
                {{PlaceKind::street, {"--street", &options.street}}, {PlaceKind::lane, {"--lane", &options.lane}}});
}

Subject read_asset(const Options& options, const Configuration& city, const Console& console) {
  if (options.asset.empty()) return {};
  return AssetId{find_code("--asset", options.asset, city.asset_names, console,
                           [&](std::uint32_t id) { return city.assets[id].present; })};
}

// Reads place, road and asset; a place or road that is not given is the asset's.
void read_where(const Options& options, const Configuration& city, const Console& console,
                rules::RoutingQuestion& question) {
  question.place = read_place(options, city, console);
  question.road = read_road(options, city, console);
  question.subject = read_asset(options, city, console);
  Refusal refusal = rules::settle(city, question.subject, question.place, question.road);
  if (!refusal && !question.place) throw CLI::RequiredError("--grid");
  const PlaceId subdistrict = city.enclosing(question.place, PlaceKind::subdistrict);
  if (!refusal && question.road && city.enclosing(question.road, PlaceKind::subdistrict) != subdistrict) {
    refusal = {Reason::road_elsewhere, question.road.value};
  }
  std::string why = to_sentence(refusal, console.language == Language::english);
  std::string_view before = console.say("：", ": ");
  for (const PlaceId grid : rules::grids_meant(refusal)) {
    why.append(std::exchange(before, console.say("、", ", "))).append(text_of(named(city, grid)));
  }
  if (refusal) throw std::runtime_error(why);
}

std::uint8_t read_condition(const Options& options, const Category& category, const Console& console) {
  const auto number = static_cast<std::size_t>(options.condition);
  const bool is_known = number < category.conditions.size() && category.conditions[number].present;
  if (number != 0 && !is_known) {
    const auto last = static_cast<std::uint32_t>(std::max<std::size_t>(category.conditions.size(), 1) - 1);
    throw std::runtime_error(to_sentence({Reason::unknown_condition, static_cast<std::uint32_t>(number), last},
                                         console.language == Language::english));
  }
  return static_cast<std::uint8_t>(number);
}

Party read_complained_of(const Options& options, const Configuration& city, const Console& console) {
  if (options.complained_of.empty()) return {};
  for (std::uint32_t id = 1; id < city.person_names.size(); ++id) {
    if (city.people[id].present && city.person_names[id].code == options.complained_of) return PersonId{id};
  }
  return OrganisationId{find_code("--complained-of", options.complained_of, city.organisation_names, console,
                                  [&](std::uint32_t id) { return city.organisations[id].present; })};
}

std::chrono::sys_days day_of(const std::string& text, const Console& console) {
  const std::optional<Instant> midnight = text.size() == 10 ? parse_instant(text, Duration{0}) : std::nullopt;
  if (!midnight)
    throw std::runtime_error(
        text + std::string(console.say("：不是日期，写作 2026-03-11", ": no date, write it as 2026-03-11")));
  return std::chrono::floor<std::chrono::days>(*midnight);
}

// The city with these as days off (放假), or as workdays (调休).
std::shared_ptr<const Configuration> with_days(const Configuration& city, const Options& options,
                                               const Console& console) {
  auto changed = std::make_shared<Configuration>(city);
  const auto put = [&](const std::string& text, std::vector<std::chrono::sys_days>& into,
                       std::vector<std::chrono::sys_days>& out_of) {
    const std::chrono::sys_days day = day_of(text, console);
    std::erase(out_of, day);
    into.insert(std::ranges::lower_bound(into, day), day);
  };
  for (const std::string& day : options.holidays)
    put(day, changed->calendars.city.days_off, changed->calendars.city.workdays);
  for (const std::string& day : options.workdays)
    put(day, changed->calendars.city.workdays, changed->calendars.city.days_off);
  return changed;
}

// The effect of the situations that are named; for a log's city those in force there count too.
const SituationEffect* read_effect(const Options& options, const Case& asked, const City* log, const Console& console) {
  const Configuration& city = *asked.city;
  std::vector<SituationId> in_force;
  for (const std::string& code : options.situations) {
    in_force.push_back(SituationId{
        static_cast<std::uint16_t>(find_code("--situation", code, city.situation_names, console,
                                             [&](std::uint32_t id) { return city.situations[id].present; }))});
  }
  const auto is_in_force = [&](SituationId situation) {
    return std::ranges::find(in_force, situation) != in_force.end() ||
           (log != nullptr && rules::in_force(*log, situation, asked.question.place) != nullptr);
  };
  return rules::first_effect(city.categories[asked.question.category.value], asked.question.condition, is_in_force);
}

Case read_case(const Options& options, const Console& console) {
  Case asked;
  std::optional<DataFolder> data;
  if (options.data.empty()) {
    asked.city = read_sound_configuration(options.city, console);
  } else {
    data.emplace(options.data, console);
    asked.city = data->configuration();
    asked.version = data->city().version();
  }
  const Configuration& city = *asked.city;
  asked.at = instant_named("--at", options.at, city.calendars.city.utc_offset, console);
  read_where(options, city, console, asked.question);
  asked.question.category.value =
      static_cast<std::uint16_t>(find_code("--category", options.category, city.category_names, console,
                                           [&](std::uint32_t id) { return city.categories[id].present; }));
  asked.question.condition = read_condition(options, city.categories[asked.question.category.value], console);
  asked.question.severity = static_cast<std::uint8_t>(options.severity);
  asked.question.complained_of = read_complained_of(options, city, console);
  const City* const log = data ? &data->city() : nullptr;
  asked.question.effect = read_effect(options, asked, log, console);
  asked.explanation = rules::explain(city, asked.question, asked.at);
  if (!options.holidays.empty() || !options.workdays.empty()) {
    asked.by_calendar = asked.explanation.stages;
    asked.city = with_days(city, options, console);
    asked.question.effect = read_effect(options, asked, log, console);
    asked.explanation = rules::explain(*asked.city, asked.question, asked.at);
  }
  return asked;
}

// --- words

const Words& words_of(Standing standing) {
  static constexpr Words words[]{{"acts", "在岗", "acts"},
                                 {"nobody_named", "空缺", "vacant"},
                                 {"on_leave", "请假", "on leave"},
                                 {"complained_of", "被投诉", "complained of"}};
  return words[static_cast<std::size_t>(standing)];
}

const Words& words_of(SeverityReason reason) {
  static constexpr Words words[]{{"given", "填报时指定", "given"},
                                 {"situation", "按状况", "by the situation"},
                                 {"category", "该类别规定", "the category's"},
                                 {"condition_can_wait", "该立案条件全部按工作时间计时，最高为 3 级",
                                  "the condition's limits all run on the working clock: 3 at most"}};
  return words[static_cast<std::size_t>(reason)];
}

// The post that follows up (跟办) where an organisation leads; none where a post leads.
PostId follows_up(const Explanation& explanation) {
  return explanation.route.lead.is_organisation() ? explanation.route.chain.posts[explanation.route.acting_step]
                                                  : PostId{};
}

// --- JSON

json::value to_json(const Case& asked, const Candidate& candidate) {
  json::object out{{"person", json_of(named(*asked.city, candidate.person))},
                   {"standing", words_of(candidate.standing).name}};
  if (candidate.standing == Standing::on_leave) {
    out["back"] = format_instant(candidate.back, asked.city->calendars.city.utc_offset);
  }
  return out;
}

json::value to_json(const Case& asked, const ChainPost& post) {
  json::object out = json_of(named(*asked.city, post.post)).as_object();
  out["level"] = wangge::words_of(asked.city->posts[post.post.value].level).name;
  out["on_duty"] = nullptr;
  if (post.on_duty.person) {
    json::object on_duty = to_json(asked, post.on_duty).as_object();
    on_duty["until"] = format_instant(post.handed_over, asked.city->calendars.city.utc_offset);
    out["on_duty"] = std::move(on_duty);
  }
  out["holder"] = to_json(asked, post.holder);
  out["deputy"] = to_json(asked, post.deputy);
  out["acting"] = json_of(named(*asked.city, post.acting));
  return out;
}

// When the stage would be due by the city's own calendar; nothing where no other calendar was asked about.
std::optional<Instant> due_by_calendar(const Case& asked, const StageDue& stage) {
  const auto found = std::ranges::find(asked.by_calendar, stage.stage, &StageDue::stage);
  if (found == asked.by_calendar.end()) return std::nullopt;
  return found->due;
}

json::value to_json(const Case& asked, const StageDue& stage) {
  const std::optional<Instant> by_calendar = due_by_calendar(asked, stage);
  return {{"stage", wangge::words_of(stage.stage).name},
          {"amount", stage.limit.amount},
          {"unit", wangge::words_of(stage.limit.unit).name},
          {"due", stage.from_situations_end || stage.from_filing
                      ? json::value(nullptr)
                      : json::value(format_instant(stage.due, asked.city->calendars.city.utc_offset))},
          {"from_situations_end", stage.from_situations_end},
          {"from_filing", stage.from_filing},
          {"by_calendar", by_calendar ? json::value(format_instant(*by_calendar, asked.city->calendars.city.utc_offset))
                                      : json::value(nullptr)},
          {"provisional", stage.provisional}};
}

json::value lead_to_json(const Case& asked) {
  const Configuration& city = *asked.city;
  const rules::Route& route = asked.explanation.route;
  json::object lead = json_of(city, route.lead).as_object();
  lead["reason"] = wangge::words_of(route.lead_reason).name;
  lead["sought"] = json_of(named(city, route.sought));
  return lead;
}

json::value first_post_to_json(const Case& asked) {
  const rules::Route& route = asked.explanation.route;
  json::object post = json_of(named(*asked.city, route.chain.posts[0])).as_object();
  post["reason"] = wangge::words_of(route.first_post_reason).name;
  return post;
}

json::value to_json(const Case& asked) {
  const Configuration& city = *asked.city;
  const Explanation& explanation = asked.explanation;
  json::array chain, offers, told, limits;
  for (const ChainPost& post : explanation.chain) chain.push_back(to_json(asked, post));
  for (const Offer& offer : explanation.route.offers) {
    json::object entry = json_of(city, offer.who).as_object();
    entry["reason"] = wangge::words_of(offer.reason).name;
    offers.push_back(std::move(entry));
  }
  for (const StageDue& stage : explanation.stages) limits.push_back(to_json(asked, stage));
  if (explanation.route.tell_chain) {
    for (const ChainPost& post : explanation.chain) told.push_back(json_of(named(city, post.post)));
  }
  json::object out;
  out["city"] = json::object{{"code", city.city_code}, {"name", city.city_name}};
  out["version"] = asked.version != 0 ? json::value(asked.version) : json::value(nullptr);
  out["at"] = format_instant(asked.at, city.calendars.city.utc_offset);
  out["place"] = json_of(named(city, asked.question.place));
  out["road"] = json_of(named(city, asked.question.road));
  out["asset"] = json_of(city.asset_names[asked.question.subject.asset().value]);
  out["category"] = json_of(named(city, asked.question.category));
  out["condition"] = asked.question.condition;
  out["severity"] = explanation.route.severity;
  out["severity_reason"] = words_of(explanation.severity_reason).name;
  out["first_post"] = first_post_to_json(asked);
  out["checks_first"] = json_of(named(city, explanation.checks));
  out["chain"] = std::move(chain);
  out["lead"] = lead_to_json(asked);
  out["follows_up"] = json_of(named(city, follows_up(explanation)));
  out["offers"] = std::move(offers);
  out["limits"] = std::move(limits);
  out["made_continuous"] = explanation.made_continuous;
  out["told_at_once"] = std::move(told);
  return out;
}

// --- for people

std::string describe(const Case& asked, const Candidate& candidate, const Console& console) {
  const bool is_english = console.language == Language::english;
  const std::string standing(words_of(candidate.standing).in(is_english));
  switch (candidate.standing) {
    case Standing::nobody_named: return standing;
    case Standing::acts: return named(*asked.city, candidate.person).name;
    case Standing::on_leave:
      return named(*asked.city, candidate.person).name + " (" + standing + console.say("至 ", " until ").data() +
             format_instant(candidate.back, asked.city->calendars.city.utc_offset) + ")";
    case Standing::complained_of: return named(*asked.city, candidate.person).name + " (" + standing + ")";
  }
  return standing;
}

// The person on duty by the post's roster, before its holder: "值班 王一 (至 2026-03-17T08:00:00+08:00)".
std::string describe_duty(const Case& asked, const ChainPost& post, const Console& console) {
  if (!post.on_duty.person) return "";
  return console.say("值班 ", "on duty ").data() + describe(asked, post.on_duty, console) +
         console.say(" (至 ", " (until ").data() +
         format_instant(post.handed_over, asked.city->calendars.city.utc_offset) + ")";
}

void print_question(const Case& asked, const Console& console) {
  const Configuration& city = *asked.city;
  const bool is_english = console.language == Language::english;
  const Explanation& explanation = asked.explanation;
  const auto line = [&](std::string_view chinese, std::string_view english, const std::string& value) {
    print_line(std::cout, console.say(chinese, english), {Cell(value)}, console);
  };
  const Category& category = city.categories[asked.question.category.value];
  line("时间", "received", format_instant(asked.at, city.calendars.city.utc_offset));
  line("地点", "place", text_of(named(city, asked.question.place)));
  if (asked.question.road) line("街巷", "road", text_of(named(city, asked.question.road)));
  if (asked.question.subject) line("部件", "asset", text_of(city.asset_names[asked.question.subject.asset().value]));
  line("类别", "category", text_of(named(city, asked.question.category)));
  if (asked.question.condition != 0) line("立案条件", "condition", category.conditions[asked.question.condition].name);
  line("严重程度", "severity",
       fmt::format("{} — {}", explanation.route.severity, words_of(explanation.severity_reason).in(is_english)));
  line("首责岗位", "first post",
       text_of(named(city, explanation.route.chain.posts[0])) + " — " +
           std::string(wangge::words_of(explanation.route.first_post_reason).in(is_english)));
  std::string lead = text_of(named(city, explanation.route.lead)) + " — " +
                     std::string(wangge::words_of(explanation.route.lead_reason).in(is_english));
  if (explanation.route.sought) lead += " (" + text_of(named(city, explanation.route.sought)) + ")";
  if (explanation.checks) line("先核实", "checked first by", text_of(named(city, explanation.checks)));
  line(explanation.checks ? "立案后主办" : "主办", explanation.checks ? "lead, once filed" : "lead", lead);
  if (const PostId post = follows_up(explanation)) line("跟办", "follows up", text_of(named(city, post)));
  line("立即告知", "told at once",
       std::string(explanation.route.tell_chain ? console.say("五长链全部岗位", "every post of the chain")
                                                : console.say("无", "nobody")));
}

void print_chain(const Case& asked, const Console& console) {
  const bool is_english = console.language == Language::english;
  const std::uint8_t acting_step = asked.explanation.route.acting_step;
  const bool has_roster =
      std::ranges::any_of(asked.explanation.chain, [](const ChainPost& post) { return bool(post.on_duty.person); });
  std::vector<Column> columns{{std::string(console.say("五长链", "chain"))},
                              {std::string(console.say("层级", "level"))},
                              {std::string(console.say("任职人", "holder"))},
                              {std::string(console.say("副职", "deputy"))},
                              {std::string(console.say("结果", "outcome"))}};
  if (has_roster) columns.insert(columns.begin() + 2, Column{std::string(console.say("值班表", "roster"))});
  Table table(std::move(columns));
  for (std::size_t step = 0; step < asked.explanation.chain.size(); ++step) {
    const ChainPost& post = asked.explanation.chain[step];
    const std::string acting = named(*asked.city, post.acting).name;
    Cell outcome = acting;
    if (!post.acting) outcome = {std::string(console.say("无人在岗", "nobody acts")), Meaning::bad};
    if (step < acting_step) {
      outcome = post.acting
                    ? Cell(std::string(
                          console.say("越过：由街道查找产权单位", "passed over: the subdistrict seeks the owner")))
                    : Cell(std::string(console.say("跳过：无人在岗", "skipped: nobody acts")), Meaning::warning);
    }
    if (step == acting_step && post.acting) outcome = {"→ " + acting, Meaning::good};
    std::vector<Cell> cells{text_of(named(*asked.city, post.post)),
                            wangge::words_of(asked.city->posts[post.post.value].level).in(is_english),
                            describe(asked, post.holder, console), describe(asked, post.deputy, console), outcome};
    if (has_roster) cells.insert(cells.begin() + 2, Cell{describe_duty(asked, post, console)});
    table.add(std::move(cells));
  }
  table.print(std::cout, console);
}

void print_offers(const Case& asked, const Console& console) {
  Table table({{std::string(console.say("资源方", "owns or offers"))}, {std::string(console.say("理由", "reason"))}});
  for (const Offer& offer : asked.explanation.route.offers) {
    table.add({text_of(named(*asked.city, offer.who)),
               wangge::words_of(offer.reason).in(console.language == Language::english)});
  }
  table.print(std::cout, console);
}

void print_limits(const Case& asked, const Console& console) {
  const bool is_english = console.language == Language::english;
  Table table({{std::string(console.say("阶段", "stage"))},
               {std::string(console.say("时限", "limit"))},
               {std::string(console.say("截止时间", "deadline"))},
               {std::string(console.say("说明", "note"))}});
  for (const StageDue& stage : asked.explanation.stages) {
    std::string note;
    if (const std::optional<Instant> by_calendar = due_by_calendar(asked, stage);
        by_calendar && *by_calendar != stage.due) {
      note = std::string(console.say("现行日历为 ", "by the city's calendar ")) +
             format_instant(*by_calendar, asked.city->calendars.city.utc_offset);
    }
    if (asked.explanation.made_continuous)
      note = console.say("紧急：改按连续时间计时", "urgent: counted on the continuous clock");
    if (stage.provisional)
      note = console.say("暂定：该年放假安排尚未公布", "provisional: no list of holidays for that year yet");
    const std::string due = stage.from_situations_end
                                ? std::string(console.say("状况结束起算", "from the end of the situation"))
                            : stage.from_filing ? std::string(console.say("立案起算", "from when it is filed"))
                                                : format_instant(stage.due, asked.city->calendars.city.utc_offset);
    table.add({wangge::words_of(stage.stage).in(is_english), to_text(stage.limit, is_english), due, note});
  }
  table.print(std::cout, console);
}

void print(const Case& asked, const Console& console) {
  print_question(asked, console);
  std::cout << "\n";
  print_chain(asked, console);
  std::cout << "\n";
  print_offers(asked, console);
  std::cout << "\n";
  print_limits(asked, console);
}

int run(const Options& options, const Console& console) {
  const Case asked = read_case(options, console);
  if (options.as_json) {
    std::cout << json::serialize(to_json(asked)) << "\n";
  } else {
    print(asked, console);
  }
  return 0;
}

}  // namespace

void add_explain(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "explain",
      "例 / examples:\n"
      "  wangge explain --grid 22088100100101 --category 0304 --at 2026-03-10T20:15\n"
      "  wangge explain --asset 22088100100101X01A02 --category 0206 --at 2026-03-10T20:15\n"
      "诉求会派给谁、为什么、何时到期；不提交 / who would get a demand, why, and by when; nothing is submitted");
  command->add_option("--grid", options->grid, "网格代码 / the grid's code");
  command->add_option("--compound", options->compound, "小区 / compound");
  command->add_option("--building", options->building, "楼栋 / building");
  command->add_option("--unit", options->unit, "单元 / unit");
  command->add_option("--street", options->street, "街（路段）/ section of a street");
  command->add_option("--lane", options->lane, "路(巷) / lane");
  command->add_option("--asset", options->asset,
                      "部件；写了部件，可不写网格 / asset; with it the grid may be left out");
  command->add_option("--category", options->category, "类别代码 / the category's code")->required();
  command->add_option("--condition", options->condition, "立案条件序号 / number of the filing condition")
      ->check(cli::in_range(1, 255));
  command->add_option("--severity", options->severity, "严重程度，1 最重 / severity, 1 the gravest")
      ->one_of(severity_words());
  command->add_option("--complained-of", options->complained_of,
                      "被投诉的人员或单位 / person or organisation complained of");
  command->add_option("--at", options->at, "收到时间 / when it is received")->required();
  command->add_option("--if-holiday", options->holidays,
                      "假如这天放假，如 2026-03-11 / as if that day were off, as 2026-03-11");
  command->add_option("--if-workday", options->workdays, "假如这天上班 / as if that day were a workday");
  command->add_option("--situation", options->situations,
                      "假如这个状况生效，如 降雪 / as if that situation were in force");
  cli::Option* city =
      command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str();
  command->add_option("--data", options->data, "改用此数据文件夹中的城市 / the city in this data folder instead")
      ->excludes(city);
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
