#include "tools/demand/act.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "adapters/lookup_code.h"
#include "adapters/terminal/outbox.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/rules/life.h"
#include "engine/state/cells.h"
#include "tools/demand/attached_files.h"
#include "tools/serve/clock.h"
#include "tools/console.h"
#include "tools/demand/deliver_acts.h"
#include "tools/engine_options.h"
#include "tools/enum_names.h"
#include "tools/demand/offline_terminal.h"
#include "tools/queue/queue_rows.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/demand/spool_list.h"
#include "tools/time_text.h"
#include "tools/demand/written_number.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string number, as, owner, note;
  EngineOptions engine;
  std::string category, place, road, by, until, reason, elsewhere, into;
  bool is_child = false;
  AttachmentOptions attachments;
  std::string spool;
  std::uint8_t condition = 0;
  std::string code;    // of the receipt
  std::string solved;  // of Verdict::Solved
  std::uint8_t result = 0, service = 0;
  bool reached = false, unanswered = false, in_time = false;
};

// Who may act: a post or organisation; one of those or the terminal itself; or the terminal alone.
enum class Actor { owner, either, terminal };

// A subcommand: its deed, and a sentence about it.
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
    {Deed::withdraw, "撤回：居民不要办了，终端代撤 / the resident withdraws it, at a terminal", true, true,
     Actor::terminal},
    {Deed::rate,
     "评价：结案后由居民评，不满意即上一级重办 / the resident's verdict after closing; not satisfied, it begins again "
     "one level up",
     true, false, Actor::terminal},
    {Deed::call_back,
     "回访：由主办以外的人，最多三天 / asking the resident, by somebody else than the lead, on at most three days",
     true, false, Actor::either},
    {Deed::reopen, "重新办理：上一级重办 / it begins again, one level up", true, true, Actor::either},
    {Deed::file, "立案：核实属实，按应有的路径派出 / checked, and filed: it goes where it belongs"},
    {Deed::dismiss, "不予受理，写明原因 / not taken up, for a reason of the list", true, true},
    {Deed::divert,
     "转办：110、119、120、12345、信访，说明写对方的单号 / to somebody outside the grids; the note has their number",
     true, true},
    {Deed::split, "拆分：一单多诉，说明是拆出的内容 / a part becomes a demand of its own; the note is its text", true,
     true, Actor::either},
    {Deed::call_in, "请协办 / somebody is to help the lead", true, true},
    {Deed::assist, "协办完成 / who was called in has done its part"},
    {Deed::extend,
     "申请延期，由上级批准，最多两次 / the lead asks for more time; a superior answers; twice at the most", true, true},
    {Deed::suspend,
     "申请挂账到某日，由上级批准，一次 / the lead asks for a pause until a date; a superior answers; once", true, true},
    {Deed::approve, "批准延期或挂账 / the extension or suspension is granted"},
    {Deed::refuse, "不批准；被移交的不接办 / it is not granted, or not taken over", true, true},
    {Deed::resume, "恢复办理，时限接着走 / it goes on, with the time that was left"},
    {Deed::move, "改地点，按新地点重新派 / it is about another place, and goes where it belongs", true, true,
     Actor::either},
    {Deed::offer,
     "移交：请别人主办，接办以前仍由原主办负责 / somebody else is asked to lead; until it does, the lead stays", true,
     true},
    {Deed::take_over, "接办 / who was asked takes the lead"},
    {Deed::join,
     "并案：和另一件是同一件事（或由它引起），随主件办 / it is the same trouble as another, or follows from it, and is "
     "handled with that one",
     true, false, Actor::either},
    {Deed::part,
     "拆出：恢复成单独一件，状态和时限照旧 / it is one of its own again, with the state and the deadlines that it had",
     true, false, Actor::either},
    {Deed::gather,
     "归并：本社区同类的都作为子件并入这一件（集中反映时用） / what is of the same category in its community is joined "
     "to it (of a storm)",
     true, false, Actor::either},
    {Deed::restrict,
     "限制知悉：只有经办的和指定的账号看得到 / seen only by those who have a part in it, and by accounts that are "
     "named",
     true, true},
    {Deed::unrestrict, "解除限制，由上级 / a superior lifts that", true, true},
    {Deed::reclassify,
     "改类别或立案条件，重新派，已过的时间照算 / of another category or condition: routed anew, the time that has gone "
     "by counts",
     true, true, Actor::either},
    {Deed::appeal,
     "申诉：结案以后，主办对逾期申诉一次，先由上级、再由市级复核 / once, after closing, the lead appeals that it was "
     "late; a superior "
     "reviews it, then the city",
     true, true},
    {Deed::grant, "准予：两级都准予的，逾期事实保留，统计免计 / granted by both, it stays late and does not count"},
    {Deed::reject, "驳回：逾期照计 / it counts", true, true},
};

