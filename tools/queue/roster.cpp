#include "tools/queue/roster.h"

#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/limits.h"
#include "engine/views/roster.h"
#include "tools/address.h"
#include "tools/log/data_folder.h"
#include "tools/engine_options.h"
#include "tools/names.h"
#include "tools/queue/queue_rows.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using views::Noun;
using views::RosterRow;

struct Options {
  std::string post;
  std::string from;  // empty: now
  int weeks = 2;
  std::string city = "config/taonan", data;
  EngineOptions engine;  // without a token: the city of a folder is read, which is not running
};

// A post's roster with the names that it needs.
struct Listed {
  Named post;
  Duration utc_offset = Calendar{}.utc_offset;
  Instant at;
  std::vector<RosterRow> rows;
  std::map<PersonId, Named> people;

  std::string time(Seconds seconds) const { return format_instant(to_instant(seconds), utc_offset); }
};

// --- of a city's tables

Listed read_city(const Options& options, const Console& console) {
  const CityAt read = read_city_at(options.city, options.data, console);
  const Configuration& city = *read.city;
  Listed listed;
  const PostId post{find_code("--post", options.post, city.post_names, console,
                              [&](std::uint32_t id) { return city.posts[id].present; })};
  listed.utc_offset = city.calendars.city.utc_offset;
  listed.at = options.from.empty() ? read.now : instant_named("--from", options.from, listed.utc_offset, console);
  listed.post = named(city, post);
  listed.rows = views::roster_rows(city, post, listed.at, static_cast<std::uint8_t>(options.weeks));
  for (const RosterRow& row : listed.rows) listed.people[row.person] = named(city, row.person);
  return listed;
}

// --- of a running engine

Listed ask_engine(RunningEngine& engine, const views::AskRoster& question, const Console& console) {
  views::Roster roster = engine.ask(question);
  if (!roster.known)
    throw std::runtime_error(
        std::string(console.say("无权查看这个岗位的值班表", "that post's roster is not yours to see")));
  Listed listed;
  listed.post = engine.name_of(Noun::post, question.post.value);
  listed.at = to_instant(question.from == 0 ? roster.at : question.from);
  listed.rows = std::move(roster.rows);
  for (const RosterRow& row : listed.rows) listed.people[row.person] = engine.name_of(Noun::person, row.person.value);
  return listed;
}

Listed ask_engine(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  views::AskRoster question{.post = PostId{engine.require_id(Noun::post, options.post, console)},
                            .from = 0,
                            .weeks = static_cast<std::uint8_t>(options.weeks)};
  if (!options.from.empty())
    question.from = to_seconds(instant_named("--from", options.from, Calendar{}.utc_offset, console));
  return ask_engine(engine, question, console);
}

// --- who is on duty when

json::value to_json(const Listed& listed, const RosterRow& row) {
  return {{"person", json_of(listed.people.at(row.person))},
          {"from", listed.time(row.from)},
          {"until", listed.time(row.until)},
          {"by", row.is_shift ? "shift" : "rotation"},
          {"why", row.why}};
}

std::string ground_of(const RosterRow& row, const Console& console) {
  if (row.is_shift && !row.why.empty()) return row.why;
  return std::string(row.is_shift ? console.say("另排", "a shift") : console.say("轮值", "in turn"));
}

void print(const Listed& listed, const Console& console) {
  std::cout << text_of(listed.post) << "\n";
  if (listed.rows.empty()) {
    std::cout << console.say("这段时间未排班，由任职人负责", "nobody is on the roster then: its holder answers")
              << "\n";
    return;
  }
  const auto title = [&](std::string_view chinese, std::string_view english) {
    return Column{std::string(console.say(chinese, english))};
  };
  Table table({title("自", "from"), title("至", "until"), title("值班", "on duty"), title("依据", "why")});
  for (const RosterRow& row : listed.rows) {
    table.add({listed.time(row.from), listed.time(row.until), text_of(listed.people.at(row.person)),
               ground_of(row, console)});
  }
  table.print(std::cout, console);
}

int list(const Options& options, const Console& console) {
  const Listed listed = options.engine.token.empty() ? read_city(options, console) : ask_engine(options, console);
  if (options.engine.as_json) {
    json::array rows;
    for (const RosterRow& row : listed.rows) rows.push_back(to_json(listed, row));
    const json::object out{{"post", json_of(listed.post)},
                           {"at", format_instant(listed.at, listed.utc_offset)},
                           {"roster", std::move(rows)}};
    std::cout << json::serialize(out) << "\n";
  } else {
    print(listed, console);
  }
  return 0;
}

// --- what is handed over

// How far ahead the roster is read to see who comes next.
constexpr std::uint8_t weeks_ahead = limits::rotation_days_max / 7 + 2;

struct HandOver {
  Listed roster;
  std::optional<RosterRow> on_duty, next;
  views::Queue queue;
  std::vector<views::Status> since;  // those of its rows that were received since the last hand-over
};

