#pragma once
// Comma-separated text (RFC 4180) as rows that know their line. A broken row does not spoil the next one.

#include <string>
#include <string_view>
#include <vector>

namespace wangge::config {

struct CsvRow {
  int line = 0;  // the line on which it begins, from 1
  std::vector<std::string> cells;
};

struct CsvText {
  std::vector<CsvRow> rows;       // empty lines are no rows
  std::vector<int> broken_lines;  // rows whose quotes do not match, or that are too long; they are left out
};

// Bytes are taken as they come, except for a byte order mark at the front and blanks around unquoted cells. A quote
// that is never closed would swallow the rest of the text: such a row is left out, and reading goes on with the line
// after the row's first one. Reading stops after `broken_rows_max` broken rows.
CsvText parse_csv(std::string_view text, std::size_t row_bytes_max, std::size_t broken_rows_max, char delimiter = ',');

// The row as one line of CSV, with its line's end; cells are quoted where they must be.
std::string to_csv(const std::vector<std::string>& cells);

}  // namespace wangge::config
