// The limits of the machine and the libraries, beside the engine doing its whole job, in interleaved rounds of one run:
// the bytes of a load appended by RocksDB alone, to a plain file, and sent over loopback alone; or, for one demand a
// frame, a server that only sends back what it receives. bench/README.md explains the results.

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "bench/limits/appending.h"
#include "bench/limits/figure.h"
#include "bench/limits/network.h"
#include "bench/median.h"

namespace {

using namespace wangge::bench;

struct Options {
  std::string data = "./data/limits", wangge = "build/release/wangge", city = "config/taonan", load = "counter";
  int seconds = 5, rounds = 3;
  int group = 16;         // batches a write: a full group of the engine
  int connections = 512;  // of the load "single"
  bool as_json = false;

  std::chrono::seconds time() const { return std::chrono::seconds(seconds); }
};

Figure engine(const Options& options, const std::string& load) {
  const std::string command = options.wangge + " bench --json --warmup 2 --seconds " + std::to_string(options.seconds) +
                              " --city " + options.city + " --data " + options.data + "/engine " + load +
                              " 2>/dev/null";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string printed;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) printed.push_back(static_cast<char>(c));
  if (::pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  const boost::json::value page = boost::json::parse(printed);
  return {.per_second = page.at("acknowledged_per_second").to_number<double>(),
          .cpu_us = page.at("engine_cpu_us_per_demand").to_number<double>(),
          .p99_ms = page.at("ack_ms").at("p99").to_number<double>()};
}

struct Limit {
  std::string name;
  std::function<Figure()> measure;
};

// The engine comes first: the others are compared with it.
std::vector<Limit> limits_of(const Options& options) {
  if (options.load == "single") {
    const std::string connections = std::to_string(options.connections);
    return {{"engine", [=] { return engine(options, "--frame 1 --in-flight 1 --terminals " + connections); }},
            {"echo_server", [=] { return echo(counter_bytes, options.connections, options.time()); }}};
  }
  const bool letters = options.load == "letters";
  const Bytes bytes = letters ? letters_bytes : counter_bytes;
  const std::string load = letters ? "--load letters --frame 64" : "";
  return {{"engine", [=] { return engine(options, load); }},
          {"rocksdb_alone", [=] { return rocksdb_alone(bytes, options.group, options.data, options.time()); }},
          {"plain_file", [=] { return plain_file(bytes, options.group, options.data, options.time()); }},
          {"loopback", [=] { return loopback(bytes, options.time()); }}};
}

int run(const Options& options) {
  std::filesystem::create_directories(options.data);
  const std::vector<Limit> limits = limits_of(options);
  std::map<std::string, std::vector<double>> rates, cpu, p99, ratios;
  for (int round = 0; round < options.rounds; ++round) {
    double of_engine = 0;
    for (const Limit& limit : limits) {
      std::cerr << "round " << round + 1 << " of " << options.rounds << ": " << limit.name << "\n";
      const Figure figure = limit.measure();
      if (&limit == &limits.front()) of_engine = figure.per_second;
      rates[limit.name].push_back(figure.per_second);
      cpu[limit.name].push_back(figure.cpu_us);
      p99[limit.name].push_back(figure.p99_ms);
      ratios[limit.name].push_back(of_engine / figure.per_second);
    }
  }
  std::filesystem::remove_all(options.data);
  boost::json::object out;
  if (!options.as_json)
    std::printf("%-16s %14s %10s %10s %16s\n", "", "demands/s", "CPU us", "p99 ms", "engine / this");
  for (const auto& [name, unused] : limits) {
    const double rate = median(rates[name]), us = median(cpu[name]), ms = median(p99[name]),
                 ratio = median(ratios[name]);
    out[name] = {{"per_second", rate},
                 {"cpu_us_per_demand", us},
                 {"ack_p99_ms", ms > 0 ? boost::json::value(ms) : boost::json::value(nullptr)},
                 {"engine_ratio", ratio}};
    const std::string answer = ms > 0 ? std::to_string(ms) : "-";
    if (!options.as_json)
      std::printf("%-16s %14.0f %10.3f %10.7s %16.2f\n", name.c_str(), rate, us, answer.c_str(), ratio);
  }
  if (options.as_json) std::cout << boost::json::serialize(out) << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{
      "A load's bytes by RocksDB, a plain file and loopback alone, or an echo server, beside the engine; medians"};
  app.add_option("--load", options.load, "single: one demand a frame and under way, beside an echo server")
      ->capture_default_str()
      ->check(CLI::IsMember({"counter", "letters", "single"}));
  app.add_option("--data", options.data, "folder of its own, gone afterwards")->capture_default_str();
  app.add_option("--wangge", options.wangge, "the program")->capture_default_str();
  app.add_option("--city", options.city, "the city's folder")->capture_default_str();
  app.add_option("--seconds", options.seconds, "of each measurement")->capture_default_str()->check(CLI::Range(1, 600));
  app.add_option("--rounds", options.rounds, "interleaved")->capture_default_str()->check(CLI::Range(1, 100));
  app.add_option("--group", options.group, "batches a write")->capture_default_str()->check(CLI::Range(1, 16));
  app.add_option("--connections", options.connections, "of single")->capture_default_str()->check(CLI::Range(1, 512));
  app.add_flag("--json", options.as_json, "print JSON");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "bench_limits: " << error.what() << "\n";
    return 1;
  }
}
