#include "tools/city/city_proposal.h"

#include <iostream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/base/utf8.h"
#include "engine/model/blob.h"
#include "engine/state/digest.h"
#include "tools/city/city_difference.h"
#include "tools/city/city_folder.h"
#include "tools/engine_options.h"
#include "tools/progress.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using loop::Outlook;

struct Options {
  std::string folder, note, expect, at;
  EngineOptions engine;
};

// Connects with the spool of this command: a new attempt of the same account replaces one that is still going on.
RunningEngine open_engine(const Options& options) { return {options.engine.to, options.engine.token, "configuration"}; }

Outlook look(RunningEngine& engine, const Console& console) {
  Outlook outlook = engine.ask(loop::AskOutlook{});
  if (outlook.known) return outlook;
  throw std::runtime_error(std::string(console.say(
      "只有运维账号可以提议、查看和采用配置", "only an account of ops proposes, sees and adopts a configuration")));
}

// The proposer and the time, such as "3 张三, 2026-03-10T09:00:00+08:00".
std::string whose(const Outlook& outlook) {
  return fmt::format("{} {}, {}", outlook.proposal.account.value, outlook.by, format_local(outlook.proposal.at));
}

// Who has adopted the proposal and when it is to come into force, or when it could not; empty where nobody has adopted
// it.
std::string scheduled_text(const Outlook& outlook, const Console& console) {
  const Proposal& proposal = outlook.proposal;
  if (proposal.effective == 0) return {};
  const std::string at = format_local(proposal.effective);
  if (!proposal.is_scheduled()) {
    return fmt::format(fmt::runtime(console.say("到 {} 未能生效，须重新采用：{}",
                                                "it could not come into force at {} and must be adopted again: {}")),
                       at, to_sentence(proposal.why, console.language == Language::english));
  }
  return fmt::format(
      fmt::runtime(console.say("已由 {} {} 采用，自 {} 起生效", "adopted by {} {}, in force from {} on")),
      proposal.adopter.value, outlook.adopted_by, at);
}

json::value proposal_json(const Outlook& outlook) {
  const Proposal& proposal = outlook.proposal;
  if (!proposal) return nullptr;
  return json::object{
      {"position", proposal.position.value},
      {"at", format_local(proposal.at)},
      {"account", proposal.account.value},
      {"name", outlook.by},
      {"note", outlook.note},
      {"rows", proposal.rows},
      {"digest", digest_text(proposal.digest)},
      {"adopter", proposal.is_scheduled() ? json::value(proposal.adopter.value) : json::value(nullptr)},
      {"put_off", proposal.why ? json::value(text_of(proposal.why.reason).name) : json::value(nullptr)},
      {"effective", proposal.effective == 0 ? json::value(nullptr) : json::value(format_local(proposal.effective))}};
}

// --- propose

Refusal stage(RunningEngine& engine, const Tables& tables, const Console& console) {
  std::vector<std::string> encoded;
  std::vector<terminal::EncodedRow> rows;
  encoded.reserve(tables.row_count());  // the rows point into it
  for (const TableSchema& schema : table_schemas()) {
    for (const Row& row : tables.of(schema.kind)) {
      encode_row(row, encoded.emplace_back());
      rows.push_back({schema.kind, encoded.back()});
    }
  }
  Progress progress(std::string(console.say("送出城市配置", "sending the city's tables")), console);
  for (std::span<const terminal::EncodedRow> left = rows; !left.empty();) {
    const terminal::Client::Staged staged = engine.require(engine.client().stage(left));
    if (staged.refusal) return staged.refusal;
    left = left.subspan(staged.rows);
    progress.update(rows.size() - left.size(), rows.size());
  }
  return {};
}

Refusal send(RunningEngine& engine, const Options& options, const Tables& tables, std::uint64_t digest,
             const Console& console) {
  if (const Refusal refusal = engine.require(engine.client().send(BeginConfiguration{})).refusal) return refusal;
  if (const Refusal refusal = stage(engine, tables, console)) return refusal;
  return engine
      .require(engine.client().send(ProposeConfiguration{digest, static_cast<std::uint32_t>(tables.row_count()), {}},
                                    options.note))
      .refusal;
}

int propose(const Options& options, const Console& console) {
  const Tables tables = read_sound_city(options.folder, console);
  const std::uint64_t digest = digest_of(tables);
  RunningEngine engine = open_engine(options);
  const Outlook before = look(engine, console);
  json::object more{{"digest", digest_text(digest)}, {"rows", tables.row_count()}, {"dropped", nullptr}};
  if (before.in_force == digest)
    return tell(options.engine.as_json, "proposed", {Reason::configuration_unchanged}, std::move(more), {});
  more["dropped"] = proposal_json(before);
  if (before.proposal)
    std::cerr << console.say("先前的提议由此作废：", "this drops what was proposed before: ") << whose(before) << "\n";
  const Refusal refusal = send(engine, options, tables, digest, console);
  const std::string done = fmt::format(
      fmt::runtime(console.say(
          "已提议 {}，{} 行。请另一位运维人员查看 wangge city proposal，再以 wangge city adopt --expect {} 采用",
          "proposed {}, {} rows. Another person of ops looks at it with wangge city proposal and adopts it with wangge "
          "city adopt --expect {}")),
      digest_text(digest), tables.row_count(), digest_text(digest));
  return tell(options.engine.as_json, "proposed", refusal, std::move(more), done);
}