std::string name_of(Deed deed) {
  std::string name(words_of(deed).name);
  std::ranges::replace(name, '_', '-');
  return name;
}

Verdict verdict_of(const Options& options) {
  Verdict verdict{
      .reached = options.reached, .in_time = options.in_time, .result = options.result, .service = options.service};
  verdict.solved = value_of<Verdict::Solved>(options.solved, verdicts_of_solved);
  return verdict;
}

std::uint8_t choice_of(const Options& options, Deed deed) {
  return deed == Deed::dismiss ? static_cast<std::uint8_t>(value_of<Dismissal>(options.reason, dismissals))
                               : static_cast<std::uint8_t>(value_of<Elsewhere>(options.elsewhere, elsewheres));
}

Limit limit_named(const Options& options) {
  if (options.by.empty()) return {};
  if (const std::optional<Limit> limit = limit_of(options.by)) return *limit;
  throw std::runtime_error("无法识别的时限，写作 2工作日 / not a limit, write it as 2工作日: " + options.by);
}

// How a demand stands after the deed, or why the deed was refused; nothing where the account may not see the demand, as
// when it has just passed it on.
class Afterwards {
 public:
  Afterwards(const Options& options, const Refusal& refusal, DemandId demand, std::uint32_t code)
      : engine_(options.engine.to, options.engine.token), rows_(engine_) {
    if (refusal) why_not_ = refusal_text(refusal, engine_);
    const auto statuses = engine_.client().statuses({{demand, code}});
    if (!statuses || !statuses->at(0).known) return;
    rows_.learn(*statuses);
    status_ = statuses->at(0);
  }

  std::string text(const Console& console) const {
    return status_ ? std::string(console.say("：", ": ")) + rows_.standing(*status_, console) : std::string();
  }
  bool is_seen() const { return status_.has_value(); }
  const std::string& why_not() const { return why_not_; }
  json::value to_json() const { return status_ ? rows_.json({*status_}).at(0) : json::value(nullptr); }

 private:
  RunningEngine engine_;
  QueueRows rows_;
  std::string why_not_;
  std::optional<views::Status> status_;
};

// The request that a refusal answers: asked before, since afterwards the account may not see the demand any more.
Pending asked_for(const Options& options, Deed deed, const terminal::Claim& demand) {
  if (deed != Deed::refuse) return Pending::none;
  RunningEngine engine(options.engine.to, options.engine.token);
  const auto statuses = engine.client().statuses({demand});
  return statuses ? statuses->at(0).pending : Pending::none;
}

void print(const Options& options, Deed deed, Pending asked, const terminal::Receipt& answer,
           const Afterwards& afterwards, const Console& console) {
  json::object more{{"number", options.number}, {"deed", words_of(deed).name}, {"demand", afterwards.to_json()}};
  if (answer.position) more["position"] = answer.position.value;
  std::string done(words_of(deed, asked).in(console.language == Language::english));
  done += " " + options.number + afterwards.text(console);
  if (deed == Deed::split && !answer.refusal) {
    const std::string part = format_number(DemandId{answer.position.value}),
                      code = format_look_up_code(answer.look_up_code);
    more["part"] = part;
    more["look_up_code"] = code;
    done += " → " + part + std::string(console.say("，查询码 ", ", look-up code ")) + code;
  }
  tell(options.engine.as_json, "done", answer.refusal, afterwards.why_not(), std::move(more), done);
  const bool says_how_it_stands = answer.refusal && afterwards.is_seen() && !options.engine.as_json;
  if (says_how_it_stands) std::cerr << console.say("现在", "now") << afterwards.text(console) << "\n";
}

