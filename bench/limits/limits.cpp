// What the machine and the libraries allow: the bytes of the counter load appended by RocksDB alone, to a plain file, and
// sent over loopback alone, beside the engine doing its whole job, in interleaved rounds of one run. bench/README.md says how
// to read it.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <rocksdb/write_batch.h>

#include "engine/base/limits.h"
#include "engine/log/store.h"

namespace {

using namespace wangge;
using Clock = std::chrono::steady_clock;

// A demand of the counter load, as stored: record, kind and commitment; text; contact with its salt. As sent, and answered.
constexpr std::size_t record_bytes = 64 + 1 + 32, text_bytes = 120, contact_bytes = 24 + 16;
constexpr std::size_t sent_bytes = 32 + text_bytes + 24, answer_bytes = 40;
constexpr std::size_t batch_demands = limits::batch_events_max;

struct Options {
  std::string data = "./data/limits", wangge = "build/release/wangge", city = "config/taonan";
  int seconds = 5, rounds = 3;
  int group = 16;  // batches a write: a full group of the engine
  bool as_json = false;
};

struct Figure {
  double per_second = 0, cpu_us = 0;  // demands, and CPU of a demand
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string random_bytes(std::size_t count) {
  std::mt19937_64 random(1);
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Calls `append`, which appends so many demands durably, until the time is over.
template <class Append>
Figure measure(const Options& options, std::size_t demands, Append append) {
  for (int warm_up = 0; warm_up < 20; ++warm_up) append();
  const double cpu = cpu_seconds();
  const auto began = Clock::now();
  const auto ends = began + std::chrono::seconds(options.seconds);
  std::size_t done = 0;
  while (Clock::now() < ends) {
    append();
    done += demands;
  }
  const double took = std::chrono::duration<double>(Clock::now() - began).count();
  return {double(done) / took, (cpu_seconds() - cpu) * 1e6 / double(done)};
}

Figure rocksdb_alone(const Options& options) {
  const std::filesystem::path folder = std::filesystem::path(options.data) / "rocksdb";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const log::Store store(folder, *rocksdb::Env::Default(), log::Store::Access::write);
  const std::string records = random_bytes(record_bytes * batch_demands), texts = random_bytes(text_bytes * batch_demands),
                    contacts = random_bytes(contact_bytes * batch_demands);
  rocksdb::WriteBatch write;
  rocksdb::WriteOptions synced;
  synced.sync = true;
  Position next{1};
  return measure(options, batch_demands * static_cast<std::size_t>(options.group), [&] {
    write.Clear();
    for (int batch = 0; batch < options.group; ++batch, next.value += batch_demands) {
      const log::Key key(next);
      const bool fits = write.Put(store.batches(), key.slice(), records).ok() &&
                        write.Put(store.texts(), key.slice(), texts).ok() &&
                        write.Put(store.contacts(), key.slice(), contacts).ok();
      if (!fits) throw std::runtime_error("RocksDB took no batch");
    }
    if (!store.db().Write(synced, &write).ok()) throw std::runtime_error("RocksDB did not write");
  });
}

Figure plain_file(const Options& options) {
  const std::filesystem::path path = std::filesystem::path(options.data) / "plain";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
  if (file < 0) throw std::runtime_error("cannot make " + path.string());
  const std::string batch = random_bytes((record_bytes + text_bytes + contact_bytes) * batch_demands);
  const Figure figure = measure(options, batch_demands * static_cast<std::size_t>(options.group), [&] {
    for (int i = 0; i < options.group; ++i) {
      if (::write(file, batch.data(), batch.size()) != ssize_t(batch.size())) throw std::runtime_error("short write");
    }
    if (::fdatasync(file) != 0) throw std::runtime_error("no sync");
  });
  ::close(file);
  std::filesystem::remove(path);
  return figure;
}

// A frame's bytes one way, its answers' the other, one connection; both ends count as CPU.
Figure loopback(const Options& options) {
  namespace asio = boost::asio;
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  asio::ip::tcp::socket client(io), server(io);
  client.connect(acceptor.local_endpoint());
  acceptor.accept(server);
  std::string frame = random_bytes(sent_bytes * batch_demands), answer = random_bytes(answer_bytes * batch_demands);
  std::thread other([&server, answer, frame]() mutable {
    boost::system::error_code over;
    while (!over) {
      asio::read(server, asio::buffer(frame), over);
      if (!over) asio::write(server, asio::buffer(answer), over);
    }
  });
  const Figure figure = measure(options, batch_demands, [&] {
    asio::write(client, asio::buffer(frame));
    asio::read(client, asio::buffer(answer));
  });
  client.close();
  other.join();
  return figure;
}

Figure engine(const Options& options) {
  const std::string command = options.wangge + " bench --json --warmup 2 --seconds " + std::to_string(options.seconds) +
                              " --city " + options.city + " --data " + options.data + "/engine 2>/dev/null";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string printed;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) printed.push_back(static_cast<char>(c));
  if (::pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  const boost::json::value page = boost::json::parse(printed);
  return {page.at("acknowledged_per_second").to_number<double>(), page.at("engine_cpu_us_per_demand").to_number<double>()};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

int run(const Options& options) {
  std::filesystem::create_directories(options.data);
  const std::vector<std::pair<std::string, Figure (*)(const Options&)>> limits{
      {"engine", engine}, {"rocksdb_alone", rocksdb_alone}, {"plain_file", plain_file}, {"loopback", loopback}};
  std::map<std::string, std::vector<double>> rates, cpu, ratios;
  for (int round = 0; round < options.rounds; ++round) {
    double of_engine = 0;
    for (const auto& [name, measure_one] : limits) {
      std::cerr << "round " << round + 1 << " of " << options.rounds << ": " << name << "\n";
      const Figure figure = measure_one(options);
      if (name == "engine") of_engine = figure.per_second;
      rates[name].push_back(figure.per_second);
      cpu[name].push_back(figure.cpu_us);
      ratios[name].push_back(of_engine / figure.per_second);
    }
  }
  std::filesystem::remove_all(options.data);
  boost::json::object out;
  if (!options.as_json) std::printf("%-16s %14s %14s %18s\n", "", "demands/s", "CPU us", "engine / this");
  for (const auto& [name, unused] : limits) {
    const double rate = median(rates[name]), us = median(cpu[name]), ratio = median(ratios[name]);
    out[name] = {{"per_second", rate}, {"cpu_us_per_demand", us}, {"engine_ratio", ratio}};
    if (!options.as_json) std::printf("%-16s %14.0f %14.3f %18.2f\n", name.c_str(), rate, us, ratio);
  }
  if (options.as_json) std::cout << boost::json::serialize(out) << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"The counter load's bytes by RocksDB, a plain file and loopback alone, beside the engine; medians"};
  app.add_option("--data", options.data, "folder of its own, gone afterwards")->capture_default_str();
  app.add_option("--wangge", options.wangge, "the program")->capture_default_str();
  app.add_option("--city", options.city, "the city's folder")->capture_default_str();
  app.add_option("--seconds", options.seconds, "of each measurement")->capture_default_str()->check(CLI::Range(1, 600));
  app.add_option("--rounds", options.rounds, "interleaved")->capture_default_str()->check(CLI::Range(1, 100));
  app.add_option("--group", options.group, "batches of 1,024 demands a write")->capture_default_str()->check(CLI::Range(1, 16));
  app.add_flag("--json", options.as_json, "print JSON");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "bench_limits: " << error.what() << "\n";
    return 1;
  }
}
