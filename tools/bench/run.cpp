#include "tools/bench/run.h"

#include <algorithm>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "tools/bench/counting.h"
#include "tools/bench/interrupt.h"
#include "tools/bench/machine.h"
#include "tools/bench/plot.h"
#include "tools/progress.h"

namespace wangge::tools::bench {
namespace {

// Measures a run, and stops the target's own engine.
Page measure(const Run& run, Target& target, const Interrupt& interrupt, const Console& console) {
  Page page{.load = run.load, .file_system = "?"};
  const bool has_folder = !target.data().empty();
  if (has_folder) page.file_system = file_system_of(target.data());
  if (target.is_own()) page.sync_ms = measured_sync_ms(target.data());
  const std::vector<Bundle> bundles = encode_bundles(run.load, target.survey());
  target.open_terminals(run.load.terminals);
  const std::uint64_t bytes_before = target.is_own() ? bytes_in(target.data()) : 0;
  const std::uint64_t demands_before = target.figures().demands;
  {
    Progress progress(std::string(console.say("压测 毫秒", "load, ms")), console);
    page.measured = play(run.load, bundles, target.partners(), interrupt,
                         [&](std::uint64_t done, std::uint64_t all) { progress.update(done, all); });
  }
  if (target.is_own()) {
    const std::uint64_t demands = target.figures().demands - demands_before;
    target.stop();
    page.disk_bytes_per_demand = static_cast<double>(bytes_in(target.data()) - bytes_before) /
                                 static_cast<double>(std::max<std::uint64_t>(1, demands));
  }
  if (has_folder) page.verified = verify(page.measured, target);
  return page;
}

}  // namespace

std::vector<std::string> serve_arguments(const Load& load, std::uint32_t speed) {
  if (load.kind != LoadKind::lives) return {};
  return {"--clock", "2026-03-10T08:00:00+08:00", "--until", "2036-03-10T08:00:00+08:00",
          "--speed", std::to_string(speed)};
}

Verified verify(const Measured& measured, const Target& target) {
  const CountedLog counted = count_log(target.data());
  return {.is_whole = all_there(counted, target.partners().terminals, measured.acknowledged_numbers),
          .log_events = counted.events,
          .expired = counted.resolutions_expired,
          .others_expired = counted.others_expired};
}

int run(const Run& run, const Console& console) {
  if (!run.plot.empty()) require_gnuplot(console);
  const Interrupt interrupt;
  Target target(run.where, serve_arguments(run.load, run.speed), console);
  const Page page = measure(run, target, interrupt, console);
  if (run.as_json) {
    std::cout << boost::json::serialize(to_json(page)) << "\n";
  } else {
    print(page, console);
  }
  if (!run.plot.empty()) plot_run(run.plot, page.measured, command_line() + ", " + commit(), console);
  if (page.verified && !page.verified->is_whole) return 1;
  return page.measured.is_cut_short ? cut_short : 0;
}

}  // namespace wangge::tools::bench
