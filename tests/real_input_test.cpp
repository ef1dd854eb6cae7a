// Two sets of real requests go through whole: every line is accepted or listed, nothing is lost, nothing comes twice.
// They are no part of the project: WANGGE_REAL_DATA names the folder that holds them.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tools/demand/import_report.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace {

using namespace wangge;
using namespace wangge::tests;

std::optional<std::filesystem::path> real_data() {
  const char* const folder = std::getenv("WANGGE_REAL_DATA");
  if (folder == nullptr) {
    WARN("skipped: WANGGE_REAL_DATA names no folder");
    return std::nullopt;
  }
  return folder;
}

tools::MappedTable read(const std::filesystem::path& file) {
  const std::filesystem::path mappings = std::filesystem::path{WANGGE_SOURCE_ROOT} / "config/mappings";
  return tools::read_table(file, mappings / file.filename().replace_extension(".toml"), sample_city().configuration);
}

// A frame's worth of demands as the protocol makes commands of them.
class Frame {
 public:
  explicit Frame(const City& city) : city_(city) {}

  void add(const WrittenDemand& demand) {
    Submit command;
    command.kind = demand.kind;
    command.reporter = demand.reporter;
    command.condition = demand.condition;
    command.severity = demand.severity;
    command.category = city_.codes.categories.find(demand.category);
    command.place = city_.codes.places.find(demand.place);
    command.occurred = demand.occurred;
    command.text = append(demand.text);
    command.reference = append(demand.reference);
    commands.push_back(command);
  }

  std::vector<Command> commands;
  std::string texts;

 private:
  TextRef append(const std::string& text) {
    const TextRef ref{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(text.size())};
    texts += text;
    return ref;
  }

  const City& city_;
};

// Submits the table through one session, and accounts for it.
tools::ImportReport submit(RunningCity& running, const tools::MappedTable& table) {
  constexpr std::size_t demands_per_frame = 256;
  tools::ImportReport report(table);
  for (std::size_t from = 0; from < table.demands.size(); from += demands_per_frame) {
    const std::size_t until = std::min(from + demands_per_frame, table.demands.size());
    Frame frame(running.city());
    for (std::size_t i = from; i < until; ++i) frame.add(table.demands[i].demand);
    const auto first = static_cast<std::uint32_t>(from + 1);
    const loop::Frame answered = running.send_frame(running.desk(), first, std::move(frame.commands), frame.texts);
    REQUIRE(answered.outcomes.size() == until - from);
    for (std::size_t i = from; i < until; ++i) {
      const loop::Outcome& outcome = answered.outcomes[i - from];
      report.answered(table.demands[i].line, outcome.refusal, outcome.repeat);
    }
  }
  return report;
}

// How often the log holds each reference, with the text that belongs to it.
std::map<std::pair<std::string, std::string>, int> logged(RunningCity& running) {
  std::map<std::pair<std::string, std::string>, int> times;
  const Demands& demands = running.city().demands;
  for (SlotIndex slot = 0; slot < demands.size(); ++slot) {
    const auto stored = running.log().read(position_of(demands[slot].id));
    ++times[{stored->reference, stored->text}];
  }
  return times;
}

void expect_each_once(RunningCity& running, const tools::MappedTable& table, const tools::ImportReport& report) {
  auto times = logged(running);
  CHECK(times.size() == report.accepted);
  for (const config::MappedDemand& mapped : table.demands) {
    const bool was_declined =
        std::ranges::count(report.declined, mapped.line, &tools::ImportReport::Declined::line) > 0;
    REQUIRE(times[{mapped.demand.reference, mapped.demand.text}] == (was_declined ? 0 : 1));
  }
  CHECK(running.city().sessions[running.desk()].expected() == table.demands.size() + 1);
  CHECK(report.repeated == 0);
  CHECK(report.unanswered() == 0);
  CHECK(report.accepted + report.declined.size() + report.unmapped.size() == report.records);
}

}  // namespace

TEST_CASE("4,326 messages of residents go through whole: five are too long and listed with their line") {
  const auto folder = real_data();
  if (!folder) return;
  const tools::MappedTable table = read(*folder / "residents_messages.csv");
  CHECK(table.records() == 4'326);
  CHECK(table.unmapped.empty());
  RunningCity running;
  const tools::ImportReport report = submit(running, table);
  CHECK(report.accepted == 4'321);
  REQUIRE(report.declined.size() == 5);
  for (const auto& declined : report.declined) {
    CHECK(declined.refusal.reason == Reason::text_too_long);
    CHECK(declined.refusal.limit == 4'000);
    CHECK(declined.refusal.what > 4'000);
    CHECK(declined.line > 1);
  }
  const auto [code, name, keywords, fallback] = report.by_source;
  CHECK(code + name == 0);
  CHECK(keywords + fallback == 4'326);
  CHECK(keywords > fallback);
  expect_each_once(running, table, report);
}

TEST_CASE("129 messages have a spreadsheet's day number for their time, and are dated like the others") {
  const auto folder = real_data();
  if (!folder) return;
  const std::filesystem::path file = *folder / "residents_messages.csv";
  const std::vector<std::string> columns{"留言时间"};
  const auto records = config::parse_records(config::read_file(file), config::RecordFormat::csv, columns);
  const tools::MappedTable table = read(file);
  REQUIRE(records.size() == table.demands.size());
  int day_numbers = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    day_numbers += records[i].cells[0].find('/') == std::string::npos;
    const Instant occurred = to_instant(table.demands[i].demand.occurred);
    REQUIRE(occurred > std::chrono::sys_days{std::chrono::year{2009} / 1 / 1});  // the years of the data
    REQUIRE(occurred < std::chrono::sys_days{std::chrono::year{2021} / 1 / 1});
  }
  CHECK(day_numbers == 129);
}

TEST_CASE("10,000 requests of a big city go through whole") {
  const auto folder = real_data();
  if (!folder) return;
  const tools::MappedTable table = read(*folder / "city_requests.csv");
  CHECK(table.records() == 10'000);
  RunningCity running;
  const tools::ImportReport report = submit(running, table);
  CHECK(report.accepted == 10'000);
  const auto [code, name, keywords, fallback] = report.by_source;
  CHECK(name == 9'852);  // all types but "Other"
  CHECK(fallback == 148);
  expect_each_once(running, table, report);
}
