#include "tools/bench/page.h"

#include <cstdio>
#include <iostream>
#include <string_view>

#include "tools/bench/machine.h"
#include "tools/bench/page_figures.h"
#include "tools/table.h"

namespace wangge::tools::bench {
namespace {

std::string in_words(const Latency& latency) {
  std::string text;
  for (const double share : {0.5, 0.9, 0.99, 0.999}) text += decimal(latency.percentile_ms(share), 2) + " / ";
  return text + decimal(latency.max_ms(), 2);
}

// The table's lines, in both languages.
class Lines {
 public:
  explicit Lines(const Console& console)
      : console_(console),
        table_({{std::string(console.say("指标", "figure"))},
                {std::string(console.say("数值", "value")), Align::right}}) {}

  void add(std::string_view chinese, std::string_view english, std::string value, Meaning meaning = Meaning::plain) {
    table_.add({Cell(console_.say(chinese, english)), Cell(std::move(value), meaning)});
  }
  void print() const { table_.print(std::cout, console_); }

 private:
  const Console& console_;
  Table table_;
};

void add_rate(Lines& lines, const Page& page) {
  const Measured& measured = page.measured;
  if (page.load.kind == LoadKind::lives) {
    lines.add("每秒事实：提交、立案、签收、预警、到期、办结、结案",
              "facts a second: submitted, filed, accepted, warned, expired, finished, closed",
              decimal(facts_per_second(page), 0));
    if (page.verified) {
      lines.add("到期的处置时限 / 其他时限", "resolution limits expired / other limits",
                std::to_string(page.verified->expired) + " / " + std::to_string(page.verified->others_expired));
    }
  } else {
    lines.add("每秒落盘、分派并答复的诉求", "durable, routed, acknowledged demands a second",
              decimal(measured.rate(), 0));
  }
  if (page.load.kind == LoadKind::letters) {
    lines.add("每秒 MB", "MB a second", decimal(per_second(static_cast<double>(measured.bytes_sent), page) / 1e6, 1));
  }
  if (measured.is_cut_short)
    lines.add("提前结束，秒", "cut short, seconds", decimal(measured.seconds, 1), Meaning::warning);
}

void add_answers(Lines& lines, const Page& page) {
  const Measured& measured = page.measured;
  lines.add("答复 p50 / p90 / p99 / p99.9 / 最长 毫秒", "acknowledgement p50 / p90 / p99 / p99.9 / max, ms",
            in_words(measured.latency));
  if (page.load.rate == 0) {
    lines.add("终端 × 在途 ÷ 速率 毫秒", "terminals × under way ÷ rate, ms", decimal(under_way_ms(page), 2));
  } else {
    lines.add("应发 件/秒，未及时答复", "due a second, and never answered",
              decimal(page.load.rate, 0) + ", " + std::to_string(measured.unanswered));
  }
  if (measured.repeat_latency.total() > 0) {
    lines.add("重发的答复 毫秒", "acknowledgement of repeats, ms", in_words(measured.repeat_latency));
  }
  lines.add("未受理 / 重发 / 忙", "declined / repeated / busy",
            std::to_string(measured.refused) + " / " + std::to_string(measured.repeated) + " / " +
                std::to_string(measured.busy));
}

void add_costs(Lines& lines, const Page& page) {
  const Measured& measured = page.measured;
  const auto each = [&](double value, int decimals) { return decimal(per_demand(value, page), decimals); };
  lines.add("引擎 / 压测端 CPU 微秒/件", "CPU of engine / generator, µs a demand",
            each(engine_cpu_us(page), 3) + " / " + each(static_cast<double>(measured.generator_cpu_us), 3));
  lines.add("发送 / 编码（不含文字）/ 磁盘 字节/件", "bytes sent / encoded, without texts / on disk, a demand",
            each(static_cast<double>(measured.bytes_sent), 0) + " / " + each(bytes_encoded(page), 0) + " / " +
                (page.disk_bytes_per_demand ? decimal(*page.disk_bytes_per_demand, 0) : "?"));
  lines.add("整理重写 字节", "bytes rewritten by compaction", decimal(bytes_compacted(page), 0));
  lines.add("批，每批记录，每组批数", "batches, events a batch, batches a group",
            decimal(batches(page), 0) + ", " + decimal(ratio(events(page), batches(page)), 0) + ", " +
                decimal(ratio(batches(page), groups(page)), 1));
  lines.add("每秒同步，每次同步记录", "syncs a second, events a sync",
            decimal(per_second(syncs(page), page), 0) + ", " + decimal(ratio(events(page), syncs(page)), 0));
  lines.add("引擎内存 MiB，未结诉求", "engine's memory, MiB, and open demands",
            decimal(static_cast<double>(measured.after.costs.resident_bytes) / (1 << 20), 0) + ", " +
                std::to_string(measured.after.demands_open));
  lines.add("堆分配 次/件：引擎线程 / 其他线程", "heap allocations a demand: engine's thread / other threads",
            each(allocations(page), 4) + " / " + each(allocations_elsewhere(page), 4));
}

void add_check(Lines& lines, const Page& page, const Console& console) {
  const bool is_whole = page.verified && page.verified->is_whole;
  const Meaning meaning = !page.verified ? Meaning::plain : is_whole ? Meaning::good : Meaning::bad;
  lines.add("日志核对", "counted in the log",
            std::string(in_words_of_check(page.verified.has_value(), is_whole, console)), meaning);
}

void add_whereabouts(Lines& lines, const Page& page) {
  const Load& load = page.load;
  lines.add("负载，种子", "load, seed", std::string(name_of(load.kind)) + ", " + std::to_string(load.seed));
  lines.add("终端 × 在途 × 每次诉求", "terminals × under way × demands at once",
            std::to_string(load.terminals) + " × " +
                (load.rate > 0 ? std::string(name_of(load.shape)) : std::to_string(load.in_flight)) + " × " +
                std::to_string(load.frame));
  lines.add("文件系统，同步 毫秒", "file system, sync ms",
            page.file_system + ", " + (page.sync_ms ? decimal(*page.sync_ms, 3) : "?"));
  lines.add("机器", "machine", std::to_string(cores()) + " × " + processor_name());
  lines.add("提交", "commit", commit());
  lines.add("命令", "command", command_line());
}

}  // namespace

std::string decimal(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string_view in_words_of_check(bool can_count, bool is_whole, const Console& console) {
  if (!can_count)
    return console.say("未核对：在引擎那里用 wangge log，或给 --data", "left to `wangge log` there, or give --data");
  return is_whole ? console.say("每个已答复编号在日志中恰好一次", "every acknowledged number stands in the log once")
                  : console.say("日志与已答复的编号不符！", "the log does NOT hold every acknowledged number once");
}

std::string whereabouts() {
  return std::to_string(cores()) + " × " + processor_name() + ", " + commit() + ", " + command_line();
}

void print(const Page& page, const Console& console) {
  Lines lines(console);
  add_rate(lines, page);
  add_answers(lines, page);
  add_costs(lines, page);
  add_check(lines, page, console);
  add_whereabouts(lines, page);
  lines.print();
}

}  // namespace wangge::tools::bench
