#pragma once
// The lines of somebody else's table, CSV with a header or NDJSON (one flat object a line), as cells under the
// columns that are wanted. One that cannot be read does not take the next with it.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wangge::config {

// A record with more bytes is not read. A demand's text has 16,000 bytes at most; what is longer, but fits here, is
// for the engine to refuse.
inline constexpr std::size_t record_bytes_max = 256u << 10;
// A text in which more records cannot be read is read no further.
inline constexpr std::size_t broken_records_max = 10'000;

struct Record {
  int line = 0;                    // on which it begins, from 1
  std::vector<std::string> cells;  // as many as columns are wanted; a cell that is not there is empty
  std::string fault;               // why it could not be read, Chinese and English; empty: it was
};

enum class RecordFormat { csv, ndjson };

// By the name's ending, large or small letters: .csv, .tsv, .txt (what a spreadsheet calls Unicode text), .ndjson or
// .jsonl. Throws std::runtime_error for any other.
RecordFormat record_format_of(const std::filesystem::path& file);

struct RecordTable {
  // In the order of their lines, those that cannot be read too; empty lines are no records
  std::vector<Record> records;
  // Of nothing but commas, as a spreadsheet leaves them where a row was emptied; no records either
  std::size_t blank_rows = 0;
  std::vector<std::string> header;  // of CSV: the columns that were found
};

// UTF-8. `skip_lines` are left out at the top of CSV, where a title stands above the header; its columns are parted by
// tabs where the header has these and no comma. A record of CSV with an error of a spreadsheet (#N/A, #REF!) in a
// wanted cell could not be read. Numbers of JSON are the text that was written, truth values "true" and "false". Throws
// std::runtime_error where the header lacks a wanted column.
RecordTable parse_table(std::string_view text, RecordFormat format, std::span<const std::string> columns,
                        int skip_lines = 0);

// The records of parse_table() alone.
std::vector<Record> parse_records(std::string_view text, RecordFormat format, std::span<const std::string> columns);

// The bytes of a file. Throws std::runtime_error where it cannot be read or has more than file_bytes_max
// (config/tables.h).
std::string read_file(const std::filesystem::path& file);

}  // namespace wangge::config
