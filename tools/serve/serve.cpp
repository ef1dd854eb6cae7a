#include "tools/serve/serve.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <malloc.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include "adapters/driver.h"
#include "adapters/listener.h"
#include "adapters/notice/notice_sender.h"
#include "adapters/terminal/server.h"
#include "engine/base/limits.h"
#include "engine/loop/engine.h"
#include "engine/model/words.h"
#include "tools/address.h"
#include "tools/city/city_folder.h"
#include "tools/serve/clock.h"
#include "tools/serve/clock_at_start.h"
#include "tools/log/data_folder.h"
#include "tools/serve/engine_wishes.h"
#include "tools/log/log_lines.h"
#include "tools/serve/look_up_key_file.h"
#include "tools/serve/process_costs.h"
#include "tools/serve/process_descriptors.h"
#include "tools/time_text.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

using boost::asio::ip::tcp;

// A scenario's time is in the sample city's zone where its text names none.
constexpr Duration scenario_offset = std::chrono::hours{8};

struct Options {
  std::string data = default_data_folder;
  std::string city;
  std::string listen = "127.0.0.1:8243";
  std::string clock, until;
  std::uint32_t speed = 1;
  bool clock_is_right = false;
  std::string ops_token;
  std::string notices_url, notices_secret;
  bool as_json = false;
};

// The C library asks for huge pages for its heap only where it is told to before the program begins, so the program
// executes itself a second time. Huge pages took a tenth off the time of a demand (fewer first touches, fewer misses of
// the page tables' cache).
void begin_with_huge_pages() {
  constexpr const char* tunables = "GLIBC_TUNABLES";
  if (::getenv(tunables) != nullptr) return;
  ::setenv(tunables, "glibc.malloc.hugetlb=1", 0);
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> arguments;
  for (std::string argument; std::getline(file, argument, '\0');) arguments.push_back(std::move(argument));
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::execv("/proc/self/exe", argv.data());  // where it fails the pages stay small
}

// Few arenas, large buffers that are used again, and no page given back to be touched again: together they were
// measured to take a third off the write path (the first touch of a page costs 1.4-10 µs).
void keep_memory() {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 64 << 20);
}

tcp::endpoint endpoint_of(const std::string& text) {
  const Address address = parse_address(text);
  boost::system::error_code no_address;
  const boost::asio::ip::address host = boost::asio::ip::make_address(address.host, no_address);
  if (no_address)
    throw std::runtime_error("应为本机的 IP 地址 / must be an IP address of this machine: " + address.host);
  return {host, address.port};
}

