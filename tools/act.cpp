#include "tools/act.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "adapters/lookup_code.h"
#include "adapters/terminal/outbox.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/console.h"
#include "tools/delivery.h"
#include "tools/named_spool.h"
#include "tools/receipts.h"
#include "tools/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string number, as, owner, note, to = "127.0.0.1:8243", token;
  std::string code;                 // of the receipt
  std::string solved;               // of Verdict::Solved
  std::uint8_t result = 0, service = 0;
  bool reached = false, in_time = false;
  bool as_json = false;
};

// Who acts: a post or organisation, one or the terminal itself, or the terminal alone.
enum class Actor { owner, either, terminal };

// A subcommand: its deed, and what it does in a sentence.
struct Subcommand {
  Deed deed;
  std::string_view does;
  bool takes_note = true, needs_note = false;
  Actor actor = Actor::owner;
};

constexpr Subcommand subcommands[]{
    {Deed::accept, "签收：主办接下 / the lead takes it on", false},
    {Deed::contain, "先期处置：险情已控制 / the danger is contained, the repair goes on"},
    {Deed::finish, "办结：主办认为办完 / the lead says that it is done"},
    {Deed::verify, "核查通过：由他人查看 / somebody else has looked: it is done"},
    {Deed::rework, "返工：核查不合格，退主办重办 / it is not done: back to the lead", true, true},
    {Deed::close, "结案 / the demand ends"},
    {Deed::send_back, "退回：到跟办的岗位，再往上 / back to the post that follows up, or the next above", true, true},
    {Deed::transfer, "转派给另一岗位或单位 / on to another post or organisation", true, true},
    {Deed::note, "备注 / a note, nothing changes", true, true, Actor::either},
    {Deed::escalate, "督办：升级到上一级 / to the escalation queue of the next post above"},
    {Deed::withdraw, "撤回：居民不要办了，终端代撤 / the resident withdraws it, at a terminal", true, true, Actor::terminal},
    {Deed::rate, "评价：结案后由居民评，不满意即上一级重办 / the resident's verdict after closing; not satisfied, it begins again one level up",
     true, false, Actor::terminal},
    {Deed::call_back, "回访：由主办以外的人，最多三天 / asking the resident, by somebody else than the lead, on at most three days",
     true, false, Actor::either},
    {Deed::reopen, "重新办理：上一级重办 / it begins again, one level up", true, true, Actor::either},
};

constexpr std::string_view solved_names[]{"yes", "partly", "no"};  // Verdict::Solved from 1 on

std::string name_of(Deed deed) {
  std::string name(words_of(deed).name);
  std::ranges::replace(name, '_', '-');
  return name;
}

DemandId demand_of(const Options& options, const Console& console) {
  if (const std::optional<DemandId> demand = parse_number(options.number)) return *demand;
  throw std::runtime_error(options.number + std::string(console.say("：编号不对，请核对每一位数字", ": no number of a demand; compare each digit")));
}

Verdict verdict_of(const Options& options) {
  Verdict verdict{.reached = options.reached, .in_time = options.in_time, .result = options.result, .service = options.service};
  const auto solved = std::ranges::find(solved_names, options.solved);
  if (solved != std::end(solved_names)) verdict.solved = Verdict::Solved(1 + (solved - std::begin(solved_names)));
  return verdict;
}

std::uint32_t code_of(const Options& options) {
  if (options.code.empty()) return 0;
  if (const std::optional<std::uint32_t> code = parse_look_up_code(options.code)) return *code;
  throw std::runtime_error("查询码应为六位数字 / a look-up code has six digits: " + options.code);
}

void nothing_more(std::uint32_t, const terminal::Wish&, const terminal::Acknowledgement&) {}

void print(const Options& options, Deed deed, const terminal::Acknowledgement& answer, const Console& console) {
  if (options.as_json) {
    json::object out{{"number", options.number}, {"deed", words_of(deed).name}, {"done", !answer.refusal}};
    if (answer.position) out["position"] = answer.position.value;
    if (answer.refusal) {
      out["reason"] = text_of(answer.refusal.reason).name;
      out["explanation"] = refusal_text(answer.refusal);
    }
    std::cout << json::serialize(out) << "\n";
  } else if (answer.refusal) {
    std::cerr << "wangge: " << refusal_text(answer.refusal) << "\n";
  } else {
    std::cout << console.say(words_of(deed).chinese, words_of(deed).english) << " " << options.number << "\n";
  }
}