// --- proposal

std::string moving_text(const Outlook& outlook, const Console& console) {
  return fmt::format(fmt::runtime(outlook.is_at_least ? console.say("在办 {} 件，其中至少 {} 件将改派",
                                                                    "of {} open demands at least {} would be moved")
                                                      : console.say("在办 {} 件，其中 {} 件将改派",
                                                                    "of {} open demands {} would be moved")),
                     outlook.open, outlook.moving);
}

// The effect of a changed calendar on deadlines; empty where no deadline would change.
std::string rescheduling_text(const Outlook& outlook, const Console& console) {
  if (outlook.rescheduling == 0) return {};
  const std::string moved = fmt::format(
      fmt::runtime(
          outlook.is_at_least
              ? console.say("日历有变：至少 {} 件在办诉求的时限会变，",
                            "the calendar changes: the deadlines of at least {} open demands would be others, ")
              : console.say("日历有变：{} 件在办诉求的时限会变，",
                            "the calendar changes: the deadlines of {} open demands would be others, ")),
      outlook.rescheduling);
  return moved + std::string(outlook.recomputes
                                 ? console.say("采用后自动重新计算",
                                               "and are worked out again by themselves once it is adopted")
                                 : console.say("采用后以 wangge city recompute 重新计算",
                                               "which wangge city recompute works out once it is adopted"));
}

void print_outlook(const Outlook& outlook, const Console& console) {
  if (!outlook.proposal) {
    std::cout << fmt::format(fmt::runtime(console.say("没有提议中的配置；现行第 {} 版 {}",
                                                      "no configuration is proposed; in force is version {}, {}")),
                             outlook.version, digest_text(outlook.in_force))
              << "\n";
    if (outlook.rows_staged != 0) {
      std::cout << fmt::format(fmt::runtime(console.say("正在载入，已有 {} 行", "one is being loaded, {} rows so far")),
                               outlook.rows_staged)
                << "\n";
    }
    return;
  }
  std::cout << fmt::format(fmt::runtime(console.say("提议 {}，{} 行；现行第 {} 版 {}",
                                                    "proposed is {}, {} rows; in force is version {}, {}")),
                           digest_text(outlook.proposal.digest), outlook.proposal.rows, outlook.version,
                           digest_text(outlook.in_force))
            << "\n"
            << console.say("提议人 ", "by ") << whose(outlook) << "\n";
  if (const std::string scheduled = scheduled_text(outlook, console); !scheduled.empty())
    std::cout << scheduled << "\n";
  if (!outlook.note.empty())
    std::cout << console.say("说明 ", "note: ") << spelled_out(outlook.note, Lines::many) << "\n";
  std::cout << moving_text(outlook, console) << "\n";
  if (const std::string rescheduling = rescheduling_text(outlook, console); !rescheduling.empty())
    std::cout << rescheduling << "\n";
  if (!outlook.without_terminal.empty()) {
    std::cout << console.say("没有终端的新网格（先 wangge account add terminal）：",
                             "new grids without a terminal (wangge account add terminal makes one): ")
              << fmt::format("{}\n", fmt::join(outlook.without_terminal, " "));
  }
  if (outlook.refusal) {
    std::cout << in_colour({std::string(console.say("现在不能采用：", "it cannot be adopted now: ")) +
                                to_sentence(outlook.refusal, console.language == Language::english),
                            Meaning::bad},
                           console)
              << "\n";
  }
  print(outlook.differences, limits::differences_of_a_kind_max, console);
}

int show(const Options& options, const Console& console) {
  RunningEngine engine = open_engine(options);
  const Outlook outlook = look(engine, console);
  if (!options.engine.as_json) {
    print_outlook(outlook, console);
    return 0;
  }
  json::object out{{"version", outlook.version},
                   {"in_force", digest_text(outlook.in_force)},
                   {"rows_staged", outlook.rows_staged},
                   {"proposal", proposal_json(outlook)}};
  if (outlook.proposal) {
    out["demands"] = json::object{{"open", outlook.open},
                                  {"moving", outlook.moving},
                                  {"at_least", outlook.is_at_least},
                                  {"rescheduling", outlook.rescheduling},
                                  {"recomputes", outlook.recomputes}};
    out["obstacle"] = outlook.refusal ? json::value(text_of(outlook.refusal.reason).name) : json::value(nullptr);
    out["without_terminal"] = json::value_from(outlook.without_terminal);
    out["differences"] = to_json(outlook.differences);
  }
  std::cout << json::serialize(out) << "\n";
  return 0;
}

