#include "tools/offline_terminal.h"

#include <chrono>
#include <iostream>
#include <thread>
#include <utility>
#include <vector>

#include "tools/time_text.h"

namespace wangge::tools {
namespace {

// As refused.csv and config/mappings/refused.toml have it: local time, which is one in all of China.
std::string write_time(Seconds occurred) {
  if (occurred == 0) return {};
  std::string text = format_instant(to_instant(occurred), std::chrono::hours{8});
  text.resize(std::string_view("2026-03-10T06:00:00").size());
  text[std::string_view("2026-03-10").size()] = ' ';
  return text;
}

// A delivery to an engine that cannot be reached gives the spool free within this.
constexpr std::chrono::minutes patience{2};
constexpr std::chrono::milliseconds between_tries{50};

std::unique_ptr<terminal::Spool> open_spool(const std::filesystem::path& folder, const Console& console) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (bool has_said = false;; has_said = true) {
    try {
      return std::make_unique<terminal::Spool>(folder, write_time);
    } catch (const terminal::SpoolInUse&) {
      if (std::chrono::steady_clock::now() > until) throw;
    }
    if (!has_said) std::cerr << console.say("离线箱正由别处使用，等待……", "waiting for the spool, which is in use") << "\n";
    std::this_thread::sleep_for(between_tries);
  }
}

}  // namespace

OfflineTerminal::OfflineTerminal(const std::filesystem::path& spool, const Console& console)
    : spool_(open_spool(spool, console)), tables_(spool, spool_->end()) {
  if (!spool_->warning().empty()) std::cerr << spool_->warning() << "\n";
}

WrittenDemand OfflineTerminal::asked_now(WrittenDemand demand) const {
  demand.asked_version = spool_->version();
  return demand;
}

std::uint32_t OfflineTerminal::keep(const WrittenDemand& demand) { return spool_->append(terminal::Wish{asked_now(demand)}); }

KeptTables::Lines OfflineTerminal::keep(const MappedTable& table) {
  const KeptTables::Lines& kept = tables_.lines(table.id);
  KeptTables::Lines added;
  std::vector<terminal::Wish> wishes;
  for (const config::MappedDemand& mapped : table.demands) {
    if (kept.contains(mapped.line)) continue;
    added[mapped.line] = spool_->end() + static_cast<std::uint32_t>(wishes.size());
    wishes.emplace_back(asked_now(mapped.demand));
  }
  tables_.add(table.id, added);
  if (!wishes.empty()) spool_->append(wishes);
  return tables_.lines(table.id);
}

bool OfflineTerminal::deliver(Delivery& delivery) {
  if (!delivery.deliver(*spool_)) return false;
  const auto welcome = delivery.engine().client().connect();
  if (welcome) spool_->trim(to_instant((*welcome)->server_time));
  return true;
}

}  // namespace wangge::tools