// The addresses are checked before anything is made.
std::string endpoint_problem(const std::string& text) {
  try {
    endpoint_of(text);
    return {};
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

Instant scenario_instant(const std::string& text) {
  const std::optional<Instant> instant = parse_instant(text, scenario_offset);
  if (!instant) throw std::runtime_error("不是时间 / no time, 2026-03-10T06:00:00+08:00: " + text);
  return *instant;
}

std::optional<Scenario> scenario_of(const Options& options) {
  if (options.clock.empty()) return std::nullopt;
  const Instant start = scenario_instant(options.clock);
  return Scenario{
      .start = start,
      .until = options.until.empty() ? end_of_local_day(start, scenario_offset) : scenario_instant(options.until),
      .speed = options.speed};
}

std::filesystem::path deciding_of(const std::filesystem::path& folder) { return folder / "deciding"; }

void require_kind(const City& city, ClockKind kind, const Console& console) {
  if (city.clock == kind) return;
  const bool is_english = console.language == Language::english;
  throw std::runtime_error(
      std::string(console.say("数据文件夹的时间来自", "this data folder's times come from ")) +
      std::string(words_of(city.clock).in(is_english)) +
      std::string(
          kind == ClockKind::system
              ? console.say("；请加 --clock，或换一个 --data", "; give --clock, or another --data")
              : console.say("；请去掉 --clock，或换一个 --data", "; leave out --clock, or give another --data")));
}

// The demand that a wish of the engine's own is about; none.
DemandId demand_of(const Suspect& suspect) {
  const auto* const own = std::get_if<OwnWish>(&suspect);
  if (own == nullptr) return {};
  return std::visit(
      [](const auto& wish) {
        if constexpr (requires { wish.demand; }) return wish.demand;
        return DemandId{};
      },
      *own);
}

// The engine with all that it needs, in the order in which the parts need each other.
class Service {
 public:
  Service(const Options& options, const Console& console)
      : options_(options),
        console_(console),
        scenario_(scenario_of(options)),
        address_(take_address(io_, endpoint_of(options.listen))),
        log_({.folder = options.data,
              .new_log_id = new_log_id_,
              .clock = kind(),
              .now = to_seconds(time_before_start()),
              .waits = true,
              .beside = {look_up_key_of(options.data), deciding_of(options.data)},
              .on_durable = [this] {
                if (Driver* const driver = awake_) driver->wake();
              }}) {
    replay(log_, city_, console);
    if (log_.last()) require_clock();
    key_ = look_up_key(options.data, log_, new_log_id_, console);
    log_.go_on();
    quarantine_.emplace(deciding_of(options.data));
    engine_.emplace(city_, log_, &*quarantine_);
    for (const Suspect& suspect : quarantine_->suspects()) {
      const auto* const number = std::get_if<CommandNumber>(&suspect);
      const CommandNumber sent = number != nullptr ? *number : CommandNumber{};
      const DemandId demand = demand_of(suspect);
      spdlog::critical(
          "上次中断于处理会话 {} 第 {} 号，或诉求 {} 的到期；此件将隔离 / the engine died of number {} of session {}, "
          "or of a "
          "deadline of demand {}: it is set apart",
          sent.session.value, sent.sequence, demand.value, sent.sequence, sent.session.value, demand.value);
    }
  }

  // Adopts the city and makes the ops account, where they were asked for.
  void prepare() {
    const Instant now = time_before_start();
    if (!options_.city.empty()) {
      const Proposal dropped = city_.proposal;
      const Version replaced = city_.versions.empty() ? Version{} : city_.versions.back();
      if (adopt(*engine_, city_, read_sound_city(options_.city, console_), now, console_)) {
        spdlog::info("采用城市 / adopted {}: version {}", options_.city, city_.version());
        if (replaced.by) {
          spdlog::warn("取代了账号 {} 采用的第 {} 版 / takes the place of version {}, which account {} had adopted",
                       replaced.by.value, replaced.number, replaced.number, replaced.by.value);
        }
        if (dropped) {
          spdlog::warn("账号 {} 提议的配置由此作废 / what account {} had proposed is dropped by that",
                       dropped.account.value, dropped.account.value);
        }
      }
    }
    if (!city_.configuration) {
      throw std::runtime_error(std::string(console_.say("这个日志里还没有城市：请加 --city config/taonan",
                                                        "this log has no city yet: give --city config/taonan")));
    }
    if (!options_.ops_token.empty()) ensure_ops_account(*engine_, city_, options_.ops_token, now, console_);
    engine_->settle();
  }

  void run() {
    const Clock clock = start_clock();
    terminal::Server server(io_, std::move(address_), *engine_,
                            {.look_up_key = key_,
                             .now = clock.now,
                             .costs = process_costs,
                             .attachments = {.folder = attachments_of(options_.data)},
                             .connections_max = connections()});
    driver_.emplace(io_, *engine_, clock);
    awake_ = &*driver_;
    boost::asio::signal_set signals(io_, SIGINT, SIGTERM);
    signals.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) driver_->stop();
    });
    if (!options_.notices_url.empty()) {
      warn_of_silence();
      sender_.emplace(io_, *engine_, notice::SenderOptions{.webhook = webhook(), .text_of = format_instant},
                      [] { return system_clock().now().time_since_epoch().count(); });
    }
    announce(endpoint_of(options_.listen).address().to_string(), server.bound_port());
    quarantine_->watch();
    driver_->run();
    spdlog::info("停止 / stopping");
    if (sender_) sender_->stop();
    engine_->settle();  // answers the wishes that are decided
    io_.poll();         // and sends those answers
    server.stop();
    io_.poll();
    spdlog::info("已停止，日志到 / stopped, the log ends at {}", log_.last().value);
  }

 private:
  ClockKind kind() const { return scenario_ ? ClockKind::scenario : ClockKind::system; }

  // Warns where a way out of notices is set, and no kind of notice goes out by it.
  void warn_of_silence() const {
    const auto& city = city_.configuration;
    if (!city || city->notices.kinds.any()) return;
    spdlog::warn(
        "已给 --notices-url，但 city.toml 的 [notices] 没有列出 kinds：不会发出任何通知 / --notices-url is given, but "
        "[notices] in city.toml "
        "names no kinds: nothing will be sent");
  }

  std::size_t connections() const {
    const std::size_t connections = descriptors_for_connections();
    if (connections < limits::connections_min) {
      throw std::runtime_error(std::string(console_.say("文件描述符的上限太低：请提高 ulimit -Hn",
                                                        "the limit of open files is too low: raise ulimit -Hn")));
    }
    if (connections < limits::connections_max) {
      spdlog::warn(
          "文件描述符的上限只容 {} 个连接（ulimit -Hn）/ the limit of open files leaves room for {} connections "
          "(ulimit -Hn)",
          connections, connections);
    }
    return connections;
  }

  // Checks that the log's times come from the same kind of clock, and that the machine's can be right.
  void require_clock() const {
    require_kind(city_, kind(), console_);
    if (scenario_) return;
    const std::string problem = clock_problem(city_, system_clock().now(), console_);
    if (problem.empty()) return;
    if (!options_.clock_is_right) throw std::runtime_error(problem);
    spdlog::warn("{}", problem);
  }

  notice::WebhookCaller::Options webhook() const {
    std::ifstream file(options_.notices_secret);
    const std::string secret(std::istreambuf_iterator<char>{file}, {});
    return {.target = notice::parse_url(options_.notices_url), .secret = notice::parse_secret(secret)};
  }

  // A scenario's clock stands still until the doors open; it goes on from the time of the log's last fact.
  Instant time_before_start() const {
    if (!scenario_) return system_clock().now();
    return std::max(scenario_->start, to_instant(city_.now));
  }

  Clock start_clock() const {
    if (!scenario_) return system_clock();
    Scenario rest = *scenario_;
    rest.start = time_before_start();
    return scenario_clock(rest);
  }

  void announce(const std::string& address, std::uint16_t port) const {
    const std::string listening =
        (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" + std::to_string(port);
    if (options_.as_json) {
      const boost::json::object line{{"listening", listening},
                                     {"log", to_hex(city_.log)},
                                     {"data", options_.data},
                                     {"position", city_.last.value},
                                     {"version", city_.version()}};
      std::cout << boost::json::serialize(line) << std::endl;
    } else {
      std::cout << console_.say("终端接入 ", "terminals at ") << listening
                << console_.say("，Ctrl-C 停止", ", Ctrl-C stops") << std::endl;
    }
  }

  const Options& options_;
  const Console& console_;
  std::optional<Scenario> scenario_;
  LookUpKey key_{};
  const LogId new_log_id_ = random_log_id();
  // Set once there is a driver. The log's thread may wake it until the log is gone, so `driver_` stands before `log_`
  // and outlives it.
  std::atomic<Driver*> awake_ = nullptr;
  boost::asio::io_context io_{1};
  tcp::acceptor address_;  // taken before the log is begun: where another program has the address, nothing is written
  std::optional<Driver> driver_;
  City city_;
  log::EventLog log_;
  std::optional<loop::Quarantine> quarantine_;
  std::optional<loop::Engine> engine_;
  std::optional<notice::NoticeSender> sender_;
};

