#include "tools/queue/situation.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "engine/model/words.h"
#include "tools/console.h"
#include "tools/engine_options.h"
#include "tools/names.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using views::Noun;

struct Options {
  std::string situation, place, as, since;
  EngineOptions engine;
};

int send(const Options& options, bool ends, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token, "situation");
  const SituationId situation{static_cast<std::uint16_t>(engine.id_of(Noun::situation, options.situation))};
  const PlaceId place{engine.id_of(Noun::place, options.place)};
  const PostId as{engine.id_of(Noun::post, options.as)};
  const Seconds since =
      options.since.empty() ? 0 : to_seconds(instant_named("--since", options.since, Calendar{}.utc_offset, console));
  const terminal::Receipt answer =
      engine.require(ends ? engine.client().send(EndSituation{situation, place, as})
                          : engine.client().send(DeclareSituation{situation, place, as, since}));
  json::object more{{"situation", options.situation}, {"place", options.place}};
  if (!answer.refusal) more["position"] = answer.position.value;
  const std::string done(ends ? console.say("已解除 ", "ended: ") : console.say("已宣布 ", "declared: "));
  return tell(options.engine.as_json, "done", answer.refusal, std::move(more),
              done + options.situation + " " + options.place);
}

void print(const views::Standing& standing, RunningEngine& engine, const Console& console) {
  if (standing.situations.empty()) std::cout << console.say("没有生效的状况", "no situation is in force") << "\n";
  Table situations({{std::string(console.say("状况", "situation"))},
                    {std::string(console.say("地点", "place"))},
                    {std::string(console.say("从", "since"))},
                    {std::string(console.say("宣布", "declared by"))}});
  for (const SituationInForce& one : standing.situations) {
    situations.add({text_of(engine.name_of(Noun::situation, one.situation.value)),
                    text_of(engine.name_of(Noun::place, one.place.value)), format_local(one.since),
                    text_of(engine.name_of(Noun::post, one.by.post().value))});
  }
  if (!standing.situations.empty()) situations.print(std::cout, console);
  if (standing.jobs.empty()) return;
  Table jobs({{std::string(console.say("正在调整", "change under way"))},
              {std::string(console.say("从", "since"))},
              {std::string(console.say("已看", "seen")), Align::right},
              {std::string(console.say("共", "of")), Align::right},
              {std::string(console.say("已改", "changed")), Align::right}});
  for (const Job& job : standing.jobs) {
    const std::string what(words_of(job.kind).in(console.language == Language::english));
    const std::string of =
        job.kind == JobKind::situation ? " " + engine.name_of(Noun::situation, job.situation.value).name : "";
    jobs.add({what + of, format_local(job.begun), std::to_string(job.next), std::to_string(job.end),
              std::to_string(job.changed)});
  }
  jobs.print(std::cout, console);
}

json::object to_json(const views::Standing& standing, RunningEngine& engine) {
  json::array situations, jobs;
  for (const SituationInForce& one : standing.situations) {
    situations.push_back(json::object{{"situation", json_of(engine.name_of(Noun::situation, one.situation.value))},
                                      {"place", json_of(engine.name_of(Noun::place, one.place.value))},
                                      {"since", format_local(one.since)},
                                      {"by", json_of(engine.name_of(Noun::post, one.by.post().value))},
                                      {"declared", one.declared.value}});
  }
  for (const Job& job : standing.jobs) {
    jobs.push_back(json::object{{"id", job.id.value},
                                {"kind", words_of(job.kind).name},
                                {"situation", json_of(engine.name_of(Noun::situation, job.situation.value))},
                                {"place", json_of(engine.name_of(Noun::place, job.place.value))},
                                {"begun", format_local(job.begun)},
                                {"seen", job.next},
                                {"of", job.end},
                                {"changed", job.changed}});
  }
  return {{"situations", std::move(situations)}, {"jobs", std::move(jobs)}};
}

int list(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const views::Standing standing = engine.ask(views::AskStanding{});
  if (options.engine.as_json) {
    std::cout << json::serialize(to_json(standing, engine)) << "\n";
  } else {
    print(standing, engine, console);
  }
  return 0;
}

cli::App* add_sending(cli::App& situation, const std::shared_ptr<Options>& options, bool ends, int& exit_code) {
  cli::App* command =
      ends ? situation.add_subcommand(
                 "end",
                 "例 / example: wangge situation end 降雪 --place 220881 --as P220881 --token duty.token\n"
                 "解除：等它结束的时限从此刻起算 / it is over: the limits that wait for that begin now")
           : situation.add_subcommand(
                 "declare",
                 "例 / example: wangge situation declare 降雪 --place 220881 --as P220881 --token duty.token\n"
                 "宣布：按 situation_effects.csv 改变新来诉求的时限起点、级别和首接 / it is in force: "
                 "it changes demands that come in, by situation_effects.csv");
  command->add_option("SITUATION", options->situation, "状况代码 / its code")->required();
  command
      ->add_option("--place", options->place,
                   "市、街道、社区或网格 / code of the city, a subdistrict, community or grid")
      ->required();
  command->add_option("--as", options->as, "以哪个岗位 / code of the post that says so")->required();
  if (!ends) command->add_option("--since", options->since, "从何时起，最多一天前 / since when, at most a day ago");
  add_engine_options(*command, options->engine);
  command->callback([options, command, ends, &exit_code] { exit_code = send(*options, ends, console_of(*command)); });
  return command;
}

}  // namespace

void add_situation(cli::App& app, int& exit_code) {
  cli::App* situation = app.add_subcommand(
      "situation", "状况：降雪、寒潮、供热期，由岗位宣布和解除 / situations, declared and ended by a post");
  situation->require_subcommand(1);
  add_sending(*situation, std::make_shared<Options>(), false, exit_code);
  add_sending(*situation, std::make_shared<Options>(), true, exit_code);
  const auto options = std::make_shared<Options>();
  cli::App* command = situation->add_subcommand(
      "list",
      "例 / example: wangge situation list --token station.token\n"
      "生效的状况，正在进行的批量调整 / those in force, and the changes to all demands under way");
  add_engine_options(*command, options->engine);
  command->callback([options, command, &exit_code] { exit_code = list(*options, console_of(*command)); });
}

}  // namespace wangge::tools
