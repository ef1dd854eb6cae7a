#include "tools/submit.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "adapters/terminal/outbox.h"
#include "config/csv.h"
#include "config/demand_words.h"
#include "engine/model/number.h"
#include "engine/model/written_demand.h"
#include "tools/attached_files.h"
#include "tools/city_folder.h"
#include "tools/delivery.h"
#include "tools/import_report.h"
#include "tools/locate.h"
#include "tools/named_spool.h"
#include "tools/offline_terminal.h"
#include "tools/questions.h"
#include "tools/receipts.h"
#include "tools/running_engine.h"
#include "tools/similar.h"
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
  std::string point, grid, compound, building, unit, street, lane;
  std::string kind = "request", reporter = "self", occurred;
  std::vector<std::string> attachments, answers;
  WrittenDemand demand;
  // many
  std::string file, mapping, receipts, city = "config/taonan";
  // offline
  std::string spool;
  bool delivers = false, watches = false;
  bool as_json = false;
};

void nothing_more(std::uint32_t, const terminal::Wish&, const terminal::Acknowledgement&) {}

template <class Key>
std::map<Key, Receipt> receipts_by_key(const std::map<Key, terminal::Acknowledgement>& answers, RunningEngine& engine) {
  std::vector<terminal::Acknowledgement> in_turn;
  for (const auto& [key, answer] : answers) in_turn.push_back(answer);
  std::vector<Receipt> receipts = receipts_of(in_turn, engine);
  std::map<Key, Receipt> by_key;
  auto receipt = receipts.begin();
  for (const auto& [key, answer] : answers) by_key.emplace(key, std::move(*receipt++));
  return by_key;
}

// --- one demand

std::string finest(std::initializer_list<const std::string*> codes) {
  for (const std::string* code : codes)
    if (!code->empty()) return *code;
  return {};
}

std::string place_of(const Options& options) {
  return finest({&options.unit, &options.building, &options.compound, &options.grid});
}

// Without them the engine could only say that it knows no such place or category.
void require_place_and_category(const Options& options) {
  const bool has_subject = !options.demand.asset.empty() || !options.demand.door.empty();  // stands somewhere
  if (place_of(options).empty() && options.point.empty() && !has_subject) throw CLI::RequiredError("--grid / --compound / --building / --unit");
  if (options.demand.category.empty()) throw CLI::RequiredError("--category");
}

