#include "tools/city/city_coverage.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/model/words.h"
#include "engine/rules/coverage.h"
#include "engine/rules/working_time.h"
#include "tools/log/data_folder.h"
#include "tools/names.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using rules::Absence;
using rules::Gap;
using rules::Holder;
using rules::TurnOnLeave;

constexpr std::size_t rows_shown = 20;
constexpr int weeks_max = 52;

struct Options {
  std::string city = "config/taonan", data;
  std::string from;  // empty: today
  int weeks = 4;
  std::string person;
  bool shows_all = false, as_json = false;
};

struct Report {
  std::shared_ptr<const Configuration> city;
  rules::Window window;
  rules::Coverage coverage;
  std::optional<Absence> supposed;                                  // the absence asked about with --person
  std::vector<std::pair<Party, NoticeQueue::Unreached>> unreached;  // recipients in the log of --data
};

Instant read_from(const Options& options, Duration utc_offset, Instant now, const Console& console) {
  if (options.from.empty()) return end_of_local_day(now, utc_offset) - std::chrono::days{1};
  return instant_named("--from", options.from, utc_offset, console);
}

Report read_report(const Options& options, const Console& console) {
  const CityAt read = read_city_at(options.city, options.data, console);
  Report report;
  report.city = read.city;
  for (const auto& [to, last] : read.unreached) report.unreached.emplace_back(Party::from_raw(to), last);
  const Configuration& city = *report.city;
  report.window.from = read_from(options, city.calendars.city.utc_offset, read.now, console);
  report.window.until = report.window.from + std::chrono::weeks{options.weeks};
  report.coverage = rules::coverage(city, report.window);
  if (!options.person.empty()) {
    const auto is_known = [&](std::uint32_t id) { return city.people[id].present; };
    const PersonId person{find_code("--person", options.person, city.person_names, console, is_known)};
    const Leave leave{person, report.window.from, report.window.until};
    const Configuration without = rules::with_leave(city, leave);
    report.supposed = rules::absence(without, rules::gaps(without, report.window), leave);
  }
  return report;
}

bool is_of_grid(const Configuration& city, const Gap& gap) { return city.posts[gap.post.value].level == Level::grid; }

std::vector<Gap> gaps_of_grids(const Report& report) {
  std::vector<Gap> gaps;
  std::ranges::copy_if(report.coverage.gaps, std::back_inserter(gaps),
                       [&](const Gap& gap) { return is_of_grid(*report.city, gap); });
  return gaps;
}

Duration length(const Gap& gap) { return gap.until - gap.from; }

Duration working_length(const Configuration& city, const Gap& gap) {
  return rules::working_between(city.calendars.of(city.posts[gap.post.value].place), gap.from, gap.until);
}

// --- the summary

struct Figure {
  std::string_view name, chinese, english;
  std::int64_t number = 0;
  bool is_time = false;  // whether the value is a time, in seconds
};

std::int64_t posts_among(const std::vector<Gap>& gaps) {  // they are ordered by post
  std::int64_t posts = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) posts += i == 0 || gaps[i].post != gaps[i - 1].post;
  return posts;
}

std::vector<Figure> figures(const Report& report) {
  const Configuration& city = *report.city;
  const rules::Coverage& coverage = report.coverage;
  const std::vector<Gap> of_grids = gaps_of_grids(report);
  Duration all{0}, working{0}, unanswered{0};
  for (const Gap& gap : of_grids) {
    all += length(gap);
    working += working_length(city, gap);
    if (!gap.answers) unanswered += length(gap);
  }
  const auto grids = std::ranges::count_if(
      city.places, [](const Place& place) { return place.present && place.kind == PlaceKind::grid; });
  const auto leaves = static_cast<std::int64_t>(coverage.absences.size());
  return {
      {"grids", "网格", "grids", grids},
      {"grids_with_gaps", "有时段网格内无人在岗的网格", "grids that at times have nobody acting in the grid",
       posts_among(of_grids)},
      {"gap_seconds", "网格内无人在岗合计（小时）", "hours with nobody acting in the grid, of all grids", all.count(),
       true},
      {"gap_working_seconds", "其中工作时间（小时）", "of those, working hours", working.count(), true},
      {"unanswered_seconds", "其中整条五长链无人在岗（小时）", "of those, hours with nobody acting on the whole chain",
       unanswered.count(), true},
      {"posts", "岗位", "posts", std::ranges::count_if(city.posts, &Post::present)},
      {"posts_with_gaps", "有时段无人在岗的岗位", "posts that at times have nobody acting", posts_among(coverage.gaps)},
      {"posts_vacant", "空缺的岗位", "posts where nobody is named", static_cast<std::int64_t>(coverage.vacant.size())},
      {"posts_on_one_person", "只靠一人的岗位", "posts that hang on one person",
       static_cast<std::int64_t>(coverage.on_one.size())},
      {"turns_on_leave", "值班的人请假的时段", "turns on duty of somebody who is on leave",
       static_cast<std::int64_t>(coverage.turns_on_leave.size())},
      {"holders_of_several", "任多个岗位的人员", "people who hold several posts",
       static_cast<std::int64_t>(coverage.holders.size())},
      {"holders_without_contact", "没有联系方式的任职人员", "people in post without a contact",
       static_cast<std::int64_t>(coverage.without_contact.size())},
      {"unreached", "最近的通知未能送达的责任人", "owners to whom the last notices were given up",
       static_cast<std::int64_t>(report.unreached.size())},
      {"leaves", "期间的请假", "leaves meanwhile", leaves},
      {"leaves_with_gaps", "其中使岗位或网格无人在岗的", "of those, such as leave a post or a grid with nobody acting",
       leaves - std::ranges::count_if(coverage.absences, [](const Absence& absence) { return absence.gaps.empty(); })},
  };
}

