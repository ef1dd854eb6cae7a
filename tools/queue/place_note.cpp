#include "tools/queue/place_note.h"

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include <boost/json.hpp>

#include "engine/registers/notes/notes.h"
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
namespace notes = registers::notes;
using views::Noun;

struct Options {
  std::string place, as, text;
  bool removes = false;
  EngineOptions engine;
};

int write(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token, "note");
  notes::NotePlace command{.place = PlaceId{engine.id_of(Noun::place, options.place)}, .as = {}, .text = options.text};
  if (!options.as.empty()) command.as = PostId{engine.require_id(Noun::post, options.as, console)};
  const terminal::Receipt answer = engine.require(engine.client().send(command));
  json::object more{{"place", options.place}};
  if (!answer.refusal) more["position"] = answer.position.value;
  const std::string done(options.removes ? console.say("已撤下备注：", "taken back: ")
                                         : console.say("已写下备注：", "noted: "));
  return tell(options.engine.as_json, "noted", answer.refusal, std::move(more), done + options.place);
}

Table table_of(const notes::NotesFound& found, RunningEngine& engine, const Console& console) {
  Table table({{std::string(console.say("地点", "place"))},
               {std::string(console.say("备注", "note"))},
               {std::string(console.say("写于", "written"))},
               {std::string(console.say("岗位", "by"))}});
  for (const notes::PlaceNote& row : found.rows) {
    table.add({text_of({row.code, row.name}), row.text, format_local(row.at),
               row.as ? text_of(engine.name_of(Noun::post, row.as.post().value))
                      : std::string(console.say("网格站", "grid station"))});
  }
  return table;
}

json::object to_json(const notes::NotesFound& found, RunningEngine& engine) {
  json::array rows;
  for (const notes::PlaceNote& row : found.rows) {
    rows.push_back(
        json::object{{"place", json_of({row.code, row.name})},
                     {"text", row.text},
                     {"at", format_local(row.at)},
                     {"as", row.as ? json_of(engine.name_of(Noun::post, row.as.post().value)) : json::value()}});
  }
  return {{"notes", std::move(rows)}, {"cut_off", found.is_cut_off}};
}

int list(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const notes::NotesFound found = engine.ask(
      notes::AskNotes{.owner = {}, .scope = PlaceId{engine.require_id(Noun::place, options.place, console)}});
  if (!found.is_known)
    throw std::runtime_error(std::string(console.say("无权查看这个地方", "that place is not yours to see")));
  if (options.engine.as_json) {
    std::cout << json::serialize(to_json(found, engine)) << "\n";
  } else if (found.rows.empty()) {
    std::cout << console.say("没有备注", "no notes") << "\n";
  } else {
    table_of(found, engine, console).print(std::cout, console);
  }
  return 0;
}

}  // namespace

void print_place_notes(RunningEngine& engine, Party owner, PlaceId scope, const Console& console, std::ostream& out) {
  const notes::NotesFound found = engine.ask(notes::AskNotes{owner, scope});
  if (!found.rows.empty()) table_of(found, engine, console).print(out << "\n", console);
}

void add_place_note(cli::App& app, int& exit_code) {
  cli::App* note = app.add_subcommand(
      "place-note", "地点备注：派到那里的人应当知道的事 / notes on places, for whoever is sent there");
  note->require_subcommand(1);
  const auto written = std::make_shared<Options>();
  cli::App* write_command = note->add_subcommand(
      "write",
      "例 / example: wangge place-note write 22088100100101 北门常年锁闭，走东门 --token station.token\n"
      "写下，取代原有的；200 字以内 / in place of what stood there; 200 characters at the most");
  write_command->add_option("PLACE", written->place, "网格或其中的地点 / code of a grid, or of a place in one")
      ->required();
  write_command->add_option("TEXT", written->text, "备注 / the note")->required();
  write_command->add_option("--as", written->as,
                            "以哪个岗位；网格站不填 / code of the post that writes; a grid station gives none");
  add_engine_options(*write_command, written->engine);
  write_command->callback(
      [written, write_command, &exit_code] { exit_code = write(*written, console_of(*write_command)); });

  const auto removed =
      std::make_shared<Options>(Options{.place = {}, .as = {}, .text = {}, .removes = true, .engine = {}});
  cli::App* remove_command =
      note->add_subcommand("remove",
                           "例 / example: wangge place-note remove 22088100100101 --token station.token\n"
                           "撤下 / takes it back");
  remove_command->add_option("PLACE", removed->place, "地点 / code of the place")->required();
  remove_command->add_option("--as", removed->as,
                             "以哪个岗位；网格站不填 / code of the post; a grid station gives none");
  add_engine_options(*remove_command, removed->engine);
  remove_command->callback(
      [removed, remove_command, &exit_code] { exit_code = write(*removed, console_of(*remove_command)); });

  const auto listed = std::make_shared<Options>();
  cli::App* list_command =
      note->add_subcommand("list",
                           "例 / example: wangge place-note list 22088100100101 --token station.token\n"
                           "一片地方的备注 / those of a part of the city");
  list_command
      ->add_option("PLACE", listed->place, "市、街道、社区或网格 / code of the city, a subdistrict, community or grid")
      ->required();
  add_engine_options(*list_command, listed->engine);
  list_command->callback([listed, list_command, &exit_code] { exit_code = list(*listed, console_of(*list_command)); });
}

}  // namespace wangge::tools