HandOver read_hand_over(RunningEngine& engine, const Options& options, const Console& console) {
  const PostId post = PostId{engine.require_id(Noun::post, options.post, console)};
  HandOver read;
  read.roster = ask_engine(engine, {.post = post, .from = 0, .weeks = weeks_ahead}, console);
  for (const RosterRow& row : read.roster.rows) {
    if (to_instant(row.from) <= read.roster.at) {
      read.on_duty = row;
    } else if (!read.next) {
      read.next = row;
    }
  }
  read.queue = engine.require(engine.client().queue({.owner = post, .scope = {}, .filter = {}}));
  for (const views::Status& row : read.queue.rows) {
    if (read.on_duty && row.received >= read.on_duty->from) read.since.push_back(row);
  }
  return read;
}

void print_json(const HandOver& read, const QueueRows& rows) {
  const Listed& roster = read.roster;
  json::object out{{"post", json_of(roster.post)}, {"at", format_instant(roster.at, roster.utc_offset)}};
  out["on_duty"] = read.on_duty ? to_json(roster, *read.on_duty) : json::value(nullptr);
  out["next"] = read.next ? to_json(roster, *read.next) : json::value(nullptr);
  out["queue"] = rows.json(read.queue);
  out["since"] = rows.json(read.since);
  std::cout << json::serialize(out) << "\n";
}

void print(const HandOver& read, const QueueRows& rows, const Console& console) {
  const Listed& roster = read.roster;
  const auto line = [&](std::string_view title, const RosterRow& row) {
    std::cout << title << text_of(roster.people.at(row.person)) << "  " << roster.time(row.from) << " – "
              << roster.time(row.until) << "\n";
  };
  std::cout << text_of(roster.post) << "\n";
  if (read.on_duty) line(console.say("值班：", "on duty: "), *read.on_duty);
  if (!read.on_duty)
    std::cout << console.say("未排班，由任职人负责", "nobody is on the roster: the post's holder answers") << "\n";
  if (read.next) line(console.say("接班：", "next: "), *read.next);
  std::cout << QueueRows::summary(read.queue.counts, console) << "\n";
  if (!read.queue.rows.empty()) rows.table(read.queue.rows, views::queue_rows_max, console).print(std::cout, console);
  if (!read.on_duty) return;
  const bool is_cut = read.queue.counts.all > read.queue.rows.size();
  std::cout << "\n"
            << console.say("上次交接以来收到 ", "received since the last hand-over: ") << read.since.size()
            << (is_cut ? console.say(" 件（只算上面列出的）", " of those above") : console.say(" 件", "")) << "\n";
  if (!read.since.empty()) rows.table(read.since, views::queue_rows_max, console).print(std::cout, console);
}

int hand_over(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const HandOver read = read_hand_over(engine, options, console);
  QueueRows rows(engine);
  rows.learn(read.queue.rows);
  options.engine.as_json ? print_json(read, rows) : print(read, rows, console);
  return 0;
}

void add_hand_over(cli::App& roster, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = roster.add_subcommand(
      "handover",
      "例 / example: wangge roster handover --post P220881 --token duty.token\n"
      "交接：此刻在办的，逾期的在前；上次交接以来收到的 / what is open at this moment, late first, and what was "
      "received since the last hand-over");
  command->add_option("--post", options->post, "岗位 / code of the post")->required();
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = hand_over(*options, console_of(*command)); });
}

}  // namespace

void add_roster(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand("roster",
                                         "例 / examples:\n"
                                         "  wangge roster --post P220881 --weeks 4 --city config/taonan\n"
                                         "  wangge roster --post P220881 --token duty.token\n"
                                         "  wangge roster handover --post P220881 --token duty.token\n"
                                         "值班表：一个岗位何时由谁值班 / who is on duty for a post, and when");
  command->add_option("--post", options->post, "岗位 / code of the post");
  command->add_option("--from", options->from, "自何时起，默认现在 / from then on, now unless given");
  command->add_option("--weeks", options->weeks, "多少周 / for so many weeks")
      ->check(cli::in_range(1, static_cast<int>(limits::roster_weeks_max)))
      ->capture_default_str();
  cli::Option* city =
      command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str();
  cli::Option* data =
      command->add_option("--data", options->data, "改用此数据文件夹中的城市 / the city in this data folder instead")
          ->excludes(city);
  cli::Option* token = command
                           ->add_option("--token", options->engine.token,
                                        "改问运行中的引擎：令牌文件 / ask a running engine instead: file with a token")
                           ->check(cli::existing_file())
                           ->excludes(city)
                           ->excludes(data);
  command->add_option("--to", options->engine.to, "引擎 地址:端口 / the engine, address:port")
      ->check(address_problem)
      ->needs(token)
      ->capture_default_str();
  command->add_flag("--json", options->engine.as_json, "输出 JSON / print JSON");
  add_hand_over(*command, exit_code);
  command->callback([options, command, &exit_code] {
    if (command->has_subcommand()) return;
    if (options->post.empty()) throw CLI::RequiredError("--post");
    exit_code = list(*options, console_of(*command));
  });
}

}  // namespace wangge::tools
