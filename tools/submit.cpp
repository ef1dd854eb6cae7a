#include "tools/submit.h"

#include <fstream>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/outbox.h"
#include "config/csv.h"
#include "config/demand_words.h"
#include "engine/model/written_demand.h"
#include "engine/state/configuration_reader.h"
#include "tools/city_folder.h"
#include "tools/import_report.h"
#include "tools/named_spool.h"
#include "tools/progress.h"
#include "tools/receipts.h"
#include "tools/running_engine.h"
#include "tools/time_text.h"
#include "tools/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

// All of China keeps one time.
constexpr Duration local_offset = std::chrono::hours{8};

struct Options {
  std::string to = "127.0.0.1:8243", token;
  // one demand
  std::string grid, compound, building, unit, street, lane;
  std::string kind = "request", reporter = "self", occurred;
  std::vector<std::string> attachments;
  WrittenDemand demand;
  // many
  std::string file, mapping, receipts, city = "config/taonan";
  bool as_json = false;
};

// --- delivering

// Delivers demands, each once, and gives the engine's answers in their order; fewer where it could not go on.
class Delivery {
 public:
  Delivery(const Options& options, const Console& console)
      : turn_(options.token),
        engine_(options.to, options.token),
        spool_(named_spool(read_token(options.token), "submit")),
        console_(console) {}

  std::vector<terminal::Acknowledgement> deliver(std::vector<WrittenDemand> demands) {
    std::vector<terminal::Acknowledgement> answers;
    Progress progress(std::string(console_.say("提交", "submitting")), console_);
    const std::size_t total = demands.size();
    terminal::Basket basket(
        spool_, [&](std::uint32_t, const terminal::Wish&, const terminal::Acknowledgement& answer) {
          answers.push_back(answer);
          progress.update(answers.size(), total);
        });
    for (WrittenDemand& demand : demands) basket.add(std::move(demand));
    if (!engine_.client().deliver(basket)) complaint_ = engine_.client().complaint();
    return answers;
  }

  // Why deliver() could not go on; empty where it was done.
  const std::string& complaint() const { return complaint_; }
  RunningEngine& engine() { return engine_; }

 private:
  Turn turn_;
  RunningEngine engine_;
  SpoolId spool_;
  const Console& console_;
  std::string complaint_;
};

// --- one demand

std::string finest(std::initializer_list<const std::string*> codes) {
  for (const std::string* code : codes)
    if (!code->empty()) return *code;
  return {};
}

std::string standard_input() { return {std::istreambuf_iterator<char>{std::cin}, {}}; }

WrittenDemand read_demand(const Options& options, const Console& console) {
  WrittenDemand demand = options.demand;
  demand.place = finest({&options.unit, &options.building, &options.compound, &options.grid});
  demand.road = finest({&options.lane, &options.street});
  demand.kind = config::demand_kind_of(options.kind).value();
  demand.reporter = config::reporter_of(options.reporter).value();
  if (demand.text == "-") demand.text = standard_input();
  for (const std::string& attachment : options.attachments)
    demand.attachments.append(demand.attachments.empty() ? "" : "\n").append(attachment);
  if (!options.occurred.empty()) {
    const std::optional<Instant> occurred = parse_instant(options.occurred, local_offset);
    if (!occurred)
      throw std::runtime_error(std::string(console.say("--occurred 不是时间：", "--occurred is no time: ")) +
                               options.occurred);
    demand.occurred = to_seconds(*occurred);
  }
  return demand;
}

int submit_one(const Options& options, const Console& console) {
  Delivery delivery(options, console);
  const auto answers = delivery.deliver({read_demand(options, console)});
  if (!delivery.complaint().empty()) throw std::runtime_error(delivery.complaint());
  const Receipt receipt = receipts_of(answers, delivery.engine()).front();
  if (options.as_json)
    std::cout << json::serialize(to_json(receipt, local_offset)) << "\n";
  else
    print(receipt, local_offset, console);
  return receipt.answer.refusal ? 1 : 0;
}

// --- many

Configuration read_city(const Options& options, const Console& console) {
  Codes codes;
  std::vector<Fault> faults;
  return read_configuration(read_sound_city(options.city, console), codes, faults);
}

void write_receipts(const std::string& file, const MappedTable& table,
                    const std::vector<terminal::Acknowledgement>& answers, RunningEngine& engine) {
  std::ofstream out{file, std::ios::binary};
  std::vector<std::string> cells = receipt_columns();
  cells.insert(cells.begin(), "line");
  out << config::to_csv(cells);
  const std::vector<Receipt> receipts = receipts_of(answers, engine);
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    cells = receipt_cells(receipts[i], local_offset);
    cells.insert(cells.begin(), std::to_string(table.demands[i].line));
    out << config::to_csv(cells);
  }
  if (!out.flush()) throw std::runtime_error(file + ": 无法写入 / cannot be written");
}

