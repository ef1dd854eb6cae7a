#pragma once
// A folder that describes a city, as its office keeps it: city.toml for the settings, <table>.csv for each other
// table of engine/model/tables.h. A CSV file's first line names its columns, in any order; cells may be quoted and
// hold line breaks; a byte order mark and CRLF are taken as they come.

#include <array>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/tables.h"

namespace wangge::config {

// Bounds of a file and of its faults; reading stops beyond them, and both are faults of the file.
inline constexpr std::uintmax_t file_bytes_max = 256u << 20;
inline constexpr int broken_rows_max = 1'000;

// A mistake, with the place where a person can find it.
struct Mistake {
  std::string file;
  int line = 0;        // from 1; 0: the whole file
  std::string column;  // its name in the header (a setting's key in city.toml); empty: the whole row
  std::string problem;
  std::string mend;

  friend bool operator==(const Mistake&, const Mistake&) = default;
};

// The mistake as text: "grids.csv:12: community: problem — mend".
std::string to_text(const Mistake& mistake);

struct CityFiles {
  std::filesystem::path folder;
  Tables tables;
  std::array<std::vector<int>, table_kinds> lines;                  // for each row, the line on which it begins
  std::vector<Mistake> mistakes;                                    // of form: not found, syntax, columns
  std::set<std::pair<TableKind, int>> missing_columns, short_rows;  // the cells are empty for that reason

  // The place in the files of a fault in the tables.
  Mistake locate(const Fault& fault) const;
};

// Reads every file of the folder, whatever is wrong with the others.
CityFiles read_city(const std::filesystem::path& folder);

// Reads the folder and checks it as a whole: the mistakes of form, then those of rules::city_check.
std::vector<Mistake> check_city(const CityFiles& files);

// Writes these tables into the folder, one CSV file each, with all columns in their order.
// Throws std::runtime_error where a file cannot be written.
void write_tables(const std::filesystem::path& folder, const Tables& tables, std::span<const TableKind> kinds);

// The file that holds a table.
std::string file_name(TableKind kind);

}  // namespace wangge::config
