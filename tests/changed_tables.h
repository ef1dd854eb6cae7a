#pragma once
// A city's tables, to be changed by code and column.

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "engine/model/tables.h"

namespace wangge::tests {

struct ChangedTables : Tables {
  explicit ChangedTables(Tables tables) : Tables(std::move(tables)) {}

  static std::size_t column(TableKind table, std::string_view name) {
    const auto columns = schema(table).columns;
    const auto found = std::ranges::find(columns, name);
    if (found == columns.end()) throw std::runtime_error("no column " + std::string(name));
    return static_cast<std::size_t>(found - columns.begin());
  }
  void set(TableKind table, std::string_view code, std::string_view name, std::string_view value) {
    const auto row = std::ranges::find_if(of(table), [&](const Row& one) { return one.at(0) == code; });
    if (row == of(table).end()) throw std::runtime_error("no row " + std::string(code));
    row->at(column(table, name)) = value;
  }
  // Makes every cell that names the one name the other.
  void replace(TableKind table, std::string_view name, std::string_view value, std::string_view by) {
    for (Row& row : of(table)) {
      std::string& cell = row.at(column(table, name));
      if (cell == value) cell = by;
    }
  }
  void remove(TableKind table, std::string_view name, std::string_view value) {
    std::erase_if(of(table), [&](const Row& row) { return row.at(column(table, name)) == value; });
  }
};

}  // namespace wangge::tests