// The end of the last line is no part of the text.
std::string standard_input() {
  std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

WrittenDemand read_demand(const Options& options, const Attached& attached, const Console& console) {
  WrittenDemand demand = options.demand;
  demand.place = options.point.empty() ? place_of(options) : grid_at(options.point, options.city, console);
  demand.road = finest({&options.lane, &options.street});
  demand.kind = config::demand_kind_of(options.kind).value();
  demand.reporter = config::reporter_of(options.reporter).value();
  if (demand.text == "-") demand.text = standard_input();
  demand.attachments = attached.lines();
  for (const std::string& answer : options.answers) demand.answers.append(demand.answers.empty() ? "" : "\n").append(answer);
  if (!options.occurred.empty()) demand.occurred = to_seconds(instant_named("--occurred", options.occurred, local_offset, console));
  return demand;
}

// Somebody is there to be asked what the category asks.
bool can_ask(const Options& options) {
  return isatty(STDIN_FILENO) != 0 && !options.as_json && options.demand.text != "-";
}

views::Questions asked_by_engine(const Options& options, const std::string& category) {
  RunningEngine engine(options.to, options.token);
  return engine.require(engine.client().questions(CategoryId{static_cast<std::uint16_t>(engine.id_of(views::Noun::category, category))}));
}

void ask_as_engine_does(const Options& options, WrittenDemand& demand, const Console& console) {
  const views::Questions asked = asked_by_engine(options, demand.category);  // nobody is kept waiting by who answers
  ask_questions(asked.rows, demand.answers, std::cin, std::cerr, console);
  demand.asked_version = asked.version;
}

// Without an engine; where the city is not at hand either, nothing is asked.
void ask_as_city_does(const Options& options, WrittenDemand& demand, const Console& console) {
  if (!std::filesystem::is_directory(options.city)) return;
  const auto city = read_sound_configuration(options.city, console);
  const auto name = std::ranges::find(city->category_names, demand.category, &Named::code);
  if (name == city->category_names.end()) return;
  const Category& category = city->categories[static_cast<std::size_t>(name - city->category_names.begin())];
  ask_questions(category.questions, demand.answers, std::cin, std::cerr, console);
}

// What is that much alike is told to who has just submitted: at the counter it is known at once whether it is one trouble.
constexpr std::uint8_t told_from_score = 60;
constexpr std::size_t similar_told_max = 3;

// None where the engine is gone by now: what counts is the receipt.
std::vector<views::Similar> similar_to(DemandId demand, RunningEngine& engine) {
  Result<std::vector<views::Similar>> found = engine.client().similar({.place = {}, .road = {}, .category = {}, .but = demand});
  if (!found) return {};
  std::erase_if(*found, [](const views::Similar& one) { return one.score < told_from_score; });
  if (found->size() > similar_told_max) found->resize(similar_told_max);
  return std::move(*found);
}

void tell(const std::vector<views::Similar>& found, DemandId demand, const Console& console) {
  for (const views::Similar& one : found) {
    const std::string other = format_number(one.row.demand);
    std::cout << console.say("可能是同一件事：", "may be the same trouble: ") << other << console.say("（", " (") << reasons_of(one, console)
              << console.say("）；并案：", "); make it one: ") << "wangge join " << format_number(demand) << " --into " << other << "\n";
  }
}

json::array numbers_of(const std::vector<views::Similar>& found) {
  json::array numbers;
  for (const views::Similar& one : found) numbers.push_back(json::string(format_number(one.row.demand)));
  return numbers;
}

void print_receipt(const Options& options, const WrittenDemand& demand, const terminal::Acknowledgement& answer, RunningEngine& engine,
                   const Console& console) {
  Receipt receipt = receipts_of({&answer, 1}, engine).front();
  receipt.refused_code = refused_code(demand, answer.refusal);
  const DemandId id{answer.position.value};
  const auto similar = [&] { return answer.refusal ? std::vector<views::Similar>{} : similar_to(id, engine); };
  if (options.as_json) {
    json::object out = to_json(receipt, local_offset);
    if (const auto found = similar(); !found.empty()) out["similar"] = numbers_of(found);
    std::cout << json::serialize(out) << "\n";
  } else {
    print(receipt, local_offset, console);
    tell(similar(), id, console);
  }
}

// --- many

MappedTable map_file(const Options& options, const Console& console) {
  return read_table(options.file, options.mapping, *read_sound_configuration(options.city, console));
}

using AnswersByLine = std::map<int, terminal::Acknowledgement>;

void write_receipts(const std::string& file, const AnswersByLine& answers, RunningEngine& engine) {
  std::ofstream out{file, std::ios::binary};
  std::vector<std::string> cells = receipt_columns();
  cells.insert(cells.begin(), "line");
  out << config::to_csv(cells);
  for (const auto& [line, receipt] : receipts_by_key(answers, engine)) {
    cells = receipt_cells(receipt, local_offset);
    cells.insert(cells.begin(), std::to_string(line));
    out << config::to_csv(cells);
  }
  if (!out.flush()) throw std::runtime_error(file + ": 无法写入 / cannot be written");
}

void print_report(const Options& options, const ImportReport& report, const Console& console) {
  if (options.as_json)
    std::cout << json::serialize(to_json(report)) << "\n";
  else
    print(report, console);
}

// --- to a running engine

terminal::Acknowledgement hand_in(const Options& options, WrittenDemand demand, const Console& console) {
  if (can_ask(options)) ask_as_engine_does(options, demand, console);
  const Turn turn(options.token);
  Delivery delivery(options.to, options.token, console);
  terminal::Basket basket(named_spool(read_token(options.token), options.token, "submit"), nothing_more);
  basket.add(demand);
  if (!delivery.deliver(basket)) throw std::runtime_error(delivery.complaint());
  const terminal::Acknowledgement& answer = delivery.answers().begin()->second;
  print_receipt(options, demand, answer, delivery.engine(), console);
  return answer;
}

int submit_one(const Options& options, const Console& console) {
  const Attached attached(options.attachments, console);
  const terminal::Acknowledgement answer = hand_in(options, read_demand(options, attached, console), console);
  if (answer.refusal) return 1;
  const terminal::Claim claim{DemandId{answer.position.value}, answer.look_up_code};
  return send_all(attached.files(), claim, options.to, options.token, console) ? 0 : 1;
}

int submit_table(const Options& options, const Console& console) {
  const MappedTable table = map_file(options, console);
  const Turn turn(options.token);
  Delivery delivery(options.to, options.token, console);
  terminal::Basket basket(named_spool(read_token(options.token), options.token, "submit"), nothing_more);
  for (const config::MappedDemand& mapped : table.demands) basket.add(mapped.demand);
  const bool is_whole = delivery.deliver(basket);

  ImportReport report(table);
  AnswersByLine answers;
  auto demand = table.demands.begin();
  for (const auto& [sequence, answer] : delivery.answers()) {
    report.answered(demand->line, answer.refusal, answer.repeat, refused_code(demand->demand, answer.refusal));
    answers[demand++->line] = answer;
  }
  if (!options.receipts.empty()) write_receipts(options.receipts, answers, delivery.engine());
  print_report(options, report, console);
  if (!is_whole) std::cerr << "wangge: " << delivery.complaint() << "\n";
  return report.all_accepted() ? 0 : 1;
}

// --- through a spool

void tell_waiting(const OfflineTerminal& terminal, const Console& console) {
  std::cerr << fmt::format(fmt::runtime(console.say("离线箱里还有 {} 件待送", "{} wait in the spool")), terminal.waiting())
            << "\n";
}

// Without a token nothing is tried: it is only kept.
bool try_to_deliver(const Options& options, OfflineTerminal& terminal, std::optional<Delivery>& delivery,
                    const Console& console) {
  if (options.token.empty()) return false;
  delivery.emplace(options.to, options.token, console);
  if (terminal.deliver(*delivery)) return true;
  std::cerr << "wangge: " << delivery->complaint() << "\n";
  return false;
}

void print_kept(const Options& options, std::uint32_t sequence, const OfflineTerminal& terminal) {
  if (!options.as_json) return;
  std::cout << json::serialize(json::object{
                   {"kept", true}, {"sequence", sequence}, {"spool", options.spool}, {"waiting", terminal.waiting()}})
            << "\n";
}

// Not everything that had been kept could be read: whatever else was done, somebody has to look.
constexpr int spool_damaged = 5;

// What became of one that was kept, and what is attached to it and to those before.
struct Kept {
  bool is_refused = false;
  bool was_damaged = false;
  std::vector<UnsentFile> unsent;
};

Kept keep_and_deliver(const Options& options, const Console& console) {
  const Attached attached(options.attachments, console);
  WrittenDemand demand = read_demand(options, attached, console);
  if (can_ask(options)) ask_as_city_does(options, demand, console);
  OfflineTerminal terminal(options.spool, console);
  const std::uint32_t sequence = terminal.keep(demand, attached.files());
  std::optional<Delivery> delivery;
  if (!try_to_deliver(options, terminal, delivery, console)) {
    print_kept(options, sequence, terminal);
    tell_waiting(terminal, console);
    return {.was_damaged = terminal.was_damaged()};
  }
  const terminal::Acknowledgement& answer = delivery->answers().at(sequence);
  print_receipt(options, demand, answer, delivery->engine(), console);
  return {.is_refused = bool(answer.refusal), .was_damaged = terminal.was_damaged(), .unsent = terminal.unsent()};
}

void tell_unsent(const std::string& why, const Console& console) {
  std::cerr << "wangge: " << why << "\n" << console.say("附件留在离线箱，下次再送", "attachments stay in the spool and are sent the next time") << "\n";
}

int keep_one(const Options& options, const Console& console) {
  const Kept kept = keep_and_deliver(options, console);
  if (const std::string why = send_unsent(kept.unsent, options.to, options.token, console); !why.empty()) tell_unsent(why, console);
  if (kept.was_damaged) return spool_damaged;
  return kept.is_refused ? 1 : 0;
}

// Of a number that is kept no more it is not known.
std::string kept_code(const terminal::Spool& spool, std::uint32_t sequence, const Refusal& refusal) {
  if (sequence < spool.first_kept()) return {};
  const auto* const demand = std::get_if<WrittenDemand>(&spool.wish(sequence));
  return demand == nullptr ? std::string() : refused_code(*demand, refusal);
}

int keep_table(const Options& options, const Console& console) {
  const MappedTable table = map_file(options, console);
  OfflineTerminal terminal(options.spool, console);
  const std::uint32_t had_until = terminal.spool().end();
  const KeptTables::Lines lines = terminal.keep(table);
  std::optional<Delivery> delivery;
  const bool is_delivered = try_to_deliver(options, terminal, delivery, console);

  ImportReport report(table);
  for (const auto& [line, sequence] : lines) {
    const bool is_trimmed = sequence < terminal.spool().first_kept();
    const auto answer = is_trimmed ? std::nullopt : terminal.spool().entry(sequence).answer;
    const Refusal refusal = answer ? answer->refusal : Refusal{};
    if (is_trimmed || answer) report.answered(line, refusal, sequence < had_until, kept_code(terminal.spool(), sequence, refusal));
  }
  print_report(options, report, console);
  if (!is_delivered) tell_waiting(terminal, console);
  if (terminal.was_damaged()) return spool_damaged;
  return report.declined.empty() && report.unmapped.empty() ? 0 : 1;
}

std::size_t count_declined(const Delivery& delivery) {
  const auto is_declined = [](const auto& one) { return bool(one.second.refusal); };
  return static_cast<std::size_t>(std::ranges::count_if(delivery.answers(), is_declined));
}

ReceiptsByNumber delivered_receipts(const OfflineTerminal& terminal, Delivery& delivery) {
  ReceiptsByNumber receipts = receipts_by_key(delivery.answers(), delivery.engine());
  for (auto& [sequence, receipt] : receipts) receipt.refused_code = kept_code(terminal.spool(), sequence, receipt.answer.refusal);
  return receipts;
}

std::string refused_file(const Options& options) { return options.spool + "/refused.csv"; }

json::object delivered_json(const Options& options, const OfflineTerminal& terminal, Delivery& delivery) {
  const std::size_t declined = count_declined(delivery);
  return {{"delivered", delivery.answers().size()},
          {"declined", declined},
          {"refused_file", declined == 0 ? json::value(nullptr) : json::value(refused_file(options))},
          {"waiting", terminal.waiting()},
          {"demands", to_json(delivered_receipts(terminal, delivery), local_offset)}};
}

void print_delivered_lines(const Options& options, const OfflineTerminal& terminal, Delivery& delivery, const Console& console) {
  const std::size_t declined = count_declined(delivery);
  const std::string_view sentence = console.say("送达 {} 件，其中未受理 {} 件", "{} delivered, {} of them declined");
  std::cout << fmt::format(fmt::runtime(sentence), delivery.answers().size(), declined);
  if (declined != 0) std::cout << console.say("，见 ", ", see ") << refused_file(options);
  std::cout << "\n";
  print(delivered_receipts(terminal, delivery), local_offset, console);
  std::cout << std::flush;
}

// While it watches, only what has come through is news.
void print_delivered(const Options& options, const OfflineTerminal& terminal, Delivery& delivery, const Console& console) {
  const bool is_news = !delivery.answers().empty();
  if (options.as_json && (is_news || !options.watches))
    std::cout << json::serialize(delivered_json(options, terminal, delivery)) << std::endl;
  else if (is_news)
    print_delivered_lines(options, terminal, delivery, console);
}

// Delivers what waits, and then sends what is attached: the exit status, 0 where nothing waits any more and all of it was accepted.
// `complaint` is said where it is another than the last time.
int deliver_spool(const Options& options, std::string& complaint, const Console& console) {
  std::optional<OfflineTerminal> terminal(std::in_place, options.spool, console);
  Delivery delivery(options.to, options.token, console);
  const bool is_delivered = terminal->waiting() == 0 || terminal->deliver(delivery);
  std::string now = is_delivered ? "" : delivery.complaint();
  print_delivered(options, *terminal, delivery, console);
  const bool is_complaint = !now.empty() && now != complaint;
  const bool is_nothing = is_delivered && delivery.answers().empty() && !options.watches;
  if (is_complaint) std::cerr << "wangge: " << now << "\n";
  if (is_complaint || is_nothing) tell_waiting(*terminal, console);
  const std::vector<UnsentFile> unsent = is_delivered ? terminal->unsent() : std::vector<UnsentFile>{};
  const bool was_damaged = terminal->was_damaged();
  terminal.reset();
  if (is_delivered) now = send_unsent(unsent, options.to, options.token, console);
  if (is_delivered && !now.empty() && now != complaint) tell_unsent(now, console);
  complaint = now;
  if (was_damaged) return spool_damaged;
  return is_delivered && now.empty() && count_declined(delivery) == 0 ? 0 : 1;
}

// Until Ctrl-C. The spool is open only while something is delivered, so that more can be handed in meanwhile.
int watch(const Options& options, const Console& console) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  constexpr timespec pause{.tv_sec = 2, .tv_nsec = 0};
  std::string complaint;
  bool was_damaged = false;
  do {
    was_damaged |= deliver_spool(options, complaint, console) == spool_damaged;
  } while (sigtimedwait(&ends, nullptr, &pause) < 0);
  return was_damaged ? spool_damaged : 0;
}

