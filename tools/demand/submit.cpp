#include "tools/demand/submit.h"

#include <fstream>
#include <initializer_list>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/terminal/outbox.h"
#include "engine/model/number.h"
#include "tools/address.h"
#include "tools/city/city_folder.h"
#include "tools/demand/delivery.h"
#include "tools/demand/dry_run.h"
#include "tools/enum_names.h"
#include "tools/demand/locate.h"
#include "tools/demand/named_spool.h"
#include "tools/demand/questions.h"
#include "tools/demand/receipt_file.h"
#include "tools/demand/spooled_submit.h"
#include "tools/demand/submission.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

void nothing_more(std::uint32_t, const terminal::WrittenCommand&, const terminal::Receipt&) {}

views::Questionnaire asked_by_engine(const SubmitOptions& options, const std::string& category) {
  RunningEngine engine(options.to, options.token);
  return engine.ask(
      views::AskQuestionnaire{CategoryId{static_cast<std::uint16_t>(engine.id_of(views::Noun::category, category))}});
}

void ask_as_engine_does(const SubmitOptions& options, WrittenDemand& demand, const Console& console) {
  const views::Questionnaire asked =
      asked_by_engine(options, demand.category);  // its connection ends before a person is asked
  ask_questions(asked.rows, demand.answers, std::cin, std::cerr, console);
  demand.asked_version = asked.version;
}

terminal::Receipt hand_in(const SubmitOptions& options, WrittenDemand demand, const Console& console) {
  if (can_ask(options)) ask_as_engine_does(options, demand, console);
  const Turn turn(options.token);
  Delivery delivery(options.to, options.token, console);
  terminal::Basket basket(named_spool(read_token(options.token), options.token, "submit"), nothing_more);
  basket.add(demand);
  if (!delivery.deliver(basket)) throw NoConnection(delivery.complaint());
  const terminal::Receipt& answer = delivery.answers().begin()->second;
  print_receipt(options, demand, answer, delivery.engine(), console);
  return answer;
}

int submit_one(const SubmitOptions& options, const Console& console) {
  const Attached attached(options.attachments, console);
  const terminal::Receipt answer = hand_in(options, read_demand(options, attached, console), console);
  if (answer.refusal) return 1;
  const terminal::Claim claim{DemandId{answer.position.value}, answer.look_up_code};
  const bool is_whole = send_all(attached.files(), claim, options.to, options.token, console);
  require_printed(answer, console);
  return is_whole ? 0 : 1;
}

int submit_table(const SubmitOptions& options, const Console& console) {
  const MappedTable table = map_file(options, console);
  std::optional<ReceiptFile> file;
  if (!options.receipts.empty()) file.emplace(options.receipts, false);
  const Turn turn(options.token);
  Delivery delivery(options.to, options.token, console);
  terminal::Basket basket(named_spool(read_token(options.token), options.token, "submit"), nothing_more);
  for (const config::MappedDemand& mapped : table.demands) basket.add(mapped.demand);
  const std::optional<Cause> lost = delivery.deliver(basket) ? std::nullopt : std::optional(delivery.complaint());

  ImportReport report(table);
  std::map<int, terminal::Receipt> answers;
  auto demand = table.demands.begin();
  for (const auto& [sequence, answer] : delivery.answers()) {
    report.answered(demand->line, answer.refusal, answer.repeat, refused_code(demand->demand, answer.refusal));
    answers[demand++->line] = answer;
  }
  if (file) {
    for (const auto& [line, receipt] : receipts_by_key(answers, delivery.engine())) file->add(line, {}, receipt);
    file->finish(console);
  }
  print_report(options, report, lost, console);
  if (lost) return exit_status_no_connection;
  return report.all_accepted() ? 0 : 1;
}

int try_file(const SubmitOptions& options, const Console& console) {
  const auto city = read_sound_configuration(options.city, console);
  return try_table(read_table(options.file, options.mapping, *city, options.skip_lines), *city, options.as_json,
                   console);
}

