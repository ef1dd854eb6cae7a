#include "config/records.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <boost/json.hpp>

#include "config/csv.h"
#include "config/tables.h"

namespace wangge::config {
namespace {

namespace json = boost::json;

constexpr std::string_view read_no_further =
    "错误过多，此后未读 / too many records cannot be read: nothing after this line was read";

// --- CSV ---

// For each wanted column its index in the header.
std::vector<std::size_t> find_columns(const CsvRow& header, std::span<const std::string> columns) {
  std::vector<std::size_t> indices;
  for (const std::string& column : columns) {
    const auto found = std::ranges::find(header.cells, column);
    if (found == header.cells.end())
      throw std::runtime_error("标题行没有列 " + column + "：映射文件与数据不符 / the header has no column \"" + column +
                               "\": this mapping is for other data");
    indices.push_back(static_cast<std::size_t>(found - header.cells.begin()));
  }
  return indices;
}

Record to_record(CsvRow& row, std::size_t header_cells, const std::vector<std::size_t>& indices) {
  Record record{.line = row.line, .cells = std::vector<std::string>(indices.size()), .fault = {}};
  if (row.cells.size() != header_cells) {
    record.fault = "应有 " + std::to_string(header_cells) + " 格，实有 " + std::to_string(row.cells.size()) +
                   " 格 / the row has not as many cells as the header";
    return record;
  }
  for (std::size_t i = 0; i < indices.size(); ++i) record.cells[i] = row.cells[indices[i]];
  return record;
}

std::vector<Record> parse_csv_records(std::string_view text, std::span<const std::string> columns) {
  CsvText csv = parse_csv(text, record_bytes_max, broken_records_max);
  if (csv.rows.empty()) throw std::runtime_error("没有标题行 / the file has no header line");
  const std::vector<std::size_t> indices = find_columns(csv.rows.front(), columns);
  std::vector<Record> records;
  for (auto row = csv.rows.begin() + 1; row != csv.rows.end(); ++row)
    records.push_back(to_record(*row, csv.rows.front().cells.size(), indices));
  for (const int line : csv.broken_lines)
    records.push_back({line, {}, "引号不成对，或一行过长 / quotes that do not match, or too long a row"});
  std::ranges::stable_sort(records, {}, &Record::line);
  if (csv.broken_lines.size() >= broken_records_max)
    records.push_back({csv.broken_lines.back(), {}, std::string{read_no_further}});
  return records;
}

// --- NDJSON ---

// "43523.49", where JSON's own writer says 4.352349E4.
std::string shortest(double number) {
  std::array<char, 400> digits;  // the longest is that of 1e308
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  return {digits.data(), written.ptr};
}

// The text of a scalar; nothing for a list or an object.
std::optional<std::string> scalar(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return "";
    case json::kind::bool_:
    case json::kind::int64:
    case json::kind::uint64: return json::serialize(value);
    case json::kind::double_: return shortest(value.get_double());
    case json::kind::string: return std::string{value.get_string()};
    case json::kind::array:
    case json::kind::object: return std::nullopt;
  }
  return std::nullopt;
}

Record to_record(int line, std::string_view text, std::span<const std::string> columns) {
  Record record{.line = line, .cells = std::vector<std::string>(columns.size()), .fault = {}};
  if (text.size() > record_bytes_max) {
    record.fault = "一行过长 / too long a line";
    return record;
  }
  json::error_code failed;
  const json::value parsed = json::parse(text, failed);
  if (failed || !parsed.is_object()) {
    record.fault = "不是 JSON 对象 / not a JSON object";
    return record;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const json::value* const value = parsed.get_object().if_contains(columns[i]);
    const std::optional<std::string> cell = value != nullptr ? scalar(*value) : "";
    if (!cell) record.fault = columns[i] + "：应为文字或数字 / must be text or a number";
    record.cells[i] = cell.value_or("");
  }
  return record;
}

std::vector<Record> parse_ndjson_records(std::string_view text, std::span<const std::string> columns) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Record> records;
  std::size_t broken = 0;
  for (int line = 1; !text.empty() && broken < broken_records_max; ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    records.push_back(to_record(line, one, columns));
    broken += !records.back().fault.empty();
  }
  if (broken >= broken_records_max) records.push_back({records.back().line, {}, std::string{read_no_further}});
  return records;
}

}  // namespace

RecordFormat record_format_of(const std::filesystem::path& file) {
  if (file.extension() == ".csv") return RecordFormat::csv;
  if (file.extension() == ".ndjson" || file.extension() == ".jsonl") return RecordFormat::ndjson;
  throw std::runtime_error(file.string() + ": 只读 .csv、.ndjson、.jsonl / only .csv, .ndjson and .jsonl are read");
}

std::vector<Record> parse_records(std::string_view text, RecordFormat format, std::span<const std::string> columns) {
  return format == RecordFormat::csv ? parse_csv_records(text, columns) : parse_ndjson_records(text, columns);
}

std::string read_file(const std::filesystem::path& file) {
  std::error_code failed;
  const std::uintmax_t bytes = std::filesystem::file_size(file, failed);
  if (failed) throw std::runtime_error(file.string() + ": 无法读取 / cannot be read: " + failed.message());
  if (bytes > file_bytes_max)
    throw std::runtime_error(file.string() + ": 超过 256 MiB，请分开提交 / larger than 256 MiB: split it");
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error(file.string() + ": 无法读取 / cannot be read");
  return std::move(text).str();
}

}  // namespace wangge::config
