#include "tools/demand/dry_run.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "tools/demand/known_codes.h"
#include "tools/demand/receipts.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

constexpr std::size_t mistakes_shown_max = 20;

// Lines that cannot be mapped, and those whose codes the city does not have, by line.
std::vector<config::Unmapped> mistakes_of(const MappedTable& table, const Configuration& city) {
  const KnownCodes known(city);
  std::vector<config::Unmapped> mistakes = table.unmapped;
  for (const config::MappedDemand& mapped : table.demands) {
    if (const Refusal refusal = known.check(mapped.demand))
      mistakes.push_back({mapped.line, refusal_text(refusal, refused_code(mapped.demand, refusal))});
  }
  std::ranges::stable_sort(mistakes, {}, &config::Unmapped::line);
  return mistakes;
}

void print_json(const MappedTable& table, const std::vector<config::Unmapped>& mistakes) {
  json::array columns, first;
  for (const std::string& column : table.header) columns.push_back(json::string(column));
  for (const config::Unmapped& one : mistakes) {
    if (first.size() == mistakes_shown_max) break;
    first.push_back(json::object{{"line", one.line}, {"text", one.reason}});
  }
  std::cout << json::serialize(json::object{{"dry_run", true},
                                            {"encoding", config::name_of(table.encoding)},
                                            {"columns", std::move(columns)},
                                            {"read", table.records()},
                                            {"blank_rows", table.blank_rows},
                                            {"mapped", table.demands.size()},
                                            {"mistakes", mistakes.size()},
                                            {"first_mistakes", std::move(first)}})
            << "\n";
}

void print(const MappedTable& table, const std::vector<config::Unmapped>& mistakes, const Console& console) {
  std::string columns;
  for (const std::string& column : table.header) columns.append(columns.empty() ? "" : ", ").append(column);
  Table totals({{std::string(console.say("试读，未提交", "tried, nothing was submitted"))}, {""}});
  totals.add({console.say("编码", "encoding"), std::string(config::name_of(table.encoding))});
  if (!columns.empty()) totals.add({console.say("列", "columns"), columns});
  totals.add({console.say("读到", "read"), std::to_string(table.records())});
  totals.add({console.say("空行，已跳过", "blank rows, skipped"), std::to_string(table.blank_rows)});
  totals.add({console.say("可映射", "mapped"), std::to_string(table.demands.size())});
  totals.add({console.say("有错的行", "lines with a mistake"),
              Cell(std::to_string(mistakes.size()), mistakes.empty() ? Meaning::good : Meaning::bad)});
  totals.print(std::cout, console);
  if (mistakes.empty()) return;
  std::cout << "\n";
  Table lines({{std::string(console.say("行", "line")), Align::right}, {std::string(console.say("原因", "reason"))}});
  for (std::size_t i = 0; i < std::min(mistakes.size(), mistakes_shown_max); ++i)
    lines.add({std::to_string(mistakes[i].line), mistakes[i].reason});
  lines.print(std::cout, console);
}

}  // namespace

int try_table(const MappedTable& table, const Configuration& city, bool as_json, const Console& console) {
  const std::vector<config::Unmapped> mistakes = mistakes_of(table, city);
  as_json ? print_json(table, mistakes) : print(table, mistakes, console);
  return mistakes.empty() ? 0 : 1;
}

}  // namespace wangge::tools
