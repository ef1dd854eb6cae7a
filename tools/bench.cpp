#include "tools/bench.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>
#include <boost/json.hpp>

#include "engine/loop/engine.h"
#include "engine/state/apply.h"
#include "tools/address.h"
#include "tools/city_folder.h"
#include "tools/console.h"
#include "tools/data_folder.h"
#include "tools/engine_process.h"
#include "tools/engine_wishes.h"
#include "tools/load.h"
#include "tools/progress.h"
#include "tools/table.h"
#include "tools/token.h"

namespace wangge::tools {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Options {
  Load load;
  std::size_t terminals = 64;
  std::uint32_t warmup_s = 5, seconds = 30;
  std::string city = "config/taonan";
  std::string data = "./data/bench";
  bool keep = false;
  bool as_json = false;
};

// --- the machine

std::string line_of(const char* file, std::string_view key) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(key)) return line.substr(std::min(line.size(), line.find(':') + 2));
  }
  return "?";
}

std::string file_system_of(const std::string& folder) {
  struct statfs found {};
  if (statfs(folder.c_str(), &found) != 0) return "?";
  switch (found.f_type) {  // magic numbers of statfs(2)
    case 0xEF53: return "ext4";
    case 0x58465342: return "xfs";
    case 0x9123683E: return "btrfs";
    case 0x01021994: return "tmpfs (memory: not durable)";
    case 0x794C7630: return "overlay";
    default: return "file system " + std::to_string(found.f_type);
  }
}

