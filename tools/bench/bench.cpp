#include "tools/bench/bench.h"

#include <memory>
#include <string>

#include "tools/bench/grow.h"
#include "tools/bench/options.h"
#include "tools/bench/recover.h"
#include "tools/bench/route.h"
#include "tools/bench/run.h"
#include "tools/bench/sweep.h"
#include "tools/console.h"

namespace wangge::tools {
namespace bench {
namespace {

void add_sweep(cli::App& parent, int& exit_code) {
  const auto options = std::make_shared<Sweep>();
  cli::App* command =
      parent.add_subcommand("sweep",
                            "例 / example: wangge bench sweep --seconds 2 --plot sweep.svg\n"
                            "每次诉求数 × 终端数，各跑一小段 / demands at once × terminals, a short run of each");
  command->add_option("--frames", options->frames, "每次诉求数，逗号分隔 / demands at once, with commas")
      ->delimiter(',')
      ->capture_default_str()
      ->check(cli::in_range(1, 8'192));
  command->add_option("--terminals", options->terminals, "终端数，逗号分隔 / terminals, with commas")
      ->delimiter(',')
      ->capture_default_str()
      ->check(cli::in_range(1, 512));
  add_seed_and_in_flight(*command, options->load);
  add_seconds(*command, "--warmup", options->load.warmup, "每段预热秒数 / seconds of warm-up of each");
  add_seconds(*command, "--seconds", options->load.duration, "每段测量秒数 / seconds measured of each")
      ->check(cli::positive());
  add_whereabouts(*command, options->where, true);
  add_plot(*command, options->plot);
  add_json(*command, options->as_json);
  command->callback([options, command, &exit_code] { exit_code = sweep(*options, console_of(*command)); });
}

void add_recover(cli::App& parent, int& exit_code) {
  const auto options = std::make_shared<Recover>();
  cli::App* command = parent.add_subcommand(
      "recover",
      "例 / example: wangge bench recover --demands 10000000\n"
      "写满日志，在负载中杀死引擎，再启动 / fills a log, kills the engine under load, starts it again");
  command->add_option("--demands", options->demands, "杀死前的诉求数 / demands before it is killed")
      ->capture_default_str()
      ->check(cli::in_range(1, 100'000'000));
  add_filling(*command, options->load);
  add_whereabouts(*command, options->where, false);
  add_json(*command, options->as_json);
  command->callback([options, command, &exit_code] { exit_code = recover(*options, console_of(*command)); });
}

void add_grow(cli::App& parent, int& exit_code) {
  const auto options = std::make_shared<Grow>();
  cli::App* command =
      parent.add_subcommand("grow",
                            "例 / example: wangge bench grow --demands 100000000 --yes\n"
                            "日志增长时的速率、答复与内存 / rate, answers and memory while the log grows");
  command->add_option("--demands", options->demands, "诉求总数 / demands in all")
      ->capture_default_str()
      ->check(cli::in_range(1'000, 100'000'000));
  command->add_option("--steps", options->steps, "分几步测量 / measured in so many steps")
      ->capture_default_str()
      ->check(cli::in_range(1, 100));
  command->add_flag("--yes", options->yes, "超过 20 GB 也不再询问 / do not ask above 20 GB");
  add_filling(*command, options->load);
  add_whereabouts(*command, options->where, false);
  add_json(*command, options->as_json);
  command->callback([options, command, &exit_code] { exit_code = grow(*options, console_of(*command)); });
}

void add_route(cli::App& parent, int& exit_code) {
  const auto options = std::make_shared<RouteBench>();
  cli::App* command = parent.add_subcommand(
      "route",
      "例 / example: wangge bench route --grids 243,10000\n"
      "本进程内分派一件的耗时，城市大小不等 / what routing a demand costs in process, in cities of several sizes");
  command->add_option("--grids", options->grids, "网格数，逗号分隔 / grids, with commas")
      ->delimiter(',')
      ->capture_default_str()
      ->check(cli::in_range(1, 1'000'000));
  command->add_option("--questions", options->questions, "随机问题数 / random questions")
      ->capture_default_str()
      ->check(cli::in_range(1'000, 100'000'000));
  command->add_option("--rounds", options->rounds, "轮数，取中位数 / rounds, the median counts")
      ->capture_default_str()
      ->check(cli::in_range(1, 1'000));
  command->add_option("--seed", options->seed, "随机种子 / seed")->capture_default_str();
  command->add_option("--city", options->city, "样板城市文件夹 / folder of the city that is repeated")
      ->capture_default_str()
      ->check(cli::existing_directory());
  add_json(*command, options->as_json);
  command->callback([options, command, &exit_code] { exit_code = route(*options, console_of(*command)); });
}

// Sets the defaults of a load of lives, where nothing else was given: small frames, so that demands are accepted before
// their half hour is over by the fast clock, and a warm-up that is longer than a life.
void use_defaults_of_lives(const cli::App& command, Load& load) {
  const auto given = [&](const char* option) { return command.find_option(option)->count() > 0; };
  if (!given("--frame")) load.frame = 256;
  if (!given("--in-flight")) load.in_flight = 1;
  if (!given("--warmup")) load.warmup = std::chrono::seconds(12);
}

// Checks combinations that the options do not check by themselves.
void require_sense(const Run& run) {
  const bool is_lives = run.load.kind == LoadKind::lives;
  if (is_lives && !run.where.to.empty()) {
    throw CLI::ValidationError(
        "--load lives", "要自建引擎，时钟才快 / takes an engine of its own, whose clock runs fast: leave out --to");
  }
  if (is_lives && run.load.rate > 0) {
    throw CLI::ValidationError("--load lives", "只有闭环 / is a closed loop: leave out --rate");
  }
}

}  // namespace
}  // namespace bench

void add_bench(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<bench::Run>();
  cli::App* command = app.add_subcommand(
      "bench",
      "例 / examples:\n"
      "  wangge bench\n"
      "  wangge bench --to 127.0.0.1:8243 --token ops.token --rate 20000 --shape day --seconds 60\n"
      "  wangge bench --load letters --frame 64 --json --plot letters.svg\n"
      "压测：终端在一个进程，引擎在另一个 / a load of many terminals on an engine, which is another process\n"
      "退出码 / exit status: 0 完成且日志核对无误 done, every acknowledged number counted (or left to be, with --to)\n"
      "1 未能完成或不符 could not, or they differ; 2 用法错误 wrong use; 130 Ctrl-C，已打印到此为止的结果 cut short, "
      "the page is of what there was");
  bench::add_whereabouts(*command, options->where, true);
  bench::add_load(*command, options->load);
  command
      ->add_option("--speed", options->speed,
                   "lives：引擎时钟快多少倍 / lives: how much faster the engine's clock runs")
      ->capture_default_str()
      ->check(cli::in_range(60, 100'000));
  bench::add_plot(*command, options->plot);
  bench::add_json(*command, options->as_json);
  bench::add_sweep(*command, exit_code);
  bench::add_recover(*command, exit_code);
  bench::add_grow(*command, exit_code);
  bench::add_route(*command, exit_code);
  command->callback([options, command, &exit_code] {
    if (command->has_subcommand()) return;
    bench::require_sense(*options);
    if (options->load.kind == bench::LoadKind::lives) bench::use_defaults_of_lives(*command, options->load);
    exit_code = bench::run(*options, console_of(*command));
  });
}

}  // namespace wangge::tools