int run(const Options& options, const Console& console) {
  begin_with_huge_pages();
  keep_memory();
  log_to_stderr();
  raise_descriptor_limit();
  Service service(options, console);
  service.prepare();
  service.run();
  return 0;
}

}  // namespace

void add_serve(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "serve",
      "例 / examples:\n"
      "  wangge serve --data ./data --city config/taonan\n"
      "  wangge serve --data ./day --city config/taonan --clock 2026-03-10T06:00:00+08:00 --speed 600\n"
      "启动引擎，接受网格站终端 / run the engine for the terminals of grid stations");
  command->add_option("--data", options->data, "数据文件夹 / data folder")->capture_default_str();
  command
      ->add_option("--city", options->city,
                   "城市文件夹；与现行版本不同则采用为下一版本 / the city's folder; adopted as the next version where "
                   "it differs")
      ->check(cli::existing_directory());
  command->add_option("--listen", options->listen, "地址:端口 / address:port")
      ->capture_default_str()
      ->check(endpoint_problem);
  cli::Option* clock =
      command->add_option("--clock", options->clock, "情景时钟的开始时间 / start of a scenario's clock");
  command->add_option("--speed", options->speed, "情景时钟快多少倍 / how much faster it runs")
      ->needs(clock)
      ->check(cli::in_range(1, 1'000'000));
  command
      ->add_option("--until", options->until,
                   "情景时钟到此为止加速，默认当天结束 / until when it runs faster; default: the end of that day")
      ->needs(clock);
  add_clock_is_right(*command, options->clock_is_right)->excludes(clock);
  command->add_option("--ops-token", options->ops_token,
                      "运维令牌文件；没有就建立 / token file of an ops account; made where it is not there");
  cli::Option* url =
      command->add_option("--notices-url", options->notices_url,
                          "把通知发到这个地址（签名的 webhook）/ where notices are posted, as signed webhooks");
  cli::Option* secret = command
                            ->add_option("--notices-secret", options->notices_secret,
                                         "签名密钥文件，whsec_… / file with the secret, whsec_…")
                            ->check(cli::existing_file());
  url->needs(secret);
  secret->needs(url);
  command->add_flag("--json", options->as_json, "就绪时输出一行 JSON / print one line of JSON when ready");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