// Keeps the act while there is no engine; the note says when it was done, since it is delivered later.
int keep(const Options& options, bool takes_note, terminal::WrittenAct act, const Console& console) {
  if (!options.attachments.files.empty()) {
    throw std::runtime_error(std::string(console.say(
        "离线代录不带附件文件：送出以后用 wangge attachment send 或备注补上",
        "files cannot be attached to what is recorded offline: attach them to a note once it is delivered")));
  }
  if (takes_note) {
    if (!act.note.empty()) act.note += "\n";
    act.note += std::string(console.say("离线记录于 ", "recorded offline at ")) +
                format_local(to_seconds(system_clock().now()));
  }
  OfflineTerminal terminal(options.spool, console);
  const std::string slip = slip_of(terminal.spool().spool(), terminal.keep(act));
  const int status = tell(options.engine.as_json, "kept", Refusal{},
                          {{"number", options.number}, {"deed", words_of(act.deed).name}, {"slip", slip}},
                          std::string(console.say("离线单号：", "offline slip: ")) + slip +
                              std::string(console.say("，待送", ", it waits")));
  return terminal.was_damaged() ? spool_damaged : status;
}

int run(const Options& options, const Subcommand& what, const Console& console) {
  const Deed deed = what.deed;
  if (options.spool.empty() && options.engine.token.empty())
    throw CLI::RequiredError(std::string(console.say("--token 或 --spool", "--token or --spool")));
  const DemandId demand = demand_named(options.number, console);
  std::string note = options.note;
  if (note == "-") note.assign(std::istreambuf_iterator<char>{std::cin}, {});
  while (note.ends_with('\n')) note.pop_back();  // a line's end is no part of the note
  const Attached attached(options.attachments, console);
  const terminal::WrittenAct act{
      .deed = deed,
      .demand = demand,
      .as = options.as,
      .note = note,
      .to = options.owner,
      .verdict = verdict_of(options),
      .look_up_code = options.code.empty() ? 0 : look_up_code_named(options.code, console),
      .choice = choice_of(options, deed),
      .condition = options.condition,
      .category = options.category,
      .limit = limit_named(options),
      .until = options.until.empty()
                   ? 0
                   : to_seconds(instant_named("--until", options.until, Calendar{}.utc_offset, console)),
      .place = options.place,
      .road = options.road,
      .attachments = attached.lines(),
      .bond = deed != Deed::join ? Bond::none
              : options.is_child ? Bond::child
                                 : Bond::same,
      .head = options.into.empty() ? DemandId{} : demand_named(options.into, console)};
  if (!options.spool.empty()) return keep(options, what.takes_note, act, console);
  const Pending asked = asked_for(options, deed, {demand, act.look_up_code});
  const terminal::Receipt answer = deliver_acts(options.engine.to, options.engine.token, {act}, console).front();
  print(options, deed, asked, answer, Afterwards(options, answer.refusal, demand, act.look_up_code), console);
  if (answer.refusal) return 1;
  return send_all(attached.files(), {demand, act.look_up_code}, options.engine.to, options.engine.token, console) ? 0
                                                                                                                  : 1;
}

bool takes_owner(Deed deed) { return deed == Deed::transfer || deed == Deed::offer || deed == Deed::call_in; }

std::string examples_of(const Subcommand& what) {
  std::string example = "例 / example: wangge " + name_of(what.deed) + " 2468069 --token station.token";
  if (what.actor == Actor::owner) example += " --as P22088100100101";
  if (takes_owner(what.deed)) example += " --owner GQ05";
  if (what.deed == Deed::dismiss) example += " --reason not_found";
  if (what.deed == Deed::divert) example += " --elsewhere police";
  if (what.deed == Deed::split || what.deed == Deed::reclassify) example += " --category 0304";
  if (what.deed == Deed::extend) example += " --by 2工作日";
  if (what.deed == Deed::suspend) example += " --until 2026-06-01T18:00";
  if (what.deed == Deed::join) example += " --into 2468263";
  if (what.deed == Deed::move) example += " --place 22088100100102";
  if (what.deed == Deed::rate) example += " --result 5";
  if (what.deed == Deed::call_back) example += " --reached --in-time --solved yes --result 4 --service 5";
  if (what.needs_note) example += " --note 原因";
  return example + "\n" + std::string(what.does);
}

