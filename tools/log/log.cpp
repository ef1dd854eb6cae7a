#include "tools/log/log.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/log/event_log.h"
#include "engine/model/words.h"
#include "engine/state/apply.h"
#include "engine/state/digest.h"
#include "engine/views/tally.h"
#include "tools/log/attachments_verified.h"
#include "tools/log/data_folder.h"
#include "tools/log/fact_json.h"
#include "tools/progress.h"
#include "tools/demand/receipts.h"
#include "tools/table.h"
#include "tools/time_text.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string data = default_data_folder;
  std::uint64_t from = 1, to = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t after = 0;
  bool as_json = false;
};

// --- stat

struct Statistics {
  City city;
  views::Tally tally;
  std::vector<std::uint64_t> events = std::vector<std::uint64_t>(fact_names().size());  // in the order of fact_names()
  std::uint64_t batches = 0;
  std::uintmax_t bytes = 0;  // of the whole data folder
  Seconds first_at = 0;

  std::uint64_t out_of_turn() const {
    std::uint64_t all = 0;
    for (const auto& [session, counts] : tally.sessions()) all += counts.out_of_turn;
    return all;
  }
};

// The size of a folder, whose files may come and go beside a running engine.
std::uintmax_t bytes_of(const std::filesystem::path& folder) {
  std::uintmax_t all = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::error_code gone;
    const std::uintmax_t size = entry.file_size(gone);
    if (!gone) all += size;
  }
  return all;
}

Statistics count(const std::filesystem::path& folder, const Console& console) {
  const log::EventLog log({.folder = folder, .read_only = true});
  Statistics counted;
  Progress progress(std::string(console.say("统计", "counting")), console);
  const std::uint64_t last = log.last().value;
  counted.batches = log.replay(Position{1}, [&](const Fact& fact) {
    apply(counted.city, fact);
    counted.tally.count(counted.city, fact);
    ++counted.events[name_index_of(fact.event)];
    if (counted.first_at == 0) counted.first_at = fact.at;
    if (fact.position.value % facts_between_updates == 0) progress.update(fact.position.value, last);
  });
  counted.bytes = bytes_of(folder);
  return counted;
}

// The session's account; none: the engine itself, or a command without an engine.
AccountId account_of(const City& city, SessionId session) {
  return session ? city.sessions[session].account() : AccountId{};
}

// A digest as hexadecimal digits: JSON's numbers are not wide enough for every reader.
std::string to_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

Duration utc_offset(const City& city) {
  return city.configuration ? city.configuration->calendars.city.utc_offset : Duration{0};
}

json::object as_json(const Statistics& counted) {
  const City& city = counted.city;
  json::object events, refused;
  for (std::size_t kind = 0; kind < counted.events.size(); ++kind) {
    if (counted.events[kind] != 0) events[fact_names()[kind].name] = counted.events[kind];
  }
  for (const auto& [reason, times] : counted.tally.refused()) refused[text_of(reason).name] = times;
  json::array sessions;
  for (const auto& [session, counts] : counted.tally.sessions()) {
    sessions.push_back(json::object{{"session", session.value},
                                    {"account", account_of(city, session).value},
                                    {"last", counts.last},
                                    {"submitted", counts.submitted},
                                    {"acted", counts.acted},
                                    {"declined", counts.declined},
                                    {"other", counts.other},
                                    {"out_of_turn", counts.out_of_turn}});
  }
  return {{"log", to_hex(city.log)},
          {"clock", words_of(city.clock).name},
          {"position", city.last.value},
          {"batches", counted.batches},
          {"bytes", counted.bytes},
          {"from", format_instant(to_instant(counted.first_at), utc_offset(city))},
          {"to", format_instant(to_instant(city.now), utc_offset(city))},
          {"versions", city.versions.size()},
          {"demands", city.demands.size() + city.demands.finals()},
          {"final", city.demands.finals()},
          {"open", city.demands.open()},
          {"digest", to_text(digest_of(city))},
          {"events", std::move(events)},
          {"refused", std::move(refused)},
          {"sessions", std::move(sessions)},
          {"out_of_turn", counted.out_of_turn()}};
}

