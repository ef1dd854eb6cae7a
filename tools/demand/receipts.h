#pragma once
// The engine's answers to demands, with the codes and names of the leads.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/messages.h"
#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/written_demand.h"
#include "tools/console.h"
#include "tools/running_engine.h"

namespace wangge::tools {

struct NamedReceipt {
  terminal::Receipt answer;
  Named lead, follow_up, holder;   // empty where it was refused, or nobody acts
  std::string refused_code;        // filled in by code that has the written demand
  std::vector<Named> grids_meant;  // where a refusal asks for one of several grids
};

// Asks the engine for the names; they are empty where the engine has gone meanwhile, since only the numbers matter.
std::vector<NamedReceipt> receipts_of(std::span<const terminal::Receipt> answers, RunningEngine& engine);

// Receipts by the numbers that a spool gave.
using ReceiptsByNumber = std::map<std::uint32_t, NamedReceipt>;

// The reason of many refusals, in whose numbers they differ: "…" stands for those.
std::string reason_text(Reason reason, bool is_english);

// The code in the demand that this refusal is about; empty where it is about none.
std::string refused_code(const WrittenDemand& demand, const Refusal& refusal);

// The refusal in both languages, as a person and their supervisor may read different ones.
std::string refusal_text(const Refusal& refusal, const std::string& refused_code = {});
// The refusal with the engine's name for the party that it is about (the lead, where only the lead may act; the party
// named; the party that has the demand now), and with its time; in general words where the engine has gone meanwhile.
std::string refusal_text(const Refusal& refusal, RunningEngine& engine);

// Tells that a deed was done, or why not: a line, or {"<deed>": bool} beside `more`, with {"reason", "explanation"}.
// Returns the exit status.
int tell(bool as_json, std::string_view deed, const Refusal& refusal, boost::json::object more,
         const std::string& done);
// The same with the reason already in words.
int tell(bool as_json, std::string_view deed, const Refusal& refusal, const std::string& why_not,
         boost::json::object more, const std::string& done);

// Prints a receipt in a few lines for people.
void print(const NamedReceipt& receipt, Duration utc_offset, const Console& console);
boost::json::object to_json(const NamedReceipt& receipt, Duration utc_offset);

// Prints a table of the first hundred receipts, a row each; as JSON all of them.
void print(const ReceiptsByNumber& receipts, Duration utc_offset, const Console& console);
boost::json::array to_json(const ReceiptsByNumber& receipts, Duration utc_offset);

// The columns of tables of receipts: the same for demands that were taken and for refused ones.
std::vector<std::string> receipt_columns();
std::vector<std::string> receipt_cells(const NamedReceipt& receipt, Duration utc_offset);

}  // namespace wangge::tools
