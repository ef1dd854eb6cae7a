#include "tools/day/day.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tools/address.h"
#include "tools/city/city_folder.h"
#include "tools/day/day_plan.h"
#include "tools/day/day_station.h"
#include "tools/demand/named_spool.h"
#include "tools/no_connection.h"
#include "tools/progress.h"
#include "tools/log/tally.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::milliseconds between_steps{100};

struct Options {
  std::string to = "127.0.0.1:8243", tokens, data, city = "config/taonan";
  std::size_t demands = 4'000;
  std::uint64_t seed = 20'260'310;
};

// The engine's time, which each welcome tells.
class EngineClock {
 public:
  EngineClock(const Address& engine, const terminal::Token& token) : client_(options(engine, token)) {}

  Instant now() {
    client_.disconnect();
    const auto welcome = client_.connect();
    if (!welcome) throw NoConnection(client_.complaint());
    return to_instant((*welcome)->server_time);
  }

 private:
  static terminal::Client::Options options(const Address& engine, const terminal::Token& token) {
    terminal::Client::Options options{.host = engine.host, .port = engine.port};
    options.who.token = token;
    options.who.spool = named_spool(token, {}, "day, clock");
    return options;
  }

  terminal::Client client_;
};

// The stations of a city with a terminal each, and their work over a day.
class Day {
 public:
  Day(const Options& options, const Configuration& city, const Console& console)
      : options_(options), city_(city), console_(console), engine_(parse_address(options.to)) {}

  void play() {
    open_stations();
    EngineClock clock(engine_, stations_.front()->token());
    const DayPlan plan = plan_day(city_, clock.now(), options_.demands, options_.seed);
    const auto started = std::chrono::steady_clock::now();
    play(plan, clock);
    played_for_ = std::chrono::steady_clock::now() - started;
  }

  // Compares what was sent with the log's counts.
  bool log_agrees(const CountedLog& counted) const {
    std::uint64_t sent = 0, submitted = 0, declined = 0, out_of_turn = 0;
    for (const auto& station : stations_) {
      const views::SessionCounts counts = counts_of(counted, *station);
      sent += station->submitting().sent();
      submitted += counts.submitted, declined += counts.declined, out_of_turn += counts.out_of_turn;
    }
    const bool agrees = sent == submitted + declined && out_of_turn == 0;
    const std::string_view sentence =
        console_.say("发出 {} {} 受理 {} + 未受理 {}，重复 {}（从日志数出）",
                     "sent {} {} submitted {} + declined {}, repeated {} (counted in the log)");
    std::cout << "\n"
              << fmt::format(fmt::runtime(sentence), sent, agrees ? "=" : "≠", submitted, declined, out_of_turn)
              << "\n";
    return agrees;
  }

  void print_rates() const {
    std::vector<nanoseconds> latencies;
    for (const auto& station : stations_)
      for (const DaySession* session : {&station->submitting(), &station->acting()})
        latencies.insert(latencies.end(), session->latencies().begin(), session->latencies().end());
    if (latencies.empty()) return;
    std::ranges::sort(latencies);
    const auto share = [&](double of) {
      const auto index = static_cast<std::size_t>(of * static_cast<double>(latencies.size() - 1));
      return static_cast<double>(latencies[index].count()) / 1e6;
    };
    const double seconds = std::chrono::duration<double>(played_for_).count();
    const double rate = static_cast<double>(latencies.size()) / seconds;
    const std::string_view sentence =
        console_.say("{} 个指令用时 {:.1f} 秒，每秒 {:.0f}；答复 p50 {:.1f} 毫秒，p99 {:.1f} 毫秒",
                     "{} commands in {:.1f} s, {:.0f} a second; answered p50 {:.1f} ms, p99 {:.1f} ms");
    std::cout << fmt::format(fmt::runtime(sentence), latencies.size(), seconds, rate, share(0.5), share(0.99)) << "\n";
  }