void print_figures(const Statistics& counted, const Console& console) {
  const City& city = counted.city;
  const bool is_english = console.language == Language::english;
  Table table({{std::string(console.say("日志", "log"))}, {to_hex(city.log)}});
  const auto row = [&](std::string_view chinese, std::string_view english, std::string value) {
    table.add({console.say(chinese, english), std::move(value)});
  };
  row("时钟", "clock", std::string(words_of(city.clock).in(is_english)));
  row("事实", "facts", std::to_string(city.last.value));
  row("批", "batches", std::to_string(counted.batches));
  row("字节", "bytes", std::to_string(counted.bytes));
  row("起", "from", format_instant(to_instant(counted.first_at), utc_offset(city)));
  row("止", "to", format_instant(to_instant(city.now), utc_offset(city)));
  row("城市版本", "versions of the city", std::to_string(city.versions.size()));
  row("诉求", "demands", std::to_string(city.demands.size() + city.demands.finals()));
  row("未结案", "open", std::to_string(city.demands.open()));
  row("已归档", "final", std::to_string(city.demands.finals()));
  row("状态摘要", "digest of the state", to_text(digest_of(city)));
  row("重复或遗漏的序号", "numbers repeated or left out", std::to_string(counted.out_of_turn()));
  table.print(std::cout, console);
}

std::string name_of_kind(std::size_t kind, const Console& console) {
  const FactName& name = fact_names()[kind];
  return console.language == Language::english ? std::string(name.name)
                                               : std::string(name.chinese) + " " + std::string(name.name);
}

void print_events(const Statistics& counted, const Console& console) {
  Table table({{std::string(console.say("事实类别", "kind of fact"))},
               {std::string(console.say("数量", "number")), Align::right}});
  for (std::size_t kind = 0; kind < counted.events.size(); ++kind) {
    if (counted.events[kind] != 0) table.add({name_of_kind(kind, console), std::to_string(counted.events[kind])});
  }
  table.print(std::cout, console);
}

void print_sessions(const Statistics& counted, const Console& console) {
  const auto number = [&](std::string_view chinese, std::string_view english) {
    return Column{std::string(console.say(chinese, english)), Align::right};
  };
  Table table({number("会话", "session"),
               {std::string(console.say("账号", "account"))},
               number("末号", "last"),
               number("提交", "submitted"),
               number("办理", "acted"),
               number("拒收", "declined"),
               number("其他", "other")});
  for (const auto& [session, counts] : counted.tally.sessions()) {
    const AccountId account = account_of(counted.city, session);
    table.add({std::to_string(session.value),
               account ? counted.city.accounts[account].rights.name
                       : std::string(console.say("引擎自身", "the engine itself")),
               std::to_string(counts.last), std::to_string(counts.submitted), std::to_string(counts.acted),
               std::to_string(counts.declined), std::to_string(counts.other)});
  }
  table.print(std::cout, console);
}

void print_refused(const Statistics& counted, const Console& console) {
  if (counted.tally.refused().empty()) return;
  std::cout << "\n";
  Table table({{std::string(console.say("拒收原因", "declined for"))},
               {std::string(console.say("数量", "number")), Align::right}});
  for (const auto& [reason, times] : counted.tally.refused())
    table.add({reason_text(reason, console.language == Language::english), std::to_string(times)});
  table.print(std::cout, console);
}

int stat(const Options& options, const Console& console) {
  const Statistics counted = count(options.data, console);
  if (options.as_json) {
    std::cout << json::serialize(as_json(counted)) << "\n";
  } else {
    print_figures(counted, console);
    std::cout << "\n";
    print_events(counted, console);
    std::cout << "\n";
    print_sessions(counted, console);
    print_refused(counted, console);
  }
  return counted.out_of_turn() == 0 ? 0 : 1;
}

// --- dump

// The city at the end of the log, for codes and names; none where the log cannot be replayed.
std::optional<City> city_of(const log::EventLog& log, const Console& console) {
  City city;
  try {
    replay(log, city, console);
  } catch (const log::CannotOpen&) {
    std::cerr << "wangge: " << console.say("日志损坏，不能列出代码和名称", "the log is broken: without codes and names")
              << "\n";
    return std::nullopt;
  }
  return city;
}

// Prints facts; a fact that cannot be read is reported in its place, and the rest follows.
int dump(const Options& options, const Console& console) {
  const log::EventLog log({.folder = options.data, .read_only = true});
  const std::uint64_t last = std::min(options.to, log.last().value);
  const std::optional<City> city = city_of(log, console);
  bool is_damaged = false;
  for (Position position{options.from}; position.value <= last && std::cout; ++position.value) {
    try {
      const std::optional<log::Stored> stored = log.read(position);
      if (stored) std::cout << json::serialize(to_json(*stored, city ? &*city : nullptr)) << "\n";
      is_damaged |= stored && stored->is_damaged;
    } catch (const log::CannotOpen&) {
      std::cout << json::serialize(json::object{{"position", position.value}, {"damaged", "fact"}}) << "\n";
      is_damaged = true;
    }
  }
  if (is_damaged) {
    std::cerr << "wangge: "
              << console.say("有记录读不出（damaged）：wangge log verify 会指出",
                             "some of it cannot be read (damaged): wangge log verify says more")
              << "\n";
  }
  return is_damaged ? 1 : 0;
}

