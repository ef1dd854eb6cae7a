#include "tools/bench/sweep.h"

#include <algorithm>
#include <iostream>

#include "tools/bench/page_figures.h"
#include "tools/bench/plot.h"
#include "tools/bench/run.h"
#include "tools/progress.h"
#include "tools/table.h"

namespace wangge::tools::bench {
namespace {

class Sweeping {
 public:
  Sweeping(const Sweep& sweep, const Console& console)
      : sweep_(sweep), console_(console), target_(sweep.where, serve_arguments(sweep.load, 1), console) {
    target_.open_terminals(std::ranges::max(sweep.terminals));
  }

  void play_all() {
    const Ground ground = target_.survey();
    Progress progress(std::string(console_.say("压测", "runs")), console_);
    for (const std::size_t frame : sweep_.frames) {
      Load load = sweep_.load;
      load.frame = frame;
      const std::vector<Bundle> bundles = encode_bundles(load, ground);
      for (const std::size_t terminals : sweep_.terminals) {
        if (interrupt_.has_come()) return;
        load.terminals = terminals;
        pages_.push_back(
            {.load = load, .measured = play(load, bundles, target_.partners(), interrupt_, [](auto, auto) {})});
        all_.remember(pages_.back().measured);
        progress.update(pages_.size(), sweep_.frames.size() * sweep_.terminals.size());
      }
    }
  }

  int report() {
    if (target_.is_own()) target_.stop();
    const bool can_count = !target_.data().empty();
    const bool is_whole = can_count && verify(all_, target_).is_whole;
    sweep_.as_json ? print_json(can_count, is_whole) : print(can_count, is_whole);
    if (!sweep_.plot.empty()) draw();
    if (can_count && !is_whole) return 1;
    return interrupt_.has_come() ? cut_short : 0;
  }

 private:
  void print(bool can_count, bool is_whole) const {
    const auto title = [&](std::string_view chinese, std::string_view english) {
      return Column{std::string(console_.say(chinese, english)), Align::right};
    };
    Table table({title("每次诉求", "demands at once"), title("终端", "terminals"), title("每秒", "a second"),
                 title("p50 毫秒", "p50 ms"), title("p99 毫秒", "p99 ms"),
                 title("引擎 CPU 微秒/件", "engine CPU µs each"), title("压测端 CPU 微秒/件", "generator CPU µs each"),
                 title("忙", "busy")});
    for (const Page& page : pages_) {
      const auto each = [&](double us) { return decimal(per_demand(us, page), 3); };
      table.add({std::to_string(page.load.frame), std::to_string(page.load.terminals), decimal(page.measured.rate(), 0),
                 decimal(page.measured.latency.percentile_ms(0.5), 2),
                 decimal(page.measured.latency.percentile_ms(0.99), 2), each(engine_cpu_us(page)),
                 each(static_cast<double>(page.measured.generator_cpu_us)), std::to_string(page.measured.busy)});
    }
    table.print(std::cout, console_);
    std::cout << in_words_of_check(can_count, is_whole, console_) << "\n" << whereabouts() << "\n";
  }

  void print_json(bool can_count, bool is_whole) const {
    boost::json::array runs;
    for (const Page& page : pages_) runs.push_back(to_json(page));
    std::cout << boost::json::serialize(
                     boost::json::object{{"runs", std::move(runs)},
                                         {"cut_short", interrupt_.has_come()},
                                         {"every_acknowledged_number_in_the_log_once",
                                          can_count ? boost::json::value(is_whole) : boost::json::value(nullptr)}})
              << "\n";
  }

  void draw() const {
    const auto say = [&](const char* chinese, const char* english) {
      return std::string(console_.say(chinese, english));
    };
    Chart rate{.title = whereabouts(),
               .x = say("每次诉求", "demands at once"),
               .y = say("每秒答复", "acknowledged a second"),
               .series = {},
               .is_x_logarithmic = true,
               .is_y_logarithmic = true};
    Chart p99{.title = say("答复 p99", "acknowledgement p99"),
              .x = rate.x,
              .y = say("毫秒", "ms"),
              .series = {},
              .is_x_logarithmic = true,
              .is_y_logarithmic = true};
    for (const std::size_t terminals : sweep_.terminals) {
      Series rates{std::to_string(terminals) + say(" 终端", " terminals"), {}}, latencies = rates;
      for (const Page& page : pages_) {
        if (page.load.terminals != terminals) continue;
        rates.points.emplace_back(page.load.frame, page.measured.rate());
        latencies.points.emplace_back(page.load.frame, page.measured.latency.percentile_ms(0.99));
      }
      rate.series.push_back(rates);
      p99.series.push_back(latencies);
    }
    plot(sweep_.plot, {rate, p99}, console_);
  }

  const Sweep& sweep_;
  const Console& console_;
  const Interrupt interrupt_;
  Target target_;
  std::vector<Page> pages_;
  Measured all_;
};

}  // namespace

int sweep(const Sweep& sweep, const Console& console) {
  if (!sweep.plot.empty()) require_gnuplot(console);
  Sweeping sweeping(sweep, console);
  sweeping.play_all();
  return sweeping.report();
}

}  // namespace wangge::tools::bench
