#include "config/csv.h"

#include <csv.h>

#include <algorithm>
#include <new>

namespace wangge::config {
namespace {

// libcsv, fed one line at a time, so that the line on which a row begins is known.
class Parser {
 public:
  explicit Parser(char delimiter) : delimiter_(delimiter) { begin(); }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // The rows that this line completes go to `rows`, with `row_line` as the line on which they begin. False: not CSV.
  bool feed(std::string_view line, int row_line, std::vector<CsvRow>& rows) {
    row_line_ = row_line, rows_ = &rows, row_open_ = true;
    return csv_parse(&parser_, line.data(), line.size(), on_cell, on_row, this) == line.size();
  }

  // The end of the text ends the last row. False: a quote is still open.
  bool finish(std::vector<CsvRow>& rows) {
    rows_ = &rows;
    const bool closed = csv_fini(&parser_, on_cell, on_row, this) == 0;
    row_open_ = false;
    return closed;
  }

  bool row_open() const { return row_open_; }

  // Forgets a row that was not completed.
  void drop_row() {
    csv_free(&parser_);
    begin();
    cells_.clear();
  }

 private:
  void begin() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) throw std::bad_alloc{};
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    // A tab is a blank to libcsv, which takes blanks off the ends of a cell before it looks for a delimiter.
    if (delimiter_ == '\t') csv_set_space_func(&parser_, [](unsigned char c) { return int(c == ' '); });
  }

  static void on_cell(void* bytes, std::size_t size, void* self) {
    static_cast<Parser*>(self)->cells_.emplace_back(static_cast<const char*>(bytes), size);
  }

  static void on_row(int, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.row_open_ = false;
    if (parser.cells_.empty()) return;  // an empty line, or the second byte of CRLF
    parser.rows_->push_back({parser.row_line_, std::move(parser.cells_)});
    parser.cells_.clear();
  }

  const char delimiter_;
  csv_parser parser_{};
  std::vector<std::string> cells_;
  std::vector<CsvRow>* rows_ = nullptr;
  int row_line_ = 0;
  bool row_open_ = false;
};

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size() - 1) + 1;
}

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",\"\r\n") != std::string_view::npos ||
         (!cell.empty() && (cell.front() == ' ' || cell.back() == ' ' || cell.front() == '\t' || cell.back() == '\t'));
}

}  // namespace

CsvText parse_csv(std::string_view text, std::size_t row_bytes_max, std::size_t broken_rows_max, char delimiter) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvText result;
  Parser parser{delimiter};
  std::size_t at = 0;
  int line = 1;
  while (at < text.size() && result.broken_lines.size() < broken_rows_max) {
    const std::size_t begin = at;
    const int begin_line = line;
    bool sound = true;
    do {
      const std::size_t end = line_end(text, at);
      sound = parser.feed(text.substr(at, end - at), begin_line, result.rows);
      at = end, ++line;
      if (at == text.size()) sound = sound && parser.finish(result.rows);
      sound = sound && !(parser.row_open() && at - begin > row_bytes_max);
    } while (sound && parser.row_open());
    if (sound) continue;
    result.broken_lines.push_back(begin_line);
    parser.drop_row();
    at = line_end(text, begin);
    line = begin_line + 1;
  }
  return result;
}

std::string to_csv(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    if (!needs_quotes(cells[i])) {
      line += cells[i];
      continue;
    }
    line += '"';
    for (const char c : cells[i]) line.append(c == '"' ? 2 : 1, c);
    line += '"';
  }
  return line += '\n';
}

}  // namespace wangge::config