// --- options

int run(const Options& options, const Console& console) {
  if (options.watches) return watch(options, console);
  if (std::string complaint; options.delivers) return deliver_spool(options, complaint, console);
  if (options.file.empty()) require_place_and_category(options);
  if (!options.spool.empty()) return options.file.empty() ? keep_one(options, console) : keep_table(options, console);
  if (options.token.empty())
    throw CLI::RequiredError(std::string{console.say("--token 或 --spool", "--token or --spool")});
  return options.file.empty() ? submit_one(options, console) : submit_table(options, console);
}

// Refuses a word that `find` does not know, and says which are.
template <class Value>
std::function<std::string(const std::string&)> listed(std::optional<Value> (*find)(std::string_view), std::string (*list)()) {
  return [find, list](const std::string& word) { return find(word) ? "" : word + " 不在其中 / is none of: " + list(); };
}

cli::App& add_one(cli::App& command, Options& options) {
  cli::App& one = *command.add_option_group("一件诉求 / one demand");
  cli::Option* point = one.add_option("--point", options.point, "经度,纬度：由网格轮廓找出网格，见 --city / LON,LAT: the outlines of --city say which grid that is");
  one.add_option("--grid", options.grid, "网格代码 / the grid's code")->excludes(point);
  one.add_option("--compound", options.compound, "小区代码 / the compound's code")->excludes(point);
  one.add_option("--building", options.building, "楼栋代码 / the building's code")->excludes(point);
  one.add_option("--unit", options.unit, "单元代码；取最细的一级 / the unit's code; the finest given counts")->excludes(point);
  one.add_option("--street", options.street, "街（路段）代码 / the street section's code");
  one.add_option("--lane", options.lane, "路(巷)代码 / the lane's code");
  cli::Option* asset = one.add_option("--asset", options.demand.asset, "部件代码，如路灯、井盖 / code of the asset: a lamp, a manhole cover");
  one.add_option("--door", options.demand.door, "户代码；写了部件或户，可不写地点 / code of the door; with either, a place may be left out")
      ->excludes(asset);
  one.add_option("--category", options.demand.category, "类别代码，如 0304 / the category's code");
  one.add_option("--condition", options.demand.condition, "立案条件 / number of the filing condition");
  one.add_option("--severity", options.demand.severity, "严重程度 1-4 / severity");
  one.add_option("--kind", options.kind, config::list_demand_kinds())
      ->check(listed(config::demand_kind_of, config::list_demand_kinds))
      ->capture_default_str();
  one.add_option("--reporter", options.reporter, config::list_reporters())
      ->check(listed(config::reporter_of, config::list_reporters))
      ->capture_default_str();
  one.add_option("--contact", options.demand.contact, "联系方式，与内容分开保存 / contact, kept apart from the text");
  one.add_option("--reference", options.demand.reference, "来源编号 / the hotline's own number, or the post on patrol");
  one.add_option("--complained-of", options.demand.complained_of,
                 "被投诉的单位或人员代码 / code of the organisation or person complained of");
  one.add_option("--attach,--attachment", options.attachments,
                 "附件，可多次：文件（先记哈希，随后发送），或别处的引用 / a file, whose hash goes first and whose bytes follow, or a reference; may be repeated");
  one.add_option("--answer", options.answers,
                 "附加问题的回答，编码=回答，可多次，见 wangge questions；在终端上会逐个问未答的\n/ code=value: answers a question of the category, may be "
                 "repeated, see wangge questions; on a terminal those left out are asked");
  one.add_option("--occurred", options.occurred, "发生时间，默认现在 / when it occurred; default: now");
  one.add_option("--text", options.demand.text, "内容；- 为标准输入 / the text; - reads standard input");
  return one;
}