// --- verify

void print(const log::Broken& broken, const Console& console) {
  if (broken.batch)
    std::cout << console.say("日志损坏，第一个坏批从位置 ",
                             "the log is broken; the first bad batch begins at position ")
              << broken.batch.value;
  else
    std::cout << console.say(
        "日志与 journal 或持久位置标记不符；现有的批完好",
        "the log does not fit its journal or its durable mark; the batches that are there are whole");
  std::cout << "\n" << broken.problem << "\n";
}

int verify(const Options& options, const Console& console) {
  log::Verified verified;
  {
    Progress progress(std::string(console.say("核对", "verifying")), console);
    verified = log::verify({.folder = options.data, .read_only = true},
                           [&](Position done, Position last) { progress.update(done.value, last.value); });
  }
  const AttachmentsVerified attachments = verify_attachments(options.data, !verified.broken, console);
  if (options.as_json) {
    json::object out{{"batches", verified.batches}, {"events", verified.events}, {"sound", !verified.broken}};
    out["attachments"] = to_json(attachments);
    if (verified.broken) {
      out["broken_batch"] = verified.broken->batch ? json::value(verified.broken->batch.value) : json::value(nullptr);
      out["problem"] = verified.broken->problem;
    }
    std::cout << json::serialize(out) << "\n";
  } else if (verified.broken) {
    print(*verified.broken, console);
  } else {
    std::cout << console.say("日志完好：", "the log is whole: ") << verified.batches
              << console.say(" 批，", " batches, ") << verified.events << console.say(" 个事实", " facts") << "\n";
  }
  if (!options.as_json) print(attachments, console);
  return verified.broken || !attachments.is_sound() ? 1 : 0;
}

// --- accept-loss

int accept_loss(const Options& options, const Console& console) {
  const LogId id = random_log_id();
  log::accept_loss({.folder = options.data}, Position{options.after}, id);
  std::cout << console.say("已确认丢失；新的日志号 ", "the loss is accepted; the log's new id is ") << to_hex(id)
            << "\n";
  return 0;
}

// --- options

using Run = int (*)(const Options&, const Console&);

cli::App* add_command(cli::App& log, const std::shared_ptr<Options>& options, const std::string& name,
                      const std::string& description, Run run, int& exit_code) {
  cli::App* command = log.add_subcommand(name, description);
  command->add_option("--data", options->data, "数据文件夹 / data folder")->capture_default_str();
  command->callback([options, run, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
  return command;
}

// Refuses numbers below 1: CLI11 would take -1 for the greatest number.
std::string from_one_on(const std::string& position) {
  const bool is_number = position.find_first_not_of("0123456789") == std::string::npos;
  const bool is_zero = position.find_first_not_of('0') == std::string::npos;
  return is_number && !is_zero ? "" : position + " 不是位置：从 1 起 / is no position: they are from 1 on";
}

void add_json(cli::App& command, Options& options) {
  command.add_flag("--json", options.as_json, "输出 JSON / print JSON");
}

}  // namespace

void add_log(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* log = app.add_subcommand(
      "log",
      "例 / examples:\n"
      "  wangge log stat --data ./data\n"
      "  wangge log dump --data ./data --from 24670 | head\n"
      "  wangge log verify --data ./data\n"
      "日志：统计、导出、核对；可与引擎同时 / the log: count, dump, verify; also beside a running engine");
  log->require_subcommand(1);
  add_json(*add_command(*log, options, "stat", "有多少事实、诉求、拒收 / how many facts, demands, refusals", stat,
                        exit_code),
           *options);
  cli::App* dump_command =
      add_command(*log, options, "dump", "每行一个事实，JSON；不含联系方式 / one fact a line, JSON; without contacts",
                  dump, exit_code);
  dump_command->add_option("--from", options->from, "从此位置 / from this position")->check(from_one_on);
  dump_command->add_option("--to", options->to, "到此位置 / up to this position")->check(from_one_on);
  add_json(*add_command(*log, options, "verify",
                        "核对哈希链、文本、位置和附件；退出码 0 完好，1 损坏，3 不可打开 / check the chain of hashes, "
                        "texts, positions and attachments; "
                        "exit status 0 whole, 1 broken, 3 must not be opened",
                        verify, exit_code),
           *options);
  add_command(*log, options, "accept-loss", "确认丢失后继续，换新的日志号 / go on after a loss, under a new log id",
              accept_loss, exit_code)
      ->add_option("--after", options->after, "最后一个完好的位置 / the last position that is whole")
      ->required()
      ->check(from_one_on);
}

}  // namespace wangge::tools
