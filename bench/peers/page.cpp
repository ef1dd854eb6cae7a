#include "bench/peers/page.h"

#include <algorithm>
#include <cstdio>
#include <istream>
#include <map>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <boost/json.hpp>

#include "bench/median.h"
#include "tools/table.h"

namespace wangge::peers {
namespace {

namespace json = boost::json;
using bench::median;

struct Contender {
  std::string_view name, title, does_not;
};

constexpr std::string_view of_postgres = "deadlines, escalation, hash chain";
constexpr std::string_view of_redis = "deadlines, escalation, hash chain, answer to a repeat, more than memory holds";
constexpr std::string_view of_nats =
    "sync before acknowledgement, routing, deadlines, escalation, hash chain, order of numbers, "
    "repeats after 2 minutes";

// The peers; `does_not` in short, README.md has it in full.
constexpr Contender contenders[] = {
    {"engine_frames", "wangge, 64 × 2 frames of 1,024", ""},
    {"engine_16", "wangge, 64 × 16, one a frame", ""},
    {"engine_1", "wangge, 64 × 1, one a frame", ""},
    {"postgres_one", "PostgreSQL, 32 × 1, a call a demand", of_postgres},
    {"postgres_many", "PostgreSQL, 2 × 1, a call for 1,000", of_postgres},
    {"redis_1", "Redis, 64 × 1, script, fsync always", of_redis},
    {"redis_128", "Redis, 64 × 128, script, fsync always", of_redis},
    {"nats_1", "NATS JetStream, 64 × 1", of_nats},
    {"nats_128", "NATS JetStream, 64 × 128", of_nats},
};

// The figures of each round.
struct Rounds {
  std::vector<double> rate, cpu_us, disk_bytes, log_bytes, p50_ms, p99_ms;
};

void add_line(Rounds& rounds, const std::string& grown, const json::object& figures) {
  const auto figure = [&](std::string_view name) { return figures.at(name).to_number<double>(); };
  const bool is_engine = grown.empty();
  rounds.rate.push_back(figure("acknowledged_per_second"));
  rounds.cpu_us.push_back(figure(is_engine ? "engine_cpu_us_per_demand" : "server_cpu_us_per_demand"));
  rounds.disk_bytes.push_back(is_engine ? figure("disk_bytes_per_demand") : std::stod(grown) / figure("counted"));
  rounds.log_bytes.push_back(is_engine ? 0 : figure("log_bytes_per_demand"));
  rounds.p50_ms.push_back(figures.at("ack_ms").at("p50").to_number<double>());
  rounds.p99_ms.push_back(figures.at("ack_ms").at("p99").to_number<double>());
}

std::map<std::string, Rounds, std::less<>> read_rounds(std::istream& in) {
  std::map<std::string, Rounds, std::less<>> rounds;
  for (std::string line; std::getline(in, line);) {
    const std::size_t name_ends = line.find('\t'), grown_ends = line.find('\t', name_ends + 1);
    const std::string name = line.substr(0, name_ends);
    if (grown_ends == std::string::npos ||
        std::ranges::find(contenders, name, &Contender::name) == std::end(contenders)) {
      throw std::runtime_error("no line of figures: " + line);
    }
    add_line(rounds[name], line.substr(name_ends + 1, grown_ends - name_ends - 1),
             json::parse(line.substr(grown_ends + 1)).as_object());
  }
  return rounds;
}

std::string number(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

// The bytes kept on disk and, where there is a log that is thrown away later, the bytes written to it besides.
std::string disk_text(const Rounds& rounds) {
  const double log = median(rounds.log_bytes);
  return number(median(rounds.disk_bytes), 0) + (log > 0 ? " + log " + number(log, 0) : "");
}

json::object to_json(const Contender& contender, const Rounds& rounds) {
  return {{"title", contender.title},
          {"rounds", rounds.rate.size()},
          {"acknowledged_per_second", median(rounds.rate)},
          {"cpu_us_per_demand", median(rounds.cpu_us)},
          {"disk_bytes_per_demand", median(rounds.disk_bytes)},
          {"log_bytes_per_demand", median(rounds.log_bytes)},
          {"ack_ms", {{"p50", median(rounds.p50_ms)}, {"p99", median(rounds.p99_ms)}}},
          {"does_not", contender.does_not}};
}

}  // namespace

void print_page(std::istream& in, std::ostream& out, bool as_json) {
  using tools::Align, tools::Cell;
  const auto rounds = read_rounds(in);
  tools::Table table({{"clients × under way"},
                      {"demands/s", Align::right},
                      {"CPU us", Align::right},
                      {"disk bytes", Align::right},
                      {"p50 ms", Align::right},
                      {"p99 ms", Align::right},
                      {"does not do"}});
  json::object page;
  for (const Contender& contender : contenders) {
    const auto found = rounds.find(contender.name);
    if (found == rounds.end()) continue;
    const Rounds& of = found->second;
    page[contender.name] = to_json(contender, of);
    table.add({Cell(contender.title), number(median(of.rate), 0), number(median(of.cpu_us), 2), disk_text(of),
               number(median(of.p50_ms), 2), number(median(of.p99_ms), 2), Cell(contender.does_not)});
  }
  if (as_json) {
    out << json::serialize(page) << "\n";
  } else {
    table.print(out, {.language = tools::Language::english, .is_terminal = isatty(STDOUT_FILENO) != 0});
  }
}

}  // namespace wangge::peers
