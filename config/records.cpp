#include "config/records.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "config/csv.h"
#include "config/flat_object.h"
#include "config/tables.h"
#include "engine/base/cause.h"

namespace wangge::config {
namespace {

using std::string_view;

constexpr string_view read_no_further =
    "错误过多，此后未读 / too many records cannot be read: nothing after this line was read";

// --- CSV ---

constexpr string_view spreadsheet_errors[]{"#N/A",      "#REF!",     "#VALUE!",       "#NAME?",   "#DIV/0!",
                                           "#NUM!",     "#NULL!",    "#SPILL!",       "#CALC!",   "#FIELD!",
                                           "#BLOCKED!", "#CONNECT!", "#GETTING_DATA", "#UNKNOWN!"};
// How many rows are searched for a header, to say where it seems to be.
constexpr std::size_t header_rows_looked_at = 20;

bool is_blank(string_view cell) { return cell.find_first_not_of(" \t\r\n") == string_view::npos; }

bool has(const CsvRow& row, string_view column) { return std::ranges::find(row.cells, column) != row.cells.end(); }

// Where another row has the columns that the first one lacks, a title seems to stand above the header.
std::string where_header_seems(const std::vector<CsvRow>& rows, std::span<const std::string> columns) {
  for (std::size_t at = 1; at < std::min(rows.size(), header_rows_looked_at); ++at) {
    if (!std::ranges::all_of(columns, [&](const std::string& column) { return has(rows[at], column); })) continue;
    const std::string lines = std::to_string(rows[at].line - 1);
    return "；标题行似乎在第 " + std::to_string(rows[at].line) + " 行：--skip-rows " + lines +
           " / the header seems to be lower: --skip-rows " + lines;
  }
  return {};
}

// The index in the header of each wanted column.
std::vector<std::size_t> find_columns(const std::vector<CsvRow>& rows, std::span<const std::string> columns) {
  const CsvRow& header = rows.front();
  std::vector<std::size_t> indices;
  for (const std::string& column : columns) {
    const auto found = std::ranges::find(header.cells, column);
    if (found == header.cells.end()) {
      std::string all;
      for (const std::string& cell : header.cells) all.append(all.empty() ? "" : ", ").append(cell);
      throw std::runtime_error("标题行没有列 " + column + "：映射文件与数据不符 / the header has no column \"" +
                               column + "\": this mapping is for other data" + where_header_seems(rows, columns) +
                               "；有 / it has: " + all);
    }
    indices.push_back(static_cast<std::size_t>(found - header.cells.begin()));
  }
  return indices;
}

Record to_record(CsvRow& row, const CsvRow& header, const std::vector<std::size_t>& indices) {
  Record record{.line = row.line, .cells = std::vector<std::string>(indices.size()), .fault = {}};
  if (row.cells.size() != header.cells.size()) {
    record.fault = "应有 " + std::to_string(header.cells.size()) + " 格，实有 " + std::to_string(row.cells.size()) +
                   " 格 / the row has not as many cells as the header";
    return record;
  }
  for (std::size_t i = 0; i < indices.size(); ++i) {
    record.cells[i] = row.cells[indices[i]];
    if (std::ranges::find(spreadsheet_errors, record.cells[i]) != std::end(spreadsheet_errors) && record.fault.empty())
      record.fault = header.cells[indices[i]] + "：表格的错误值 / an error of the spreadsheet: " + record.cells[i];
  }
  return record;
}

// The text after its first `lines` lines, counted as an editor does.
string_view without_lines(string_view text, int lines) {
  while (lines-- > 0) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text;
}

char delimiter_of(string_view text) {
  const string_view header = text.substr(0, text.find('\n'));
  return header.find(',') == string_view::npos && header.find('\t') != string_view::npos ? '\t' : ',';
}

RecordTable parse_csv_table(string_view text, std::span<const std::string> columns, int skip_lines) {
  text = without_lines(text, text.empty() ? 0 : skip_lines);
  CsvText csv = parse_csv(text, record_bytes_max, broken_records_max, delimiter_of(text));
  if (csv.rows.empty()) throw std::runtime_error("没有标题行 / the file has no header line");
  for (CsvRow& row : csv.rows) row.line += skip_lines;
  const std::vector<std::size_t> indices = find_columns(csv.rows, columns);
  const CsvRow header = csv.rows.front();
  RecordTable table{.records = {}, .blank_rows = 0, .header = header.cells};
  for (auto row = csv.rows.begin() + 1; row != csv.rows.end(); ++row) {
    if (std::ranges::all_of(row->cells, is_blank))
      ++table.blank_rows;
    else
      table.records.push_back(to_record(*row, header, indices));
  }
  for (const int line : csv.broken_lines)
    table.records.push_back(
        {line + skip_lines, {}, "引号不成对，或一行过长 / quotes that do not match, or too long a row"});
  std::ranges::stable_sort(table.records, {}, &Record::line);
  if (csv.broken_lines.size() >= broken_records_max)
    table.records.push_back({csv.broken_lines.back() + skip_lines, {}, std::string{read_no_further}});
  return table;
}

// --- NDJSON ---

Record to_record(int line, string_view text, std::span<const std::string> columns) {
  Record record{.line = line, .cells = std::vector<std::string>(columns.size()), .fault = {}};
  if (text.size() > record_bytes_max) {
    record.fault = "一行过长 / too long a line";
    return record;
  }
  const std::optional<FlatObject> members = parse_flat_object(text);
  if (!members) {
    record.fault = "不是 JSON 对象 / not a JSON object";
    return record;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto member = members->find(columns[i]);
    if (member == members->end()) continue;
    if (!member->second) record.fault = columns[i] + "：应为文字或数字 / must be text or a number";
    record.cells[i] = member->second.value_or("");
  }
  return record;
}

std::vector<Record> parse_ndjson_records(string_view text, std::span<const std::string> columns) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Record> records;
  std::size_t broken = 0;
  for (int line = 1; !text.empty() && broken < broken_records_max; ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.find_first_not_of(" \t\r") == string_view::npos) continue;
    records.push_back(to_record(line, one, columns));
    broken += !records.back().fault.empty();
  }
  if (broken >= broken_records_max) records.push_back({records.back().line, {}, std::string{read_no_further}});
  return records;
}

}  // namespace