// --- JSON

json::value post_to_json(const Configuration& city, PostId id) {
  if (!id) return nullptr;
  json::object out = json_of(named(city, id)).as_object();
  out["level"] = words_of(city.posts[id.value].level).name;
  return out;
}

json::array to_json(const Configuration& city, const std::vector<Gap>& gaps) {
  const Duration offset = city.calendars.city.utc_offset;
  json::array out;
  for (const Gap& gap : gaps) {
    out.push_back(json::object{{"post", post_to_json(city, gap.post)},
                               {"place", json_of(named(city, city.posts[gap.post.value].place))},
                               {"from", format_instant(gap.from, offset)},
                               {"until", format_instant(gap.until, offset)},
                               {"seconds", length(gap).count()},
                               {"working_seconds", working_length(city, gap).count()},
                               {"answers", post_to_json(city, gap.answers)}});
  }
  return out;
}

json::object to_json(const Configuration& city, const Absence& absence) {
  const Duration offset = city.calendars.city.utc_offset;
  return {{"person", json_of(named(city, absence.leave.person))},
          {"from", format_instant(absence.leave.from, offset)},
          {"until", format_instant(absence.leave.until, offset)},
          {"gaps", to_json(city, absence.gaps)}};
}

json::array posts_to_json(const Configuration& city, const std::vector<PostId>& posts) {
  json::array out;
  for (const PostId id : posts) {
    json::object post = post_to_json(city, id).as_object();
    post["holder"] = json_of(named(city, city.posts[id.value].holder));
    post["deputy"] = json_of(named(city, city.posts[id.value].deputy));
    out.push_back(std::move(post));
  }
  return out;
}

json::array to_json(const Configuration& city, const std::vector<TurnOnLeave>& turns) {
  const Duration offset = city.calendars.city.utc_offset;
  json::array out;
  for (const TurnOnLeave& turn : turns) {
    out.push_back(json::object{{"post", post_to_json(city, turn.post)},
                               {"person", json_of(named(city, turn.person))},
                               {"from", format_instant(turn.from, offset)},
                               {"until", format_instant(turn.until, offset)}});
  }
  return out;
}

json::object to_json(const Report& report) {
  const Configuration& city = *report.city;
  const Duration offset = city.calendars.city.utc_offset;
  json::object summary;
  for (const Figure& figure : figures(report)) summary[figure.name] = figure.number;
  json::array holders, absences;
  for (const Holder& holder : report.coverage.holders) {
    holders.push_back(json::object{
        {"person", json_of(named(city, holder.person))}, {"posts", holder.posts}, {"without_deputy", holder.alone}});
  }
  for (const Absence& absence : report.coverage.absences) absences.push_back(to_json(city, absence));
  json::array without_contact, unreached;
  for (const PersonId person : report.coverage.without_contact) without_contact.push_back(json_of(named(city, person)));
  for (const auto& [to, last] : report.unreached) {
    unreached.push_back(json::object{
        {"to", json_of(named(city, to))}, {"person", json_of(named(city, last.holder))}, {"notices", last.notices}});
  }
  json::object out{{"city", json::object{{"code", city.city_code}, {"name", city.city_name}}},
                   {"from", format_instant(report.window.from, offset)},
                   {"until", format_instant(report.window.until, offset)},
                   {"summary", std::move(summary)},
                   {"grids", to_json(city, gaps_of_grids(report))},
                   {"posts_vacant", posts_to_json(city, report.coverage.vacant)},
                   {"posts_on_one_person", posts_to_json(city, report.coverage.on_one)},
                   {"turns_on_leave", to_json(city, report.coverage.turns_on_leave)},
                   {"holders_of_several", std::move(holders)},
                   {"holders_without_contact", std::move(without_contact)},
                   {"unreached", std::move(unreached)},
                   {"leaves", std::move(absences)}};
  out["supposed"] = report.supposed ? json::value(to_json(city, *report.supposed)) : json::value(nullptr);
  return out;
}