int submit_file(const Options& options, const Console& console) {
  const MappedTable table = read_table(options.file, options.mapping, read_city(options, console));
  ImportReport report(table);
  std::vector<WrittenDemand> demands;
  for (const config::MappedDemand& mapped : table.demands) demands.push_back(mapped.demand);

  Delivery delivery(options, console);
  const auto answers = delivery.deliver(std::move(demands));
  for (std::size_t i = 0; i < answers.size(); ++i)
    report.answered(table.demands[i].line, answers[i].refusal, answers[i].repeat);
  if (!options.receipts.empty()) write_receipts(options.receipts, table, answers, delivery.engine());

  if (options.as_json)
    std::cout << json::serialize(to_json(report)) << "\n";
  else
    print(report, console);
  if (!delivery.complaint().empty()) std::cerr << "wangge: " << delivery.complaint() << "\n";
  return report.all_accepted() ? 0 : 1;
}

// --- options

int run(const Options& options, const Console& console) {
  return options.file.empty() ? submit_one(options, console) : submit_file(options, console);
}

void add_one(CLI::App& command, Options& options) {
  CLI::Option_group& one = *command.add_option_group("一件诉求 / one demand");
  one.add_option("--grid", options.grid, "网格代码 / the grid's code");
  one.add_option("--compound", options.compound, "小区代码 / the compound's code");
  one.add_option("--building", options.building, "楼栋代码 / the building's code");
  one.add_option("--unit", options.unit, "单元代码；取最细的一级 / the unit's code; the finest given counts");
  one.add_option("--street", options.street, "街（路段）代码 / the street section's code");
  one.add_option("--lane", options.lane, "路(巷)代码 / the lane's code");
  one.add_option("--category", options.demand.category, "类别代码，如 0304 / the category's code");
  one.add_option("--condition", options.demand.condition, "立案条件 / number of the filing condition");
  one.add_option("--severity", options.demand.severity, "严重程度 1-4 / severity");
  one.add_option("--kind", options.kind, config::list_demand_kinds())
      ->check([](const std::string& word) { return config::demand_kind_of(word) ? "" : config::list_demand_kinds(); })
      ->capture_default_str();
  one.add_option("--reporter", options.reporter, config::list_reporters())
      ->check([](const std::string& word) { return config::reporter_of(word) ? "" : config::list_reporters(); })
      ->capture_default_str();
  one.add_option("--contact", options.demand.contact, "联系方式，与内容分开保存 / contact, kept apart from the text");
  one.add_option("--reference", options.demand.reference, "来源编号 / the hotline's own number, or the post on patrol");
  one.add_option("--complained-of", options.demand.complained_of,
                 "被投诉的单位或人员代码 / code of the organisation or person complained of");
  one.add_option("--attachment", options.attachments, "附件引用，可多次 / reference of an attachment, may be repeated");
  one.add_option("--occurred", options.occurred, "发生时间，默认现在 / when it occurred; default: now");
  one.add_option("--text", options.demand.text, "内容；- 为标准输入 / the text; - reads standard input");
}

void add_many(CLI::App& command, Options& options) {
  CLI::Option_group& many = *command.add_option_group("批量 / many demands");
  CLI::Option* file = many.add_option("--file", options.file, "CSV 或 NDJSON / a table")->check(CLI::ExistingFile);
  CLI::Option* map = many.add_option("--map", options.mapping, "映射文件，见 config/mappings / what its columns are")
                         ->check(CLI::ExistingFile);
  file->needs(map);
  map->needs(file);
  many.add_option("--receipts", options.receipts, "回执写入 CSV / write the receipts to this CSV file")->needs(file);
  many.add_option("--city", options.city, "映射所用的城市文件夹 / the city whose grids and keywords the mapping uses")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
}

}  // namespace

void add_submit(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "submit",
      "例 / examples:\n"
      "  wangge submit --token station.token --grid 22088100100101 --category 0101 --text 垃圾没人清理\n"
      "  wangge submit --token desk.token --file config/samples/demands.csv --map config/mappings/demands.toml\n"
      "提交诉求 / submit demands\n"
      "退出码 / exit status: 0 全部受理 all accepted, 1 有未受理、不可映射或未得到答复的 some were not, 2 用法错误 wrong use");
  command->add_option("--to", options->to, "引擎 地址:端口 / the engine, address:port")->capture_default_str();
  command->add_option("--token", options->token, "终端令牌文件 / file with the terminal's token")
      ->required()
      ->check(CLI::ExistingFile);
  add_one(*command, *options);
  add_many(*command, *options);
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
