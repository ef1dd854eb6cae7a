#include "tools/demand/import_report.h"

#include <iostream>
#include <string_view>
#include <utility>
#include <variant>

#include "config/records.h"
#include "tools/demand/kept_tables.h"
#include "tools/demand/receipts.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using config::CategorySource;

struct SourceWords {
  CategorySource source;
  std::string_view name, chinese, english;
};
constexpr SourceWords source_words[config::category_sources]{
    {CategorySource::code, "code", "按代码", "by code"},
    {CategorySource::name, "name", "按名称", "by name"},
    {CategorySource::keywords, "keywords", "按关键词", "by keywords"},
    {CategorySource::fallback, "fallback", "归入其他", "fallback"},
};

}  // namespace

MappedTable read_table(const std::filesystem::path& file, const std::filesystem::path& mapping,
                       const Configuration& configuration, int skip_lines) {
  const config::Mapper mapper{config::read_mapping(mapping), configuration};
  const config::RecordFormat format = config::record_format_of(file);
  const std::string bytes = config::read_file(file);
  MappedTable table;
  table.id = KeptTables::id_of(bytes);
  table.encoding = config::encoding_of(bytes);
  config::RecordTable read =
      config::parse_table(config::to_utf8(bytes, table.encoding), format, mapper.columns(), skip_lines);
  table.blank_rows = read.blank_rows;
  table.header = std::move(read.header);
  for (const config::Record& record : read.records) {
    config::MappedRecord mapped = mapper.map(record);
    if (auto* demand = std::get_if<config::MappedDemand>(&mapped))
      table.demands.push_back(std::move(*demand));
    else
      table.unmapped.push_back(std::get<config::Unmapped>(std::move(mapped)));
  }
  return table;
}

ImportReport::ImportReport(const MappedTable& table)
    : records(table.records()),
      mapped(table.demands.size()),
      unmapped(table.unmapped),
      encoding(table.encoding),
      blank_rows(table.blank_rows) {
  for (const config::MappedDemand& demand : table.demands)
    ++by_source[static_cast<std::size_t>(demand.category_source)];
}

void ImportReport::answered(int line, const Refusal& refusal, bool is_repeat, std::string refused_code) {
  repeated += is_repeat;
  if (refusal)
    declined.push_back({line, refusal, std::move(refused_code)});
  else
    ++accepted;
}

void print(const ImportReport& report, const Console& console) {
  Table totals(
      {{std::string(console.say("合计", "total"))}, {std::string(console.say("行数", "lines")), Align::right}});
  const auto add = [&](std::string_view chinese, std::string_view english, std::size_t count, Meaning meaning) {
    totals.add({console.say(chinese, english), Cell(std::to_string(count), count == 0 ? Meaning::plain : meaning)});
  };
  if (report.encoding != config::Encoding::utf8)
    std::cerr << console.say("文件编码：", "the file's encoding: ") << config::name_of(report.encoding) << "\n";
  add("读到", "read", report.records, Meaning::plain);
  if (report.blank_rows != 0) add("空行，已跳过", "blank rows, skipped", report.blank_rows, Meaning::plain);
  add("可映射", "mapped", report.mapped, Meaning::plain);
  for (const SourceWords& words : source_words)
    add("  类别" + std::string(words.chinese), "  category " + std::string(words.english),
        report.by_source[static_cast<std::size_t>(words.source)], Meaning::plain);
  add("受理", "accepted", report.accepted, Meaning::good);
  if (report.repeated != 0) add("其中此前已收到", "of which received earlier", report.repeated, Meaning::plain);
  add("未受理", "declined", report.declined.size(), Meaning::warning);
  add("不可映射", "unmapped", report.unmapped.size(), Meaning::warning);
  add("未得到答复", "without an answer", report.unanswered(), Meaning::bad);
  totals.print(std::cout, console);
  if (report.declined.empty() && report.unmapped.empty()) return;

  std::cout << "\n";
  Table lines({{std::string(console.say("行", "line")), Align::right},
               {std::string(console.say("结果", "outcome"))},
               {std::string(console.say("原因", "reason"))}});
  for (const ImportReport::Declined& one : report.declined)
    lines.add(
        {std::to_string(one.line), console.say("未受理", "declined"), refusal_text(one.refusal, one.refused_code)});
  for (const config::Unmapped& one : report.unmapped)
    lines.add({std::to_string(one.line), console.say("不可映射", "unmapped"), one.reason});
  lines.print(std::cout, console);
}

json::object to_json(const ImportReport& report) {
  json::object sources;
  for (const SourceWords& words : source_words)
    sources[words.name] = report.by_source[static_cast<std::size_t>(words.source)];
  json::array declined, unmapped;
  for (const ImportReport::Declined& one : report.declined)
    declined.push_back(
        json::object{{"line", one.line},
                     {"reason", static_cast<int>(one.refusal.reason)},
                     {"name", text_of(one.refusal.reason).name},
                     {"what", one.refusal.what},
                     {"limit", one.refusal.limit},
                     {"given", one.refused_code.empty() ? json::value(nullptr) : json::value(one.refused_code)},
                     {"text", refusal_text(one.refusal, one.refused_code)}});
  for (const config::Unmapped& one : report.unmapped)
    unmapped.push_back(json::object{{"line", one.line}, {"text", one.reason}});
  return {{"encoding", config::name_of(report.encoding)},
          {"blank_rows", report.blank_rows},
          {"read", report.records},
          {"mapped", report.mapped},
          {"categories", std::move(sources)},
          {"accepted", report.accepted},
          {"repeated", report.repeated},
          {"unanswered", report.unanswered()},
          {"declined", std::move(declined)},
          {"unmapped", std::move(unmapped)}};
}

}  // namespace wangge::tools
