// Puts the engine's counter load on a peer that somebody might use instead of the engine: one peer that runs already,
// one line of JSON. bench/peers/run starts the peers and calls this; bench/peers/README.md says what each is asked to
// do.

#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "bench/peers/closed_loop.h"
#include "bench/peers/demands.h"
#include "bench/peers/nats.h"
#include "bench/peers/page.h"
#include "bench/peers/postgres.h"
#include "bench/peers/redis.h"
#include "bench/peers/routes.h"

namespace {

using namespace wangge::peers;

struct Options {
  std::string city = "config/taonan";
  Load load;
  std::uint16_t port = 0;
  std::string script = "bench/peers/submit.lua";
  std::string folder;
  bool as_json = false;
};

double per_demand(double value, std::uint64_t demands) {
  return demands == 0 ? 0 : value / static_cast<double>(demands);
}

boost::json::object to_json(const Load& load, const Measured& measured) {
  return {
      {"clients", load.clients},
      {"in_flight", load.in_flight},
      {"frame", load.frame},
      {"seconds", measured.seconds},
      {"acknowledged_per_second", static_cast<double>(measured.acknowledged) / measured.seconds},
      {"ack_ms", {{"p50", measured.latency.percentile_ms(0.5)}, {"p99", measured.latency.percentile_ms(0.99)}}},
      {"server_cpu_us_per_demand", per_demand(measured.server_cpu * 1e6, measured.acknowledged)},
      {"generator_cpu_us_per_demand", per_demand(measured.generator_cpu * 1e6, measured.acknowledged)},
      {"log_bytes_per_demand", per_demand(measured.log_bytes, measured.acknowledged_in_all)},
      {"counted", measured.counted},
  };
}

// Prints the figures only where the peer holds all that it acknowledged.
template <class Play>
void measure(const Options& options, Play play) {
  const std::vector<Demand> demands = counter_demands(read_routing_table(options.city));
  const Measured measured = play(demands);
  if (measured.counted != measured.acknowledged_in_all) {
    throw std::runtime_error(std::to_string(measured.acknowledged_in_all) + " were acknowledged, the peer holds " +
                             std::to_string(measured.counted));
  }
  std::cout << boost::json::serialize(to_json(options.load, measured)) << "\n";
}

std::string text_of_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

CLI::App* add_peer(CLI::App& app, const std::string& name, const std::string& what, Options& options) {
  CLI::App* peer = app.add_subcommand(name, what);
  peer->add_option("--port", options.port, "of 127.0.0.1")->required();
  peer->add_option("--server", options.load.server, "the server's process, whose CPU is measured")->required();
  peer->add_option("--clients", options.load.clients)->capture_default_str()->check(CLI::Range(1, 512));
  peer->add_option("--warmup", options.load.warmup_s, "seconds")->capture_default_str()->check(CLI::Range(0, 3'600));
  peer->add_option("--seconds", options.load.seconds, "measured")->capture_default_str()->check(CLI::Range(1, 3'600));
  return peer;
}

void add_in_flight(CLI::App& peer, Options& options) {
  peer.add_option("--in-flight", options.load.in_flight, "requests under way of each client")
      ->capture_default_str()
      ->check(CLI::Range(1, 4'096));
}

void add_commands(CLI::App& app, Options& options) {
  CLI::App* routes = app.add_subcommand("routes", "writes the routing table as CSV");
  routes->add_option("folder", options.folder)->required()->check(CLI::ExistingDirectory);
  routes->callback([&] { write_routing_table(read_routing_table(options.city), options.folder); });

  CLI::App* postgres = add_peer(app, "postgres", "submit() or submit_many(), a transaction a request", options);
  postgres->add_option("--frame", options.load.frame, "demands a transaction")
      ->capture_default_str()
      ->check(CLI::Range(1, 2'000));
  postgres->callback([&] {
    measure(options, [&](const auto& demands) { return play_postgres(options.load, options.port, demands); });
  });

  CLI::App* redis = add_peer(app, "redis", "a script call a demand", options);
  add_in_flight(*redis, options);
  redis->add_option("--script", options.script, "the script")->capture_default_str();
  redis->callback([&] {
    const std::string script = text_of_file(options.script);
    measure(options, [&](const auto& demands) { return play_redis(options.load, options.port, script, demands); });
  });

  CLI::App* nats = add_peer(app, "nats", "a message a demand", options);
  add_in_flight(*nats, options);
  nats->callback(
      [&] { measure(options, [&](const auto& demands) { return play_nats(options.load, options.port, demands); }); });

  CLI::App* page = app.add_subcommand("page", "reads name, bytes on disk and figures, a line each; prints the medians");
  page->add_flag("--json", options.as_json);
  page->callback([&] { print_page(std::cin, std::cout, options.as_json); });
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"The engine's counter load on one peer; see bench/peers/README.md"};
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--city", options.city, "the city's folder")->capture_default_str();
  add_commands(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "bench_peers: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
