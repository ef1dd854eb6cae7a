#pragma once
// The options of `wangge submit`, and the common part of submitting to a running engine and to a spool: the demand that
// the options describe, and the output about it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/terminal/messages.h"
#include "engine/model/written_demand.h"
#include "tools/demand/attached_files.h"
#include "tools/console.h"
#include "tools/demand/import_report.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"

namespace wangge::tools {

// The offset of local time: all of China keeps one time.
inline constexpr Duration local_offset = std::chrono::hours{8};

struct SubmitOptions {
  std::string to = "127.0.0.1:8243", token;
  // For one demand
  std::string point, datum = "wgs84", grid, compound, building, unit, street, lane;
  std::string kind = "request", reporter = "self", occurred;
  AttachmentOptions attachments;
  std::vector<std::string> answers;
  WrittenDemand demand;
  // For many
  std::string file, mapping, receipts, city = "config/taonan";
  int skip_lines = 0;
  bool is_dry_run = false;
  // Offline
  std::string spool;
  bool delivers = false, watches = false;
  bool is_unchecked = false;  // its codes are not checked
  bool as_json = false;
};

// Throws CLI::RequiredError where place or category are missing: the engine could only say that it knows no such place
// or category.
void require_place_and_category(const SubmitOptions& options);
WrittenDemand read_demand(const SubmitOptions& options, const Attached& attached, const Console& console);
// Whether somebody is there to answer the category's questions.
bool can_ask(const SubmitOptions& options);

MappedTable map_file(const SubmitOptions& options, const Console& console);

// Prints the receipt, and demands that may be about the same trouble.
void print_receipt(const SubmitOptions& options, const WrittenDemand& demand, const terminal::Receipt& answer,
                   RunningEngine& engine, const Console& console);
// Throws std::runtime_error, with number and look-up code, where the receipt of a demand that was taken could not be
// written.
void require_printed(const terminal::Receipt& answer, const Console& console);
// `lost`: why some lines have no answer, where the engine was asked.
void print_report(const SubmitOptions& options, const ImportReport& report, const std::optional<Cause>& lost,
                  const Console& console);

template <class Key>
std::map<Key, NamedReceipt> receipts_by_key(const std::map<Key, terminal::Receipt>& answers, RunningEngine& engine) {
  std::vector<terminal::Receipt> in_turn;
  for (const auto& [key, answer] : answers) in_turn.push_back(answer);
  std::vector<NamedReceipt> receipts = receipts_of(in_turn, engine);
  std::map<Key, NamedReceipt> by_key;
  auto receipt = receipts.begin();
  for (const auto& [key, answer] : answers) by_key.emplace(key, std::move(*receipt++));
  return by_key;
}

}  // namespace wangge::tools
