#include "tools/bench/options.h"

#include <string>
#include <utility>
#include <vector>

#include "tools/address.h"

namespace wangge::tools::bench {
namespace {

using std::chrono::milliseconds;

const std::vector<std::pair<cli::Word, LoadKind>> load_kinds{{{"counter", {"窗口"}}, LoadKind::counter},
                                                             {{"letters", {"来信"}}, LoadKind::letters},
                                                             {{"lives", {"全程"}}, LoadKind::lives}};
const std::vector<std::pair<cli::Word, Shape>> shapes{{{"constant", {"匀速"}}, Shape::constant},
                                                      {{"day", {"一天"}}, Shape::day}};

}  // namespace

cli::Option* add_seconds(cli::App& command, const char* name, milliseconds& into, const char* description) {
  return command
      .add_number(
          name, [&into](double seconds) { into = milliseconds(static_cast<std::int64_t>(seconds * 1'000)); },
          description)
      ->check(cli::in_range(0.0, 86'400.0))
      ->default_str(std::to_string(into.count() / 1'000))
      ->type_name("SECONDS");
}

void add_json(cli::App& command, bool& as_json) { command.add_flag("--json", as_json, "输出 JSON / print JSON"); }

void add_plot(cli::App& command, std::string& file) {
  command.add_option("--plot", file, "用 gnuplot 画图到 SVG 文件 / draw into an SVG file, by gnuplot");
}

void add_seed_and_in_flight(cli::App& command, Load& load) {
  command
      .add_option("--in-flight", load.in_flight,
                  "闭环：每终端在途次数 / closed loop: bundles under way of each terminal")
      ->capture_default_str()
      ->check(cli::in_range(1, 16));
  command.add_option("--seed", load.seed, "随机种子 / seed")->capture_default_str();
}

void add_whereabouts(cli::App& command, Whereabouts& where, bool may_be_running) {
  command.add_option("--city", where.city, "城市文件夹 / the city's folder")
      ->capture_default_str()
      ->check(cli::existing_directory());
  command.add_option(
      "--data", where.data,
      may_be_running
          ? "自建引擎的数据文件夹，每次重建，默认 ./data/bench；有 --to 时为那里的数据文件夹，只用于核对 / folder of "
            "an engine of its own, made anew, by default ./data/bench; with --to that engine's, only for counting"
          : "自建引擎的数据文件夹，每次重建 / folder of an engine of its own, made anew, by default ./data/bench");
  command.add_flag("--keep", where.keep, "保留自建引擎的数据文件夹 / keep the folder of an engine of its own");
  if (!may_be_running) return;
  cli::Option* to = command.add_option("--to", where.to, "运行中的引擎 地址:端口 / a running engine, address:port")
                        ->check(address_problem);
  cli::Option* token = command.add_option("--token", where.token, "运维令牌文件 / file with an ops token")
                           ->needs(to)
                           ->check(cli::existing_file());
  to->needs(token);
}

void add_load(cli::App& command, Load& load) {
  command
      .add_choice("--load", load.kind, load_kinds,
                  "负载 / load: counter, letters, lives (--frame 256 --in-flight 1 --warmup 12)")
      ->type_name("LOAD");
  command.add_option("--terminals", load.terminals, "终端数 / terminals")
      ->capture_default_str()
      ->check(cli::in_range(1, 512));
  command
      .add_option("--frame", load.frame,
                  "每次诉求数，按限额分帧 / demands at once, split into frames as the limits demand")
      ->capture_default_str()
      ->check(cli::in_range(1, 8'192));
  add_seed_and_in_flight(command, load);
  cli::Option* rate =
      command.add_option("--rate", load.rate, "开环：每秒诉求数 / open loop: demands a second")->check(cli::positive());
  command.add_choice("--shape", load.shape, shapes, "开环的形状 / shape of an open loop: constant, day (6:00–22:00)")
      ->type_name("SHAPE")
      ->needs(rate);
  add_seconds(command, "--ramp", load.ramp, "终端陆续加入的秒数 / seconds over which terminals join");
  add_seconds(command, "--warmup", load.warmup, "预热秒数 / seconds of warm-up");
  add_seconds(command, "--seconds", load.duration, "测量秒数 / seconds measured")->check(cli::positive());
  command
      .add_option("--repeats", load.repeats,
                  "答复后再发一遍的帧所占比例 / share of frames sent again after their answer")
      ->capture_default_str()
      ->check(cli::in_range(0.0, 1.0));
  command
      .add_option("--refused", load.refused,
                  "引擎应不受理的诉求所占比例 / share of demands that the engine must decline")
      ->capture_default_str()
      ->check(cli::in_range(0.0, 1.0));
}

void add_filling(cli::App& command, Load& load) {
  command.add_option("--terminals", load.terminals, "终端数 / terminals")
      ->capture_default_str()
      ->check(cli::in_range(1, 512));
  command.add_option("--frame", load.frame, "每次诉求数 / demands at once")
      ->capture_default_str()
      ->check(cli::in_range(1, 8'192));
  add_seed_and_in_flight(command, load);
}

}  // namespace wangge::tools::bench
