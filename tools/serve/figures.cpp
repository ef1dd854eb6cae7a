#include "tools/serve/figures.h"

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/refusal.h"
#include "tools/address.h"
#include "tools/console.h"
#include "tools/running_engine.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

struct Options {
  std::string to, token;
  bool as_json = false;
};

struct Line {
  std::string_view name, chinese, english;
  std::uint64_t value = 0;
};

std::vector<Line> lines_of(const terminal::Figures& figures) {
  return {
      {"position", "日志位置（已落盘）", "log's position, durable", figures.position.value},
      {"batches", "批", "batches", figures.batches},
      {"groups", "组", "groups", figures.groups},
      {"syncs", "同步次数", "syncs", figures.syncs},
      {"bytes_encoded", "编码字节", "bytes encoded", figures.bytes_encoded},
      {"bytes_compacted", "整理重写字节", "bytes rewritten by compaction", figures.bytes_compacted},
      {"demands_open", "未结诉求", "demands open", figures.demands_open},
      {"demands", "内存中的诉求", "demands in memory", figures.demands},
      {"notices_pending", "待送达的通知", "notices neither delivered nor given up", figures.notices_pending},
      {"queues_watched", "有人观察的队列", "queues that are watched", figures.queues_watched},
      {"strangers", "未报到的连接", "connections that were not welcomed", figures.strangers},
      {"strangers_sent_away", "让位的连接", "connections that made way, or found no room", figures.strangers_sent_away},
      {"codes_wrong", "不符的查询码", "look-up codes that were wrong", figures.codes_wrong},
      {"codes_refused", "未予核对的查询码", "look-up codes that were not looked at", figures.codes_refused},
      {"processor_us", "处理器时间 微秒", "processor's time, µs", figures.costs.processor_us},
      {"resident_bytes", "驻留内存 字节", "resident bytes", figures.costs.resident_bytes},
      {"allocations", "引擎线程的堆分配次数", "heap allocations of the engine's thread", figures.costs.allocations},
      {"allocations_elsewhere", "其他线程的堆分配次数", "heap allocations of other threads",
       figures.costs.allocations_elsewhere},
  };
}

void print(const std::vector<Line>& lines, const Console& console) {
  Table table(
      {{std::string(console.say("指标", "figure"))}, {std::string(console.say("数值", "value")), Align::right}});
  for (const Line& line : lines) table.add({console.say(line.chinese, line.english), std::to_string(line.value)});
  table.print(std::cout, console);
}

void print_json(const std::vector<Line>& lines) {
  boost::json::object out;
  for (const Line& line : lines) out[line.name] = line.value;
  std::cout << boost::json::serialize(out) << "\n";
}

int run(const Options& options, const Console& console) {
  RunningEngine engine(options.to, options.token);
  const terminal::Figures figures = engine.ask(terminal::AskFigures{});
  if (!figures.known) {
    throw std::runtime_error(
        to_sentence({Reason::not_allowed}, console.language == Language::english) +
        std::string(console.say("：需要运维账号的令牌", ": it takes the token of an ops account")));
  }
  options.as_json ? print_json(lines_of(figures)) : print(lines_of(figures), console);
  return 0;
}

}  // namespace

void add_figures(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command =
      app.add_subcommand("figures",
                         "例 / example: wangge figures --to 127.0.0.1:8243 --token ops.token\n"
                         "运行中的引擎自启动以来的数字 / what a running engine has done since it was started");
  command->add_option("--to", options->to, "运行中的引擎 地址:端口 / a running engine, address:port")
      ->check(address_problem)
      ->required();
  command->add_option("--token", options->token, "运维令牌文件 / file with an ops token")
      ->required()
      ->check(cli::existing_file());
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