int run(const SubmitOptions& options, const Console& console) {
  if (options.is_dry_run) return try_file(options, console);
  if (options.delivers) return deliver_kept(options, console);
  if (options.file.empty()) require_place_and_category(options);
  if (!options.spool.empty()) return options.file.empty() ? keep_one(options, console) : keep_table(options, console);
  if (options.token.empty())
    throw CLI::RequiredError(std::string{console.say("--token 或 --spool", "--token or --spool")});
  return options.file.empty() ? submit_one(options, console) : submit_table(options, console);
}

cli::App& add_one(cli::App& command, SubmitOptions& options) {
  cli::App& one = *command.add_option_group("一件诉求 / one demand");
  cli::Option* point = one.add_option(
      "--point", options.point,
      "经度,纬度：由网格轮廓找出网格，见 --city / LON,LAT: the outlines of --city say which grid that is");
  add_datum_option(one, options.datum)->needs(point);
  one.add_option("--grid", options.grid, "网格代码 / the grid's code")->excludes(point);
  one.add_option("--compound", options.compound, "小区代码 / the compound's code")->excludes(point);
  one.add_option("--building", options.building, "楼栋代码 / the building's code")->excludes(point);
  one.add_option("--unit", options.unit, "单元代码；取最细的一级 / the unit's code; the finest given counts")
      ->excludes(point);
  one.add_option("--street", options.street, "街（路段）代码 / the street section's code");
  one.add_option("--lane", options.lane, "路(巷)代码 / the lane's code");
  cli::Option* asset = one.add_option("--asset", options.demand.asset,
                                      "部件代码，如路灯、井盖 / code of the asset: a lamp, a manhole cover");
  one.add_option("--door", options.demand.door,
                 "户代码；写了部件或户，可不写地点 / code of the door; with either, a place may be left out")
      ->excludes(asset);
  one.add_option("--category", options.demand.category, "类别代码，如 0304 / the category's code");
  one.add_option("--condition", options.demand.condition, "立案条件 / number of the filing condition");
  one.add_option("--severity", options.demand.severity, "严重程度，1 最重 / severity, 1 the gravest")
      ->one_of(severity_words());
  one.add_option("--kind", options.kind, "来件种类 / kind")
      ->one_of(words_for<DemandKind>(0, demand_kinds))
      ->capture_default_str();
  one.add_option("--reporter", options.reporter, "反映方式 / who reports it")
      ->one_of(words_for<Reporter>(0, reporters))
      ->capture_default_str();
  one.add_option("--contact", options.demand.contact, "联系方式，与内容分开保存 / contact, kept apart from the text");
  one.add_option("--reference", options.demand.reference, "来源单号 / the hotline's own number, or the post on patrol");
  one.add_option("--complained-of", options.demand.complained_of,
                 "被投诉的单位或人员代码 / code of the organisation or person complained of");
  add_attachment_options(one, options.attachments);
  one.add_option("--answer", options.answers,
                 "附加问题的回答，代码=回答，可多次，见 wangge questions；在终端上会逐个问未答的\n/ code=value: "
                 "answers a question of the category, may be "
                 "repeated, see wangge questions; on a terminal those left out are asked");
  one.add_option("--occurred", options.occurred, "发生时间，默认现在 / when it occurred; default: now");
  one.add_option("--text", options.demand.text, "内容；- 为标准输入 / the text; - reads standard input");
  return one;
}

