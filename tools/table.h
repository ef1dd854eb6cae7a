#pragma once
// Tables for people, lines for scripts.

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "tools/console.h"

namespace wangge::tools {

// How many columns of a terminal a UTF-8 text takes: two for a Chinese character. A byte that is no text counts as one.
std::size_t display_width(std::string_view text);

// What a cell's colour says.
enum class Meaning { plain, good, warning, bad };

struct Cell {
  std::string text;
  Meaning meaning = Meaning::plain;

  Cell(std::string words, Meaning of = Meaning::plain) : text(std::move(words)), meaning(of) {}
  Cell(std::string_view words) : text(words) {}
  Cell(const char* words) : text(words) {}
};

// The cell's text, in its colour where the console has colours. Texts come from anywhere: what would act on a terminal is spelled out
// (engine/base/utf8.h), here and in tables, which are the ways to print one.
std::string in_colour(const Cell& cell, const Console& console);
// A line: what it is, and the parts of its value.
void print_line(std::ostream& out, std::string_view title, const std::vector<Cell>& value, const Console& console);

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell a column.
  void add(std::vector<Cell> row);

  // Aligned under its titles on a terminal; otherwise a line a row, cells parted by tabs, the titles first.
  void print(std::ostream& out, const Console& console) const;

 private:
  void print_aligned(std::ostream& out, const Console& console) const;
  void print_plain(std::ostream& out) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace wangge::tools
