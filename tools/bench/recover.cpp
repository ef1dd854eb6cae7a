#include "tools/bench/recover.h"

#include <algorithm>
#include <iostream>
#include <limits>

#include "tools/bench/machine.h"
#include "tools/bench/run.h"
#include "tools/progress.h"
#include "tools/table.h"

namespace wangge::tools::bench {
namespace {

struct Recovered {
  std::uint64_t acknowledged = 0, events = 0, disk_bytes = 0, memory_bytes = 0;
  double seconds = 0;  // from the start until the engine listens
  bool is_whole = false, is_cut_short = false;

  double events_per_second() const { return static_cast<double>(events) / seconds; }
};

// Fills the log; the engine is killed while frames are under way, unless Ctrl-C comes before.
Measured fill_and_kill(const Recover& recover, Target& target, const Interrupt& interrupt, const Console& console) {
  Load load = recover.load;
  load.warmup = {};
  load.duration = std::chrono::hours(24);
  load.demands = std::numeric_limits<std::uint64_t>::max();
  load.until_lost = true;
  const std::vector<Bundle> bundles = encode_bundles(load, target.survey());
  target.open_terminals(load.terminals);
  bool is_killed = false;
  Progress progress(std::string(console.say("写入日志", "filling the log")), console);
  return play(load, bundles, target.partners(), interrupt, [&](std::uint64_t done, std::uint64_t) {
    progress.update(std::min(done, recover.demands), recover.demands);
    if (done < recover.demands || is_killed) return;
    target.kill();
    is_killed = true;
  });
}

Recovered start_again(const Measured& filled, Target& target) {
  Recovered recovered{.is_cut_short = filled.is_cut_short};
  recovered.disk_bytes = bytes_in(target.data());
  recovered.seconds = target.start();
  const terminal::Figures figures = target.figures();
  recovered.events = figures.position.value;
  recovered.memory_bytes = figures.costs.resident_bytes;
  target.stop();
  recovered.is_whole = verify(filled, target).is_whole;
  for (const std::uint32_t number : filled.acknowledged_numbers) recovered.acknowledged += number;
  return recovered;
}

void print(const Recovered& recovered, const Console& console) {
  Table table(
      {{std::string(console.say("指标", "figure"))}, {std::string(console.say("数值", "value")), Align::right}});
  const auto add = [&](std::string_view chinese, std::string_view english, std::string value) {
    table.add({console.say(chinese, english), std::move(value)});
  };
  add("杀死前已答复", "acknowledged before it was killed", std::to_string(recovered.acknowledged));
  add("从启动到接受连接 秒", "seconds from the start until it listens", decimal(recovered.seconds, 3));
  add("日志中的记录", "events in the log", std::to_string(recovered.events));
  add("每秒重放", "replayed events a second", decimal(recovered.events_per_second(), 0));
  add("磁盘 MiB，启动后内存 MiB", "on disk, and in memory after the start, MiB",
      decimal(static_cast<double>(recovered.disk_bytes) / (1 << 20), 0) + ", " +
          decimal(static_cast<double>(recovered.memory_bytes) / (1 << 20), 0));
  table.print(std::cout, console);
  std::cout << in_words_of_check(true, recovered.is_whole, console) << "\n" << whereabouts() << "\n";
}

void print_json(const Recovered& recovered) {
  boost::json::object out{
      {"acknowledged", recovered.acknowledged}, {"seconds_until_it_listens", recovered.seconds},
      {"log_events", recovered.events},         {"replayed_events_per_second", recovered.events_per_second()},
      {"disk_bytes", recovered.disk_bytes},     {"memory_bytes", recovered.memory_bytes},
      {"cut_short", recovered.is_cut_short},    {"every_acknowledged_number_in_the_log_once", recovered.is_whole}};
  add_whereabouts(out);
  std::cout << boost::json::serialize(out) << "\n";
}

}  // namespace

int recover(const Recover& recover, const Console& console) {
  const Interrupt interrupt;
  Target target(recover.where, serve_arguments(recover.load, 1), console);
  const Measured filled = fill_and_kill(recover, target, interrupt, console);
  if (!filled.is_engine_lost) target.kill();  // after Ctrl-C the engine is killed all the same, with nothing under way
  const Recovered recovered = start_again(filled, target);
  recover.as_json ? print_json(recovered) : print(recovered, console);
  if (!recovered.is_whole) return 1;
  return recovered.is_cut_short ? cut_short : 0;
}

}  // namespace wangge::tools::bench