cli::App& add_many(cli::App& command, SubmitOptions& options) {
  cli::App& many = *command.add_option_group("批量 / many demands");
  cli::Option* file = many.add_option("--file", options.file, "CSV（UTF-8、GB18030、UTF-16）或 NDJSON / a table")
                          ->check(cli::existing_file());
  cli::Option* map = many.add_option("--map", options.mapping, "映射文件，见 config/mappings / what its columns are")
                         ->check(cli::existing_file());
  file->needs(map);
  map->needs(file);
  many.add_option("--receipts", options.receipts,
                  "回执写入 CSV；离线箱中还没送的没有编号 / write the receipts to this CSV file; what a spool has not "
                  "delivered has no number yet")
      ->needs(file);
  many.add_option("--skip-rows", options.skip_lines,
                  "表头以上的行数（标题等）/ how many lines stand above the header: a title, say")
      ->needs(file)
      ->check(cli::in_range(0, 1'000));
  many.add_flag("--dry-run", options.is_dry_run,
                "只试读：列、编码和前几处错误，不提交 / only try: columns, encoding and the first mistakes; nothing is "
                "submitted")
      ->needs(file);
  many.add_option("--city", options.city,
                  "映射和 --point 所用的城市文件夹；离线时也按它问附加问题 / the city whose grids, outlines and "
                  "keywords are used, and whose "
                  "questions are asked offline")
      ->check(cli::existing_directory())
      ->capture_default_str();
  return many;
}

// `handed_in`: options for new demands; with --deliver those would be forgotten.
void add_offline(cli::App& command, SubmitOptions& options, cli::Option* token,
                 std::initializer_list<cli::App*> handed_in) {
  cli::App& offline = *command.add_option_group("离线 / offline");
  cli::Option* spool = offline.add_option("--spool", options.spool,
                                          "离线箱文件夹：先存后送，只送一次；同一文件再次提交不会重复\n/ folder of a "
                                          "spool: kept first, delivered once; the same file "
                                          "again adds nothing twice");
  cli::Option* deliver =
      offline.add_flag("--deliver", options.delivers, "送出箱里待送的 / deliver what waits in the spool")
          ->needs(spool)
          ->needs(token);
  cli::Option* unchecked =
      offline
          .add_flag("--unchecked", options.is_unchecked,
                    "不按 --city 的表核对代码 / keep what names codes that the tables of --city do not have")
          ->needs(spool);
  deliver->excludes(unchecked);
  for (cli::App* group : handed_in) {
    for (const auto& option : group->options()) deliver->excludes(option.get());
  }
  offline.add_flag("--watch", options.watches, "不断送，直到 Ctrl-C / and go on until Ctrl-C")->needs(deliver);
}

}  // namespace

void add_submit(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<SubmitOptions>();
  cli::App* command = app.add_subcommand(
      "submit",
      "例 / examples:\n"
      "  wangge submit --token station.token --grid 22088100100101 --category 0101 --text 垃圾没人清理\n"
      "  wangge submit --token station.token --asset 220881001J01A01 --category 0202 --text 路灯不亮\n"
      "  wangge submit --token desk.token --file config/samples/demands.csv --map config/mappings/demands.toml\n"
      "  wangge submit --spool ./spool --grid 22088100100101 --category 0101 --text 垃圾没人清理\n"
      "  wangge submit --spool ./spool --token station.token --deliver --watch\n"
      "提交诉求 / submit demands\n"
      "退出码 / exit status: 0 全部受理或已存入离线箱 all accepted or kept, 1 有未受理或不可映射的 some were not,\n"
      "2 用法错误 wrong use, 5 离线箱有损坏：读得出的都已处理，见提示 the spool was damaged: what could be read was "
      "dealt with, see what it says,\n"
      "6 连不上引擎，有未得到答复的 no connection to the engine: some are without an answer");
  command->add_option("--to", options->to, "引擎 地址:端口 / the engine, address:port")
      ->check(address_problem)
      ->capture_default_str();
  cli::Option* token = command->add_option("--token", options->token, "终端令牌文件 / file with the terminal's token")
                           ->check(cli::existing_file());
  cli::App& one = add_one(*command, *options);
  cli::App& many = add_many(*command, *options);
  add_offline(*command, *options, token, {&one, &many});
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
