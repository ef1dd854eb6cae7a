#pragma once
// The lines of somebody else's table, CSV with a header or NDJSON (one flat object a line), as cells under the columns
// that are wanted. A line that cannot be read does not spoil the next one.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wangge::config {

// A record with more bytes is not read. A demand's text has 16,000 bytes at most; the engine refuses a longer text that
// fits here.
inline constexpr std::size_t record_bytes_max = 256u << 10;
// Reading stops when more records than this cannot be read.
inline constexpr std::size_t broken_records_max = 10'000;

struct Record {
  int line = 0;                    // the line on which it begins, from 1
  std::vector<std::string> cells;  // as many as columns are wanted; a cell that is not there is empty
  std::string fault;               // why it could not be read, Chinese and English; empty: it could
};

enum class RecordFormat { csv, ndjson };

// The format by the ending of the file's name, in large or small letters: .csv, .tsv, .txt (what a spreadsheet calls
// Unicode text), .ndjson or .jsonl. Throws std::runtime_error for any other.
RecordFormat record_format_of(const std::filesystem::path& file);

struct RecordTable {
  // In the order of their lines, also those that cannot be read; empty lines are no records
  std::vector<Record> records;
  // Rows of nothing but commas, as a spreadsheet leaves them where a row was emptied; these are no records either
  std::size_t blank_rows = 0;
  std::vector<std::string> header;  // of CSV: the columns that were found
};

// Parses a table in UTF-8. The first `skip_lines` lines of CSV are left out, where a title stands above the header;
// columns are parted by tabs where the header has tabs and no comma. A record of CSV with a spreadsheet's error (#N/A,
// #REF!) in a wanted cell counts as unreadable. Numbers of JSON are the text that was written, truth values "true" and
// "false". Throws std::runtime_error where the header lacks a wanted column.
RecordTable parse_table(std::string_view text, RecordFormat format, std::span<const std::string> columns,
                        int skip_lines = 0);

// Only the records of parse_table().
std::vector<Record> parse_records(std::string_view text, RecordFormat format, std::span<const std::string> columns);

// The bytes of a file. Throws std::runtime_error where it cannot be read or has more than file_bytes_max
// (config/tables.h).
std::string read_file(const std::filesystem::path& file);

}  // namespace wangge::config