// The median of a hundred appends of 4 KiB with fdatasync, in milliseconds.
double measured_sync_ms(const std::string& folder) {
  const std::string file = folder + "/sync-probe";
  const int descriptor = open(file.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (descriptor < 0) return 0;
  const std::vector<char> block(4'096, 'x');
  std::vector<double> took;
  for (int i = 0; i < 100; ++i) {
    const auto began = SteadyClock::now();
    if (write(descriptor, block.data(), block.size()) < 0 || fdatasync(descriptor) != 0) break;
    took.push_back(std::chrono::duration<double, std::milli>(SteadyClock::now() - began).count());
  }
  close(descriptor);
  std::filesystem::remove(file);
  if (took.empty()) return 0;
  std::ranges::nth_element(took, took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2));
  return took[took.size() / 2];
}

double own_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

// --- before and after the load

// A log with the city and an account for each terminal, as `serve` finds it. What stands in the folder must be an earlier run's.
std::vector<terminal::Token> prepare(const Options& options, const Console& console) {
  if (std::filesystem::exists(options.data)) {
    if (!std::filesystem::exists(options.data + "/bench")) {
      throw std::runtime_error(options.data + ": 不是压测文件夹，请换一个 / is no bench's folder, give another --data");
    }
    std::filesystem::remove_all(options.data);
  }
  std::filesystem::create_directories(options.data);
  std::ofstream(options.data + "/bench") << "wangge bench\n";

  const Instant now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  log::EventLog log({.folder = options.data, .new_log_id = random_log_id(), .now = to_seconds(now)});
  look_up_key(options.data, true, console);
  City city;
  loop::Engine engine(city, log);
  adopt(engine, read_sound_city(options.city, console), now, console);
  std::vector<terminal::Token> tokens;
  Rights rights;
  rights.every_grid = true;
  for (std::size_t i = 0; i < options.terminals; ++i) {
    tokens.push_back(random_token());
    rights.name = "bench " + std::to_string(i + 1);
    if (add_account(engine, AccountKind::terminal, terminal::hash_of(tokens.back()), rights, now).refusal) {
      throw std::runtime_error("账号没有建立 / an account was not made");
    }
  }
  engine.settle();
  return tokens;
}

// What the log holds, counted from its first fact.
struct Counted {
  std::uint64_t events = 0, submitted = 0, declined = 0;
  std::vector<std::uint32_t> numbers;  // by session: 1 … n each once, n
  bool has_gap_or_repeat = false;
  double replay_seconds = 0;
};

class Counting {
 public:
  void see(const Fact& fact) {
    ++counted_.events;
    if (const auto* submitted = std::get_if<Submitted>(&fact.event)) {
      ++counted_.submitted;
      number(submitted->session, submitted->sequence);
    } else if (const auto* declined = std::get_if<Declined>(&fact.event)) {
      ++counted_.declined;
      number(declined->session, declined->sequence);
    }
  }
  Counted result() && { return std::move(counted_); }

 private:
  void number(SessionId session, std::uint32_t sequence) {
    if (session.value > counted_.numbers.size()) counted_.numbers.resize(session.value);
    std::uint32_t& last = counted_.numbers[session.value - 1];
    if (sequence != last + 1) counted_.has_gap_or_repeat = true;
    last = sequence;
  }

  Counted counted_;
};

Counted count(const Options& options) {
  const log::EventLog log({.folder = options.data, .read_only = true});
  Counting counting;
  log.replay(Position{1}, [&](const Fact& fact) { counting.see(fact); });
  Counted counted = std::move(counting).result();
  City city;
  const auto began = SteadyClock::now();
  log.replay(Position{1}, [&](const Fact& fact) { apply(city, fact); });
  counted.replay_seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
  return counted;
}

// Every number that a terminal was told of stands in the log, once.
bool all_there(const Measured& measured, const Counted& counted) {
  std::uint64_t told = 0, kept = 0;
  for (const std::uint32_t number : measured.acknowledged_numbers) told += number;
  for (const std::uint32_t number : counted.numbers) kept += number;
  return !counted.has_gap_or_repeat && told == kept && kept == counted.submitted + counted.declined;
}

// --- the page

struct Page {
  Measured measured;
  Counted counted;
  double engine_cpu = 0, generator_cpu = 0;  // seconds within the window
  double disk_bytes_per_demand = 0, sync_ms = 0;
  std::uint64_t memory = 0;
  bool is_whole = false;
};

double per_demand(double value, const Page& page) {
  const auto demands = static_cast<double>(page.measured.acknowledged + page.measured.refused);
  return demands == 0 ? 0 : value / demands;
}

double rate(const Page& page) { return static_cast<double>(page.measured.acknowledged) / page.measured.seconds; }

double replay_rate(const Page& page) { return static_cast<double>(page.counted.events) / page.counted.replay_seconds; }

boost::json::object to_json(const Options& options, const Page& page) {
  const Latency& latency = page.measured.latency;
  return {
      {"terminals", options.terminals},
      {"frame", options.load.frame},
      {"in_flight", options.load.in_flight},
      {"seconds", page.measured.seconds},
      {"acknowledged_per_second", rate(page)},
      {"refused", page.measured.refused},
      {"ack_ms",
       {{"p50", latency.percentile_ms(0.5)},
        {"p90", latency.percentile_ms(0.9)},
        {"p99", latency.percentile_ms(0.99)},
        {"p99_9", latency.percentile_ms(0.999)},
        {"max", latency.max_ms()}}},
      {"engine_cpu_us_per_demand", per_demand(page.engine_cpu * 1e6, page)},
      {"generator_cpu_us_per_demand", per_demand(page.generator_cpu * 1e6, page)},
      {"sent_bytes_per_demand", per_demand(static_cast<double>(page.measured.bytes_sent), page)},
      {"disk_bytes_per_demand", page.disk_bytes_per_demand},
      {"memory_bytes", page.memory},
      {"replayed_events_per_second", replay_rate(page)},
      {"log_events", page.counted.events},
      {"every_acknowledged_number_in_the_log_once", page.is_whole},
      {"sync_ms", page.sync_ms},
      {"file_system", file_system_of(options.data)},
      {"machine", line_of("/proc/cpuinfo", "model name")},
      {"cores", sysconf(_SC_NPROCESSORS_ONLN)},
  };
}

std::string number_text(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

void print(const Options& options, const Page& page, const Console& console) {
  const Latency& latency = page.measured.latency;
  const double under_way = static_cast<double>(options.terminals * options.load.in_flight * options.load.frame);
  Table table({{std::string(console.say("指标", "figure"))}, {std::string(console.say("数值", "value")), Align::right}});
  const auto add = [&](std::string_view chinese, std::string_view english, std::string value) {
    table.add({Cell(console.say(chinese, english)), Cell(std::move(value))});
  };
  add("每秒落盘、分派并答复的诉求", "durable, routed, acknowledged demands a second", number_text(rate(page), 0));
  add("答复 p50 / p99 毫秒", "acknowledgement p50 / p99 ms",
      number_text(latency.percentile_ms(0.5), 2) + " / " + number_text(latency.percentile_ms(0.99), 2));
  add("答复 p90 / p99.9 / 最长 毫秒", "acknowledgement p90 / p99.9 / max ms",
      number_text(latency.percentile_ms(0.9), 2) + " / " + number_text(latency.percentile_ms(0.999), 2) + " / " +
          number_text(latency.max_ms(), 2));
  add("在途量 ÷ 速率 毫秒", "under way ÷ rate, ms", number_text(under_way / rate(page) * 1e3, 2));
  add("引擎 CPU 微秒/件", "engine CPU, µs a demand", number_text(per_demand(page.engine_cpu * 1e6, page), 3));
  add("压测端 CPU 微秒/件", "generator CPU, µs a demand", number_text(per_demand(page.generator_cpu * 1e6, page), 3));
  add("发送 字节/件", "bytes sent a demand", number_text(per_demand(static_cast<double>(page.measured.bytes_sent), page), 0));
  add("磁盘 字节/件", "bytes on disk a demand", number_text(page.disk_bytes_per_demand, 0));
  add("引擎内存 MiB", "engine's memory, MiB", number_text(static_cast<double>(page.memory) / (1 << 20), 0));
  add("重放 条/秒", "replayed events a second", number_text(replay_rate(page), 0));
  add("拒绝", "refused", std::to_string(page.measured.refused));
  add("日志核对", "counted in the log",
      std::string(page.is_whole ? console.say("每个已答复编号恰好一次", "every acknowledged number once")
                                : console.say("不符！", "does NOT fit")));
  add("终端 × 在途帧 × 每帧", "terminals × frames under way × demands a frame",
      std::to_string(options.terminals) + " × " + std::to_string(options.load.in_flight) + " × " + std::to_string(options.load.frame));
  add("文件系统，同步 毫秒", "file system, sync ms", file_system_of(options.data) + ", " + number_text(page.sync_ms, 3));
  add("机器", "machine", std::to_string(sysconf(_SC_NPROCESSORS_ONLN)) + " × " + line_of("/proc/cpuinfo", "model name"));
  table.print(std::cout, console);
}

int run(Options options, const Console& console) {
  options.load.warmup = std::chrono::seconds(options.warmup_s);
  options.load.duration = std::chrono::seconds(options.seconds);
  const std::vector<terminal::Token> tokens = prepare(options, console);
  const std::uint64_t bytes_before = bytes_in(options.data);
  Page page;
  page.sync_ms = measured_sync_ms(options.data);
  {
    EngineProcess engine({"--data", options.data, "--listen", "127.0.0.1:0"});
    const Address address = parse_address(engine.address());
    const DataFolder folder(options.data, console);
    Progress progress(std::string(console.say("压测", "load")), console);
    page.measured = play(
        options.load, {boost::asio::ip::make_address(address.host), address.port}, *folder.configuration(), tokens,
        [&] {
          page.engine_cpu = engine.cpu_seconds() - page.engine_cpu;
          page.generator_cpu = own_cpu_seconds() - page.generator_cpu;
        },
        [&](std::uint64_t done, std::uint64_t all) { progress.update(done, all); });
    page.memory = engine.memory_bytes();
    engine.stop();
  }
  page.counted = count(options);
  page.is_whole = all_there(page.measured, page.counted);
  const std::uint64_t demands = std::max<std::uint64_t>(1, page.counted.submitted);
  page.disk_bytes_per_demand = static_cast<double>(bytes_in(options.data) - bytes_before) / static_cast<double>(demands);
  if (options.as_json) {
    std::cout << boost::json::serialize(to_json(options, page)) << "\n";
  } else {
    print(options, page, console);
  }
  if (!options.keep) std::filesystem::remove_all(options.data);
  return page.is_whole ? 0 : 1;
}

}  // namespace

void add_bench(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "bench",
      "例 / examples:\n"
      "  wangge bench\n"
      "  wangge bench --frame 1 --in-flight 16 --seconds 10 --json\n"
      "压测：引擎与终端各一个进程，数据同步落盘 / the counter load on an engine of its own, synced");
  command->add_option("--terminals", options->terminals, "终端数 / terminals")->capture_default_str()->check(CLI::Range(1, 512));
  command->add_option("--frame", options->load.frame, "每帧诉求数 / demands a frame")->capture_default_str()->check(CLI::Range(1, 1'024));
  command->add_option("--in-flight", options->load.in_flight, "每终端在途帧数 / frames under way of each")
      ->capture_default_str()
      ->check(CLI::Range(1, 16));
  command->add_option("--warmup", options->warmup_s, "预热秒数 / seconds of warm-up")->capture_default_str();
  command->add_option("--seconds", options->seconds, "测量秒数 / seconds measured")->capture_default_str()->check(CLI::Range(1, 3'600));
  command->add_option("--seed", options->load.seed, "随机种子 / seed")->capture_default_str();
  command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str()->check(CLI::ExistingDirectory);
  command->add_option("--data", options->data, "压测用的数据文件夹，每次重建 / the run's data folder, made anew")->capture_default_str();
  command->add_flag("--keep", options->keep, "保留数据文件夹 / keep the data folder");
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