// --- for people

std::string hours(Duration duration) { return fmt::format("{:.1f}", static_cast<double>(duration.count()) / 3600.0); }

class CoverageTables {
 public:
  CoverageTables(const Report& report, const Options& options, const Console& console)
      : city_(*report.city), report_(report), options_(options), console_(console) {}

  void print() const {
    summary();
    list(say("网格内无人在岗的时段", "When nobody acts in the grid"), gap_columns(), gaps_of_grids(report_),
         [&](const Gap& gap) { return gap_cells(gap); });
    list(say("空缺的岗位", "Posts where nobody is named"), {{say("岗位", "post")}, {say("层级", "level")}},
         report_.coverage.vacant, [&](PostId post) {
           return std::vector<Cell>{text_of(named(city_, post)), level(post)};
         });
    list(say("只靠一人的岗位", "Posts that hang on one person"),
         {{say("岗位", "post")}, {say("层级", "level")}, {say("人员", "person")}}, report_.coverage.on_one,
         [&](PostId post) {
           const PersonId holder = city_.posts[post.value].holder;
           const PersonId person = holder ? holder : city_.posts[post.value].deputy;
           return std::vector<Cell>{text_of(named(city_, post)), level(post), text_of(named(city_, person))};
         });
    list(say("值班的人请假的时段", "Turns on duty of somebody who is on leave"),
         {{say("岗位", "post")}, {say("值班人员", "on duty")}, {say("自", "from")}, {say("至", "until")}},
         report_.coverage.turns_on_leave, [&](const TurnOnLeave& turn) {
           return std::vector<Cell>{text_of(named(city_, turn.post)), text_of(named(city_, turn.person)),
                                    time(turn.from), time(turn.until)};
         });
    list(say("任多个岗位的人员", "People who hold several posts"),
         {{say("人员", "person")},
          {say("岗位", "posts"), Align::right},
          {say("其中无副职", "of those, without a deputy"), Align::right}},
         report_.coverage.holders, [&](const Holder& holder) {
           return std::vector<Cell>{text_of(named(city_, holder.person)), std::to_string(holder.posts),
                                    std::to_string(holder.alone)};
         });
    without_contact();
    list(say("最近的通知未能送达的责任人", "To whom the last notices were given up"),
         {{say("责任人", "owner")}, {say("人员", "person")}, {say("连续未送达", "in a row"), Align::right}},
         report_.unreached, [&](const auto& row) {
           return std::vector<Cell>{text_of(named(city_, row.first)), text_of(named(city_, row.second.holder)),
                                    std::to_string(row.second.notices)};
         });
    absences();
    if (report_.supposed) supposed(*report_.supposed);
  }

 private:
  std::string say(std::string_view chinese, std::string_view english) const {
    return std::string(console_.say(chinese, english));
  }
  bool is_english() const { return console_.language == Language::english; }
  std::string time(Instant instant) const { return format_instant(instant, city_.calendars.city.utc_offset); }
  Cell level(PostId post) const { return words_of(city_.posts[post.value].level).in(is_english()); }

  void summary() const {
    std::cout << city_.city_name << " " << time(report_.window.from) << " – " << time(report_.window.until) << "\n";
    Table table({{say("数量", "count"), Align::right}, {say("在岗覆盖", "coverage")}});
    for (const Figure& figure : figures(report_)) {
      table.add({figure.is_time ? hours(Duration{figure.number}) : std::to_string(figure.number),
                 is_english() ? figure.english : figure.chinese});
    }
    table.print(std::cout, console_);
  }

