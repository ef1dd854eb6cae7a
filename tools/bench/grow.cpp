#include "tools/bench/grow.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>

#include "engine/base/limits.h"
#include "tools/bench/machine.h"
#include "tools/bench/run.h"
#include "tools/progress.h"
#include "tools/table.h"

namespace wangge::tools::bench {
namespace {

// For the counter load: the bytes of a demand in tables, and those of its slot, index and deadline; and the memory that
// an engine takes anyway.
constexpr std::uint64_t disk_bytes_each = 280, memory_bytes_each = 106;
constexpr std::uint64_t disk_bytes_of_journal = limits::journal_segments * limits::journal_segment_bytes;
constexpr std::uint64_t memory_bytes_of_engine = std::uint64_t{1} << 30;
constexpr std::uint64_t asks_above_bytes = 20'000'000'000;
constexpr double gb = 1e9;

struct Step {
  std::uint64_t demands_open = 0, memory_bytes = 0;
  double rate = 0, p50_ms = 0, p99_ms = 0, bytes_grown_each = 0;
};

// The nearest existing folder above.
std::string existing(std::filesystem::path folder) {
  folder = std::filesystem::absolute(folder);
  while (!std::filesystem::exists(folder)) folder = folder.parent_path();
  return folder;
}

bool says_yes(const Console& console) {
  std::cerr << console.say("继续？[y/N] ", "Go on? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

void require_room(const Grow& grow, const Console& console) {
  const std::uint64_t disk = disk_bytes_of_journal + grow.demands * disk_bytes_each;
  const std::uint64_t memory = memory_bytes_of_engine + grow.demands * memory_bytes_each;
  const std::uint64_t disk_free = free_bytes_of_disk(existing(grow.where.data.empty() ? "." : grow.where.data));
  const std::uint64_t memory_free = available_memory_bytes();
  const std::string need = fmt::format(
      fmt::runtime(console.say(
          "{} 件诉求约需磁盘 {:.1f} GB（可用 {:.1f}），内存 {:.1f} GB（可用 {:.1f}）",
          "{} demands take about {:.1f} GB of disk ({:.1f} are free) and {:.1f} GB of memory ({:.1f} are free)")),
      grow.demands, static_cast<double>(disk) / gb, static_cast<double>(disk_free) / gb,
      static_cast<double>(memory) / gb, static_cast<double>(memory_free) / gb);
  if (disk > disk_free || memory > memory_free) throw std::runtime_error(need);
  std::cerr << need << "\n";
  if (disk <= asks_above_bytes || grow.yes) return;
  if (isatty(STDIN_FILENO) == 0) {
    throw std::runtime_error(std::string(console.say("超过 20 GB：请加 --yes", "over 20 GB: give --yes")));
  }
  if (!says_yes(console)) throw std::runtime_error(std::string(console.say("没有运行", "not run")));
}

class Growing {
 public:
  Growing(const Grow& grow, const Console& console)
      : grow_(grow), console_(console), target_(grow.where, serve_arguments(grow.load, 1), console) {
    target_.open_terminals(grow.load.terminals);
  }

  void play_all() {
    Load load = grow_.load;
    load.warmup = {};
    load.duration = std::chrono::hours(24);
    const std::vector<Bundle> bundles = encode_bundles(load, target_.survey());
    Progress progress(std::string(console_.say("增长", "growing")), console_);
    while (steps_.size() < grow_.steps && !interrupt_.has_come()) {
      const std::uint64_t before = target_.figures().demands;
      const std::uint64_t goal = grow_.demands * (steps_.size() + 1) / grow_.steps;
      load.demands = goal - std::min(goal - 1, before);  // demands under way when the step before ended count too
      add(play(load, bundles, target_.partners(), interrupt_,
               [&](std::uint64_t done, std::uint64_t) { progress.update(before + done, grow_.demands); }));
    }
  }

  int report() {
    if (steps_.empty()) return cut_short;
    if (target_.is_own()) target_.stop();
    const double disk_each =
        static_cast<double>(bytes_in(target_.data())) / static_cast<double>(steps_.back().demands_open);
    const bool is_whole = verify(all_, target_).is_whole;
    grow_.as_json ? print_json(disk_each, is_whole) : print(disk_each, is_whole);
    if (!is_whole) return 1;
    return interrupt_.has_come() ? cut_short : 0;
  }

 private:
  void add(const Measured& measured) {
    all_.remember(measured);
    const terminal::Figures &before = measured.before, &after = measured.after;
    const auto grown =
        static_cast<double>(after.costs.resident_bytes) - static_cast<double>(before.costs.resident_bytes);
    const auto more = static_cast<double>(after.demands - before.demands);
    steps_.push_back({.demands_open = after.demands_open,
                      .memory_bytes = after.costs.resident_bytes,
                      .rate = measured.rate(),
                      .p50_ms = measured.latency.percentile_ms(0.5),
                      .p99_ms = measured.latency.percentile_ms(0.99),
                      .bytes_grown_each = more == 0 ? 0 : grown / more});
  }

  // The memory of a demand, measured from the end of the first step on, when every buffer is as large as it will be.
  double memory_each() const {
    const Step &first = steps_.front(), &last = steps_.back();
    if (last.demands_open <= first.demands_open) return last.bytes_grown_each;
    return (static_cast<double>(last.memory_bytes) - static_cast<double>(first.memory_bytes)) /
           static_cast<double>(last.demands_open - first.demands_open);
  }

  void print(double disk_each, bool is_whole) const {
    const auto title = [&](std::string_view chinese, std::string_view english) {
      return Column{std::string(console_.say(chinese, english)), Align::right};
    };
    Table table({title("未结诉求", "open demands"), title("每秒", "a second"), title("p50 毫秒", "p50 ms"),
                 title("p99 毫秒", "p99 ms"), title("内存 MiB", "memory MiB"),
                 title("增长 字节/件", "grown, bytes each")});
    for (const Step& step : steps_) {
      table.add({std::to_string(step.demands_open), decimal(step.rate, 0), decimal(step.p50_ms, 1),
                 decimal(step.p99_ms, 1), decimal(static_cast<double>(step.memory_bytes) / (1 << 20), 0),
                 decimal(step.bytes_grown_each, 1)});
    }
    table.print(std::cout, console_);
    std::cout << fmt::format(
                     fmt::runtime(console_.say("首步之后每件内存 {:.1f} 字节，磁盘 {:.0f} 字节",
                                               "after the first step {:.1f} bytes of memory each, {:.0f} on disk")),
                     memory_each(), disk_each)
              << "\n"
              << in_words_of_check(true, is_whole, console_) << "\n"
              << whereabouts() << "\n";
  }

  void print_json(double disk_each, bool is_whole) const {
    boost::json::array steps;
    for (const Step& step : steps_) {
      steps.push_back(boost::json::object{{"demands_open", step.demands_open},
                                          {"acknowledged_per_second", step.rate},
                                          {"ack_ms", {{"p50", step.p50_ms}, {"p99", step.p99_ms}}},
                                          {"memory_bytes", step.memory_bytes},
                                          {"memory_bytes_grown_per_demand", step.bytes_grown_each}});
    }
    boost::json::object out{{"steps", std::move(steps)},
                            {"memory_bytes_per_demand", memory_each()},
                            {"disk_bytes_per_demand", disk_each},
                            {"cut_short", interrupt_.has_come()},
                            {"every_acknowledged_number_in_the_log_once", is_whole}};
    add_whereabouts(out);
    std::cout << boost::json::serialize(out) << "\n";
  }

  const Grow& grow_;
  const Console& console_;
  const Interrupt interrupt_;
  Target target_;
  std::vector<Step> steps_;
  Measured all_;
};

}  // namespace

int grow(const Grow& grow, const Console& console) {
  require_room(grow, console);
  Growing growing(grow, console);
  growing.play_all();
  return growing.report();
}

}  // namespace wangge::tools::bench
