#pragma once
// What the engine said to demands, with the codes and names of who leads them.

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
  std::string refused_code;        // by who knows what was written
  std::vector<Named> grids_meant;  // one of which a refusal asks for
};

// Asks the engine for the names; they are empty where it has gone meanwhile, as what counts are the numbers.
std::vector<NamedReceipt> receipts_of(std::span<const terminal::Receipt> answers, RunningEngine& engine);

// By the number that a spool gave each.
using ReceiptsByNumber = std::map<std::uint32_t, NamedReceipt>;

// A reason of many refusals, whose numbers differ: "…" stands for them.
std::string reason_text(Reason reason, bool is_english);

// The code in the demand that this refusal is about; empty where it is about none.
std::string refused_code(const WrittenDemand& demand, const Refusal& refusal);

// Both languages, as a person and their supervisor may read different ones.
std::string refusal_text(const Refusal& refusal, const std::string& refused_code = {});
// With what the engine calls whom the refusal is about (who leads, where that is who may; who was named; who has it
// now), and when that was; in general words where it has gone meanwhile.
std::string refusal_text(const Refusal& refusal, RunningEngine& engine);

// That something was done, or why not: a line, or {"<deed>": bool} beside `more`, with {"reason", "explanation"}. Gives
// the exit status.
int tell(bool as_json, std::string_view deed, const Refusal& refusal, boost::json::object more,
         const std::string& done);
// The same where somebody has put in words why not.
int tell(bool as_json, std::string_view deed, const Refusal& refusal, const std::string& why_not,
         boost::json::object more, const std::string& done);

// A few lines for people.
void print(const NamedReceipt& receipt, Duration utc_offset, const Console& console);
boost::json::object to_json(const NamedReceipt& receipt, Duration utc_offset);

// A table, a row each, of the first hundred; as JSON all of them.
void print(const ReceiptsByNumber& receipts, Duration utc_offset, const Console& console);
boost::json::array to_json(const ReceiptsByNumber& receipts, Duration utc_offset);

// For tables: the same columns for what was taken and what was refused.
std::vector<std::string> receipt_columns();
std::vector<std::string> receipt_cells(const NamedReceipt& receipt, Duration utc_offset);

}  // namespace wangge::tools