void add_verdict(cli::App& command, Options& options) {
  const cli::Check grade = cli::in_range(1, int{grades});
  command
      .add_option("--result", options.result,
                  "对结果：5 很满意 … 1 很不满意 / with the result: 5 very satisfied … 1 not at all")
      ->check(grade);
  command.add_option("--service", options.service, "对服务：5 … 1 / with the service")->check(grade);
  command.add_option("--solved", options.solved, "是否解决 / whether it was solved")
      ->one_of(words_for<Verdict::Solved>(1, verdicts_of_solved));
}

void add_details(cli::App& command, Deed deed, Options& options) {
  if (deed == Deed::dismiss) {
    command.add_option("--reason", options.reason, "原因 / why")
        ->required()
        ->one_of(words_for<Dismissal>(1, dismissals));
  }
  if (deed == Deed::divert) {
    command.add_option("--elsewhere", options.elsewhere, "转到哪里 / where it goes")
        ->required()
        ->one_of(words_for<Elsewhere>(1, elsewheres));
  }
  if (deed == Deed::split) {
    command.add_option("--category", options.category, "拆出部分的类别 / category of the part")->required();
    command.add_option("--condition", options.condition, "立案条件 / its condition");
  }
  if (deed == Deed::reclassify) {
    command.add_option("--category", options.category, "现在的类别 / category that it is of")->required();
    command.add_option("--condition", options.condition, "立案条件 / its condition");
  }
  if (deed == Deed::extend) {
    command.add_option("--by", options.by, "延长多少，如 2工作日 / by how much, as 2工作日")->required();
  }
  if (deed == Deed::suspend) command.add_option("--until", options.until, "挂到何时 / until when")->required();
  if (deed == Deed::move) {
    command.add_option("--place", options.place, "网格或更细的地点 / code of a grid or what lies in one")->required();
    command.add_option("--road", options.road, "街或路(巷) / code of a street or lane");
  }
  if (deed == Deed::join) {
    command.add_option("--into", options.into, "主件的编号 / number of the one that it is handled with")->required();
    command.add_flag("--child", options.is_child,
                     "由主件引起，不是同一件事 / it follows from that one, and is not the same");
  }
}

void add(cli::App& app, const Subcommand& what, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(name_of(what.deed), examples_of(what));
  command->add_option("NUMBER", options->number, "编号 / number")->required();
  if (what.actor != Actor::terminal) {
    command->add_option("--as", options->as, "以哪个岗位或单位 / code of the post or organisation that acts")
        ->required(what.actor == Actor::owner);
  }
  if (what.deed == Deed::rate || what.deed == Deed::call_back) add_verdict(*command, *options);
  command->add_option("--code", options->code,
                      what.deed == Deed::rate ? "回执上的六位查询码：限制知悉的、非本终端网格的要 / the six digits on "
                                                "the receipt, for a restricted demand and one of other grids"
                                              : "回执上的六位查询码：终端办理限制知悉的要 / the six digits on the "
                                                "receipt, which a terminal needs for a restricted demand");
  if (what.deed == Deed::call_back) {
    cli::App* const answered = command->add_option_group("answered");
    cli::Option* const reached = answered->add_flag("--reached", options->reached, "联系上了 / somebody answered");
    answered
        ->add_flag("--no-answer", options->unanswered, "没有联系上，算一次 / nobody answered, which counts as a try")
        ->excludes(reached);
    answered->require_option(1);
    command->add_flag("--in-time", options->in_time, "联系及时 / the resident was contacted in time");
  }
  if (takes_owner(what.deed)) {
    command
        ->add_option("--owner", options->owner, "给谁 / code of the post or organisation that is to lead, or to assist")
        ->required();
  }
  add_details(*command, what.deed, *options);
  if (what.takes_note) {
    command->add_option("--note", options->note, "说明；- 为标准输入 / what was done, or why; - for standard input")
        ->required(what.needs_note);
  }
  if (rules::arrow_of(what.deed).takes_attachments) {
    add_attachment_options(*command, options->attachments);
  }
  cli::Option* token = add_engine_options(*command, options->engine)->required(false);
  command
      ->add_option("--spool", options->spool,
                   "离线代录：存入离线箱，不带附件，由 wangge submit --deliver 送出 / kept in this spool, without "
                   "files, and delivered with it")
      ->excludes(token);
  command->callback([options, command, &what, &exit_code] { exit_code = run(*options, what, console_of(*command)); });
}

}  // namespace

void add_act(cli::App& app, int& exit_code) {
  for (const Subcommand& what : subcommands) add(app, what, exit_code);
}

}  // namespace wangge::tools
