#pragma once
// The tables that describe a city, as an office keeps them: text cells under named columns. A row enters the log as
// it stands here, so the columns of a released version are only ever added to, at the end.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wangge {

// The numbers are written to the log. Read and checked in this order: a table refers only to those before it, except
// that a post's superior is a post.
enum class TableKind : std::uint8_t {
  settings = 0,  // city.toml, as key and value
  subdistricts = 1,
  communities = 2,
  grids = 3,
  people = 4,
  organisations = 5,
  compounds = 6,
  buildings = 7,
  units = 8,
  streets = 9,
  lanes = 10,
  posts = 11,
  leave = 12,
  categories = 13,
  conditions = 14,
  duties = 15,
  alliances = 16,
  alliance_members = 17,
  resources = 18,
  volunteers = 19,
  committees = 20,
  venues = 21,
  branches = 22,
  calendar = 23,
  policies = 24,
  timetables = 25,
  local_days = 26,
  situations = 27,
  situation_effects = 28,
  successions = 29,
  outlines = 30,
  points = 31,
  questions = 32,
  assets = 33,
  doors = 34,
  rotations = 35,
  shifts = 36,
  contacts = 37,
};
inline constexpr int table_kinds = 38;

struct TableSchema {
  TableKind kind;
  std::string_view name;  // of the file, without ".csv"
  std::span<const std::string_view> columns;
};

// All tables in the order of their kinds.
std::span<const TableSchema> table_schemas();
inline const TableSchema& schema(TableKind kind) { return table_schemas()[static_cast<std::size_t>(kind)]; }

// The cells of a row, in the order of the schema's columns; a missing cell is empty.
using Row = std::vector<std::string>;

struct Tables {
  std::array<std::vector<Row>, table_kinds> rows;

  std::vector<Row>& of(TableKind kind) { return rows[static_cast<std::size_t>(kind)]; }
  const std::vector<Row>& of(TableKind kind) const { return rows[static_cast<std::size_t>(kind)]; }
  std::size_t row_count() const {
    std::size_t count = 0;
    for (const std::vector<Row>& table : rows) count += table.size();
    return count;
  }
};

// One mistake in the tables. `row` is the index in Tables::of(table), -1 where the fault is of the whole table.
struct Fault {
  TableKind table = TableKind::settings;
  std::int32_t row = -1;
  std::int16_t column = -1;  // index in the schema's columns, -1 where it is of the whole row
  std::string problem;       // what is wrong, Chinese then English
  std::string mend;          // what to do
};

}  // namespace wangge
