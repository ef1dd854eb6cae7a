#include "engine/state/row_reader.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/model/blob.h"

namespace wangge {
namespace {

using std::string_view;

constexpr Word<bool> yes_words[]{{"是", true}, {"yes", true}, {"否", false}, {"no", false}};

}  // namespace

void Findings::add(TableKind table, std::int32_t row, std::int16_t column, std::string problem, std::string mend) {
  faults_.push_back({table, row, column, std::move(problem), std::move(mend)});
}

void Findings::add_unknown(TableKind table, std::int32_t row, std::int16_t column, string_view code,
                           string_view where) {
  Unknown& unknown = unknown_[{table, column}];
  int& alike = unknown.listed[std::string{code}];
  if (alike >= alike_max || unknown.all_listed >= unknown_max) {
    ++unknown.left_out;
    return;
  }
  ++alike, ++unknown.all_listed;
  unknown.last_fault = faults_.size();
  add(table, row, column, both("未知的代码 " + shown(code), "unknown code"),
      both("改正代码，或在 " + std::string{where} + " 中补上", "correct the code, or add it to " + std::string{where}));
}

void Findings::note_left_out() {
  for (const auto& [column, unknown] : unknown_) {
    if (unknown.left_out == 0) continue;
    const std::string more = std::to_string(unknown.left_out);
    faults_[unknown.last_fault].problem +=
        both("；此列另有 " + more + " 处未列出", more + " more in this column are not listed");
  }
}

void Findings::check_row(const TableSchema& table, std::int32_t row, const Row& cells) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const auto at = static_cast<std::int16_t>(column);
    if (column >= table.columns.size() || readable(cells[column])) continue;
    unreadable_.insert({table.kind, row, at});
    add(table.kind, row, at, both("含有乱码", "broken characters: not UTF-8, or a control character"),
        both("重新录入此格，以 UTF-8 保存文件", "type the cell again, save the file as UTF-8"));
  }
  if (cells.size() > table.columns.size())
    add(table.kind, row, -1, both("单元格多于列", "more cells than columns"),
        both("检查逗号与引号", "look for a stray comma or quote"));
  if (encoded_row_bytes(cells) > limits::row_bytes_max)
    add(table.kind, row, -1, both("一行过长", "the row is too long"),
        both("缩短到 16 KiB 以内", "shorten it to 16 KiB"));
}

string_view RowReader::text(string_view column) const {
  const std::int16_t at = find(column);
  if (static_cast<std::size_t>(at) >= cells_.size() || findings_.unreadable(table_, index_, at)) return {};
  return cells_[at];
}

string_view RowReader::required(string_view column) {
  const string_view cell = text(column);
  if (cell.empty() && !findings_.unreadable(table_, index_, find(column)))
    fault(column, both("未填写", "empty"), both("填写此列", "fill this cell"));
  return cell;
}

bool RowReader::yes(string_view column) { return word(column, yes_words); }

int RowReader::number(string_view column, int least, int most) {
  const string_view cell = text(column);
  if (cell.empty()) return 0;
  const auto value = whole_number<int>(cell);
  if (value && allow(*value >= least && *value <= most)) return *value;
  const std::string range = std::to_string(least) + "–" + std::to_string(most);
  fault(column, both("不是有效数字 " + shown(cell), "not a number in range"),
        both("填写 " + range + " 之间的整数", "a whole number, " + range));
  return 0;
}

namespace {

// Longer limits are refused, so that a deadline stays within the instants that a fact can hold, with holidays in
// between.
bool is_within_ten_years(Limit limit) {
  switch (limit.unit) {
    case LimitUnit::calendar_day: return limit.amount <= 3'660;
    case LimitUnit::working_day: return limit.amount <= 2'500;
    case LimitUnit::working_hour: return limit.amount <= 20'000;
    case LimitUnit::none:
    case LimitUnit::minute:
    case LimitUnit::urgent_minute:
    case LimitUnit::urgent_hour:
    case LimitUnit::working_minute: return true;  // 65,535 continuous hours are seven years
  }
  return true;
}

}  // namespace

Limit RowReader::limit(string_view column) {
  const string_view cell = text(column);
  if (cell.empty()) return {};
  if (const auto limit = limit_of(cell)) {
    if (allow(is_within_ten_years(*limit))) return *limit;
    fault(column, both("时限过长 " + shown(cell), "the limit is too long"), both("不超过十年", "keep it to ten years"));
    return {};
  }
  fault(
      column, both("无法识别的时限 " + shown(cell), "not a limit"),
      both("数字加单位，如 30工作分钟；单位：" + list_limit_units(), "a number of 1 to 65535 and one of these units"));
  return {};
}

std::optional<Instant> RowReader::local_instant(string_view column, Duration utc_offset) {
  string_view rest = required(column);
  if (rest.empty()) return std::nullopt;
  if (const auto date = take_date(rest)) {
    const auto time = take(rest, 'T') ? take_time_of_day(rest) : Duration{0};
    if (time && rest.empty()) return Instant{*date} + *time - utc_offset;
  }
  fault(column, both("无法识别的时间 " + shown(text(column)), "not a date or time"),
        both("写作 2026-03-10 或 2026-03-10T14:00", "write it as 2026-03-10 or 2026-03-10T14:00"));
  return std::nullopt;
}

std::vector<Keyword> RowReader::keywords(string_view column) const {
  std::vector<Keyword> read;
  for (const string_view part : list(column)) read.push_back(keyword_of(part));
  return read;
}

void RowReader::fault(string_view column, std::string problem, std::string mend) {
  findings_.add(table_, index_, find(column), std::move(problem), std::move(mend));
}

void RowReader::unknown(string_view column, string_view code, string_view where) {
  findings_.add_unknown(table_, index_, find(column), code, where);
}

std::int16_t RowReader::find(string_view column) const {
  const auto columns = schema(table_).columns;
  const auto found = std::find(columns.begin(), columns.end(), column);
  CHECK(found != columns.end());
  return static_cast<std::int16_t>(found - columns.begin());
}

}  // namespace wangge