 private:
  void open_stations() {
    for (const std::string& community : station_codes(city_)) {
      const auto file = std::filesystem::path{options_.tokens} / (community + ".token");
      stations_.push_back(
          std::make_unique<DayStation>(engine_, read_token(file), options_.seed + stations_.size(), day_name()));
    }
  }

  // The name of the day's sessions: another day begins new ones.
  std::string day_name() const { return fmt::format("day of {} by {}", options_.demands, options_.seed); }

  // Demands that the engine has from an earlier run that was stopped are left out, station by station.
  void take_demand(const PlannedDemand& planned, std::vector<std::uint32_t>& had_already) {
    std::uint32_t& had = had_already[planned.station];
    if (had > 0)
      --had;
    else
      stations_[planned.station]->take(planned.demand);
  }

  void play(const DayPlan& plan, EngineClock& clock) {
    Progress progress(std::string{console_.say("示例日", "sample day")}, console_);
    const auto minutes = [&](Instant instant) {
      return static_cast<std::uint64_t>(std::max((instant - plan.begins).count(), std::int64_t{0}) / 60);
    };
    std::vector<std::uint32_t> had_already;
    for (const auto& station : stations_) had_already.push_back(station->submitting().sent());
    auto next = plan.demands.begin();
    for (Instant now = clock.now(); now < plan.ends || next != plan.demands.end(); now = clock.now()) {
      for (; next != plan.demands.end() && next->at <= now; ++next) take_demand(*next, had_already);
      for (const auto& station : stations_) station->step(std::min(now, plan.ends));
      progress.update(minutes(std::min(now, plan.ends)), minutes(plan.ends));
      std::this_thread::sleep_for(between_steps);
    }
    progress.update(minutes(plan.ends), minutes(plan.ends));
  }

  static views::SessionCounts counts_of(const CountedLog& counted, const DayStation& station) {
    const AccountId account = counted.city.accounts.find(terminal::hash_of(station.token()));
    const SessionId session = counted.city.sessions.find(account, station.submitting().spool());
    const auto found = counted.tally.sessions().find(session);
    return found == counted.tally.sessions().end() ? views::SessionCounts{} : found->second;
  }

  const Options& options_;
  const Configuration& city_;
  const Console& console_;
  Address engine_;
  std::vector<std::unique_ptr<DayStation>> stations_;
  nanoseconds played_for_{};
};

int run(const Options& options, const Console& console) {
  const auto city = read_sound_configuration(options.city, console);
  Day day(options, *city, console);
  day.play();
  const CountedLog counted(options.data, console);
  print(counted, console);
  const bool agrees = day.log_agrees(counted);
  day.print_rates();
  return agrees ? 0 : 1;
}

}  // namespace

void add_day(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "day",
      "例 / example: wangge day --to 127.0.0.1:8243 --tokens data/sample/tokens --data data/sample\n"
      "按引擎的时钟演示一天 6:00–22:00 的诉求与办理（合成），再从日志统计；再次运行则接着演示\n"
      "/ plays a day's synthetic demands, 6:00 to 22:00 by the engine's clock, then counts the log; a second time\n"
      "it goes on where it stopped\n"
      "退出码 / exit status: 0 发出 = 受理 + 未受理，无重复 sent = submitted + declined, no repeats; 1 不符 they "
      "differ");
  command->add_option("--to", options->to, "引擎 地址:端口 / the engine, address:port")
      ->check(address_problem)
      ->capture_default_str();
  command
      ->add_option("--tokens", options->tokens,
                   "各社区终端令牌所在文件夹：<社区代码>.token / folder with <code of the community>.token")
      ->required()
      ->check(cli::existing_directory());
  command->add_option("--data", options->data, "引擎的数据文件夹，只读 / the engine's data folder, read only")
      ->required()
      ->check(cli::existing_directory());
  command->add_option("--city", options->city, "城市文件夹 / the city's folder")
      ->check(cli::existing_directory())
      ->capture_default_str();
  command->add_option("--demands", options->demands, "全天件数 / demands of the whole day")
      ->check(cli::in_range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "种子 / seed")->capture_default_str();
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