  // Prints the first rows, or all; nothing where there are none.
  template <class Row, class CellsOf>
  void list(const std::string& title, std::vector<Column> columns, const std::vector<Row>& rows,
            CellsOf cells_of) const {
    if (rows.empty()) return;
    const std::size_t shown = options_.shows_all ? rows.size() : std::min(rows.size(), rows_shown);
    Table table(std::move(columns));
    for (std::size_t i = 0; i < shown; ++i) table.add(cells_of(rows[i]));
    std::cout << "\n" << title << "\n";
    table.print(std::cout, console_);
    if (shown < rows.size()) {
      std::cout << fmt::format(fmt::runtime(console_.say("还有 {} 个；--all 全部列出", "and {} more; --all")),
                               rows.size() - shown)
                << "\n";
    }
  }

  std::vector<Column> gap_columns() const {
    return {{say("岗位", "post")},
            {say("自", "from")},
            {say("至", "until")},
            {say("小时", "hours"), Align::right},
            {say("工作小时", "working hours"), Align::right},
            {say("由谁负责", "who answers")},
            {say("层级", "level")}};
  }

  std::vector<Cell> gap_cells(const Gap& gap) const {
    const Cell nobody{say("整条链无人在岗", "nobody on the whole chain"), Meaning::bad};
    return {text_of(named(city_, gap.post)),
            time(gap.from),
            time(gap.until),
            hours(length(gap)),
            hours(working_length(city_, gap)),
            gap.answers ? Cell{text_of(named(city_, gap.answers))} : nobody,
            gap.answers ? level(gap.answers) : Cell{"-"}};
  }

  // People without a contact are not listed where the city's table has no contacts at all.
  void without_contact() const {
    const auto has_contact = [](const Person& person) { return !person.contact.empty(); };
    if (std::ranges::none_of(city_.people, has_contact)) return;
    list(say("没有联系方式的任职人员", "People in post without a contact"), {{say("人员", "person")}},
         report_.coverage.without_contact,
         [&](PersonId person) { return std::vector<Cell>{text_of(named(city_, person))}; });
  }

  void absences() const {
    std::vector<std::pair<PersonId, Gap>> rows;
    for (const Absence& absence : report_.coverage.absences) {
      for (const Gap& gap : absence.gaps) rows.emplace_back(absence.leave.person, gap);
    }
    std::vector<Column> columns = gap_columns();
    columns.insert(columns.begin(), {say("请假人员", "on leave")});
    list(say("请假的影响", "What the leaves do"), std::move(columns), rows, [&](const auto& row) {
      std::vector<Cell> cells = gap_cells(row.second);
      cells.insert(cells.begin(), Cell{text_of(named(city_, row.first))});
      return cells;
    });
  }

  void supposed(const Absence& absence) const {
    const std::string title =
        say("假如期间一直不在：", "If away all the time: ") + text_of(named(city_, absence.leave.person));
    if (absence.gaps.empty()) {
      std::cout << "\n" << title << "\n" << say("其岗位都有人在岗", "somebody acts for each of their posts") << "\n";
    }
    list(title, gap_columns(), absence.gaps, [&](const Gap& gap) { return gap_cells(gap); });
  }

  const Configuration& city_;
  const Report& report_;
  const Options& options_;
  const Console& console_;
};

int run(const Options& options, const Console& console) {
  const Report report = read_report(options, console);
  if (options.as_json) {
    std::cout << json::serialize(to_json(report)) << "\n";
  } else {
    CoverageTables(report, options, console).print();
  }
  return 0;
}

}  // namespace

void add_city_coverage(cli::App& city, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = city.add_subcommand("coverage",
                                          "例 / examples:\n"
                                          "  wangge city coverage --city config/taonan --from 2026-03-09 --weeks 4\n"
                                          "  wangge city coverage --from 2026-03-09 --person R00162\n"
                                          "在岗覆盖：哪些网格何时无人在岗、由谁负责，哪些岗位只靠一人 / when nobody "
                                          "acts in a grid, who answers then, and which posts hang on one "
                                          "person");
  cli::Option* folder =
      command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str();
  command->add_option("--data", options->data, "改用此数据文件夹中的城市 / the city in this data folder instead")
      ->excludes(folder);
  command->add_option("--from", options->from, "自哪天起，默认今天 / from this day on, today unless given");
  command->add_option("--weeks", options->weeks, "多少周 / for so many weeks")
      ->check(cli::in_range(1, weeks_max))
      ->capture_default_str();
  command->add_option("--person", options->person, "假如此人期间一直不在 / as if this person were away all the time");
  command->add_flag("--all", options->shows_all, "全部列出 / list all");
  command->add_flag("--json", options->as_json, "输出 JSON，全部列出 / print JSON, all of it");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