cli::App& add_many(cli::App& command, Options& options) {
  cli::App& many = *command.add_option_group("批量 / many demands");
  cli::Option* file = many.add_option("--file", options.file, "CSV 或 NDJSON / a table")->check(cli::existing_file());
  cli::Option* map = many.add_option("--map", options.mapping, "映射文件，见 config/mappings / what its columns are")
                         ->check(cli::existing_file());
  file->needs(map);
  map->needs(file);
  many.add_option("--receipts", options.receipts,
                  "回执写入 CSV（不用离线箱时）/ write the receipts to this CSV file, where no spool is used")
      ->needs(file);
  many.add_option("--city", options.city, "映射和 --point 所用的城市文件夹；离线时也按它问附加问题 / the city whose grids, outlines and keywords are used, and whose "
                                          "questions are asked offline")
      ->check(cli::existing_directory())
      ->capture_default_str();
  return many;
}

// `handed_in`: what is new; with --deliver it would be forgotten.
void add_offline(cli::App& command, Options& options, cli::Option* token, std::initializer_list<cli::App*> handed_in) {
  cli::App& offline = *command.add_option_group("离线 / offline");
  cli::Option* spool = offline.add_option(
      "--spool", options.spool,
      "离线箱文件夹：先存后送，只送一次；同一文件再次提交不会重复\n/ folder of a spool: kept first, delivered once; the same file "
      "again adds nothing twice");
  cli::Option* deliver =
      offline.add_flag("--deliver", options.delivers, "送出箱里待送的 / deliver what waits in the spool")
          ->needs(spool)
          ->needs(token);
  for (cli::App* group : handed_in) {
    for (const auto& option : group->options()) deliver->excludes(option.get());
  }
  offline.add_flag("--watch", options.watches, "不断送，直到 Ctrl-C / and go on until Ctrl-C")->needs(deliver);
}

}  // namespace