RecordFormat record_format_of(const std::filesystem::path& file) {
  std::string ending = file.extension();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending == ".csv" || ending == ".tsv" || ending == ".txt") return RecordFormat::csv;
  if (ending == ".ndjson" || ending == ".jsonl") return RecordFormat::ndjson;
  throw std::runtime_error(
      file.string() +
      ": 只读 .csv、.tsv、.txt、.ndjson、.jsonl；Excel 工作簿请另存为 CSV / only .csv, .tsv, .txt, .ndjson and "
      ".jsonl are read: save a workbook as CSV");
}

RecordTable parse_table(string_view text, RecordFormat format, std::span<const std::string> columns, int skip_lines) {
  if (format == RecordFormat::csv) return parse_csv_table(text, columns, skip_lines);
  return {.records = parse_ndjson_records(text, columns), .blank_rows = 0, .header = {}};
}

std::vector<Record> parse_records(string_view text, RecordFormat format, std::span<const std::string> columns) {
  return parse_table(text, format, columns).records;
}

std::string read_file(const std::filesystem::path& file) {
  std::error_code failed;
  const std::uintmax_t bytes = std::filesystem::file_size(file, failed);
  if (failed) throw std::runtime_error(file.string() + ": 无法读取 / cannot be read: " + cause_of(failed).text());
  if (bytes > file_bytes_max)
    throw std::runtime_error(file.string() + ": 超过 256 MiB，请分开提交 / larger than 256 MiB: split it");
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error(file.string() + ": 无法读取 / cannot be read");
  return std::move(text).str();
}

}  // namespace wangge::config