// --- adopt, reject

// Whoever adopts names the digest that they have looked at: the proposal may have been replaced meanwhile.
void require_digest(const Options& options) {
  if (!options.expect.empty()) return;
  throw CLI::RequiredError(
      "--expect，所提议配置的指纹：用 wangge city proposal 查看 / "
      "--expect, the digest of what is proposed: wangge city proposal shows it",
      CLI::ExitCodes::RequiredError);
}

int adopt(const Options& options, const Console& console) {
  require_digest(options);
  const std::uint64_t expected = digest_named(options.expect, console);
  const Seconds effective =
      options.at.empty() ? 0 : to_seconds(instant_named("--at", options.at, Calendar{}.utc_offset, console));
  RunningEngine engine = open_engine(options);
  const Refusal refusal =
      engine.require(engine.client().send(AdoptConfiguration{.effective = effective, .digest = expected})).refusal;
  json::object more;
  std::string done;
  if (!refusal && effective != 0) {
    more["effective"] = format_local(effective);
    done =
        fmt::format(fmt::runtime(console.say("已采用，自 {} 起生效；在此之前可用 wangge city reject 撤销",
                                             "adopted, in force from {} on; wangge city reject drops it until then")),
                    format_local(effective));
  } else if (!refusal) {
    done = console.say("已采用；在办诉求的改派见 wangge situation list",
                       "adopted; wangge situation list shows how far demands have been moved");
    if (const auto now =
            engine.client().ask(loop::AskOutlook{})) {  // it is adopted, even if the engine can no longer be asked
      more = {{"version", now->version}, {"digest", digest_text(now->in_force)}};
      done += fmt::format(fmt::runtime(console.say("；第 {} 版 {}", "; version {}, {}")), now->version,
                          digest_text(now->in_force));
    }
  }
  return tell(options.engine.as_json, "adopted", refusal, std::move(more), done);
}

int reject(const Options& options, const Console& console) {
  RunningEngine engine = open_engine(options);
  const Refusal refusal = engine.require(engine.client().send(RejectConfiguration{}, options.note)).refusal;
  return tell(options.engine.as_json, "rejected", refusal, {},
              std::string(console.say("提议已否决", "what was proposed is dropped")));
}

using Run = int (*)(const Options&, const Console&);

std::pair<cli::App*, std::shared_ptr<Options>> add(cli::App& city, const char* name, const char* help, Run run,
                                                   int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = city.add_subcommand(name, help);
  add_engine_options(*command, options->engine, "运维令牌文件 / file with an ops token");
  command->callback([options, command, run, &exit_code] { exit_code = run(*options, console_of(*command)); });
  return {command, options};
}

}  // namespace

void add_city_proposal(cli::App& city, int& exit_code) {
  const auto [propose_command, proposed] =
      add(city, "propose",
          "例 / example: wangge city propose ./next --token ops1.token --note 5月岗位调整\n"
          "提议新的配置，由另一位运维人员采用；取代先前的提议 / a configuration for another person of ops to adopt; "
          "takes the place of what was "
          "proposed before",
          propose, exit_code);
  propose_command->add_option("DIR", proposed->folder, "城市文件夹 / the city's folder")
      ->required()
      ->check(cli::existing_directory());
  propose_command->add_option("--note", proposed->note, "为什么 / why");
  add(city, "proposal",
      "例 / example: wangge city proposal --token ops2.token\n"
      "谁提议了什么：与现行配置的差别，多少在办诉求将改派 / who has proposed what: in what it differs, how many open "
      "demands it would move",
      show, exit_code);
  const auto [adopt_command, adopted] =
      add(city, "adopt",
          "例 / example: wangge city adopt --token ops2.token --expect 9f1c2b3a4d5e6f70\n"
          "采用他人提议的配置 / adopts what another person has proposed",
          adopt, exit_code);
  adopt_command->add_option(
      "--expect", adopted->expect,
      "必填：只采用这个指纹的，见 wangge city proposal / wanted: only if this is its digest, see wangge city proposal");
  adopt_command->add_option(
      "--at", adopted->at,
      "从何时起生效，最多 366 天后；缺省为现在 / from when on, at most 366 days ahead; now if left out");
  const auto [reject_command, rejected] =
      add(city, "reject",
          "例 / example: wangge city reject --token ops2.token --note 网格长未定\n否决提议 / drops what was proposed",
          reject, exit_code);
  reject_command->add_option("--note", rejected->note, "为什么 / why");
}

}  // namespace wangge::tools