int run(const Options& options, Deed deed, const Console& console) {
  const DemandId demand = demand_of(options, console);
  std::string note = options.note;
  if (note == "-") note.assign(std::istreambuf_iterator<char>{std::cin}, {});
  const Turn turn(options.token);
  Delivery delivery(options.to, options.token, console);
  terminal::Basket basket(named_spool(read_token(options.token), "act"), nothing_more);
  basket.add(terminal::WrittenAct{.deed = deed,
                                  .demand = demand,
                                  .as = options.as,
                                  .note = note,
                                  .to = options.owner,
                                  .verdict = verdict_of(options),
                                  .look_up_code = code_of(options)});
  if (!delivery.deliver(basket)) throw std::runtime_error(delivery.complaint());
  const terminal::Acknowledgement& answer = delivery.answers().begin()->second;
  print(options, deed, answer, console);
  return answer.refusal ? 1 : 0;
}

std::string examples_of(const Subcommand& what) {
  std::string example = "例 / example: wangge " + name_of(what.deed) + " 2468062 --token station.token";
  if (what.actor == Actor::owner) example += " --as P22088100100101";
  if (what.deed == Deed::transfer) example += " --owner GQ05";
  if (what.deed == Deed::rate) example += " --result 5";
  if (what.deed == Deed::call_back) example += " --reached --in-time --solved yes --result 4 --service 5";
  if (what.needs_note) example += " --note 原因";
  return example + "\n" + std::string(what.does);
}

void add_verdict(CLI::App& command, Options& options) {
  const CLI::Range grade(1, grades);
  command.add_option("--result", options.result, "对结果：5 很满意 … 1 很不满意 / with the result: 5 very satisfied … 1 not at all")
      ->check(grade);
  command.add_option("--service", options.service, "对服务：5 … 1 / with the service")->check(grade);
  command.add_option("--solved", options.solved, "是否解决：yes 是，partly 部分，no 否 / whether it was solved")
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(solved_names), std::end(solved_names))));
}

void add(CLI::App& app, const Subcommand& what, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(name_of(what.deed), examples_of(what));
  command->add_option("NUMBER", options->number, "编号 / number")->required();
  if (what.actor != Actor::terminal) {
    command->add_option("--as", options->as, "以哪个岗位或单位 / code of the post or organisation that acts")
        ->required(what.actor == Actor::owner);
  }
  if (what.deed == Deed::rate || what.deed == Deed::call_back) add_verdict(*command, *options);
  if (what.deed == Deed::rate) {
    command->add_option("--code", options->code, "回执上的六位查询码，非本终端网格时要 / the six digits on the receipt, for a demand of other grids");
  }
  if (what.deed == Deed::call_back) {
    command->add_flag("--reached", options->reached, "联系上了 / somebody answered");
    command->add_flag("--in-time", options->in_time, "联系及时 / the resident was contacted in time");
  }
  if (what.deed == Deed::transfer) {
    command->add_option("--owner", options->owner, "转给谁 / code of the post or organisation that is to lead")->required();
  }
  if (what.takes_note) {
    command->add_option("--note", options->note, "说明；- 为标准输入 / what was done, or why; - for standard input")
        ->required(what.needs_note);
  }
  command->add_option("--to", options->to, "引擎 地址:端口 / the engine, address:port")->capture_default_str();
  command->add_option("--token", options->token, "令牌文件 / file with a token")->required()->check(CLI::ExistingFile);
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, deed = what.deed, &exit_code] { exit_code = run(*options, deed, console_of(*command)); });
}

}  // namespace

void add_act(CLI::App& app, int& exit_code) {
  for (const Subcommand& what : subcommands) add(app, what, exit_code);
}

}  // namespace wangge::tools