void add_submit(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "submit",
      "例 / examples:\n"
      "  wangge submit --token station.token --grid 22088100100101 --category 0101 --text 垃圾没人清理\n"
      "  wangge submit --token station.token --grid 22088100100101 --asset 220881001J01A01 --category 0202 --text 路灯不亮\n"
      "  wangge submit --token desk.token --file config/samples/demands.csv --map config/mappings/demands.toml\n"
      "  wangge submit --spool ./spool --grid 22088100100101 --category 0101 --text 垃圾没人清理\n"
      "  wangge submit --spool ./spool --token station.token --deliver --watch\n"
      "提交诉求 / submit demands\n"
      "退出码 / exit status: 0 全部受理或已存入离线箱 all accepted or kept, 1 有未受理、不可映射或未得到答复的 some were\n"
      "not, 2 用法错误 wrong use, 5 离线箱有损坏：读得出的都已处理，见提示 the spool was damaged: what could be read was dealt with, see what it says");
  command->add_option("--to", options->to, "引擎 地址:端口 / the engine, address:port")->capture_default_str();
  cli::Option* token = command->add_option("--token", options->token, "终端令牌文件 / file with the terminal's token")
                           ->check(cli::existing_file());
  cli::App& one = add_one(*command, *options);
  cli::App& many = add_many(*command, *options);
  add_offline(*command, *options, token, {&one, &many});
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
