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

// The meaning of a cell, which its colour shows.
enum class Meaning { plain, good, warning, bad };

struct Cell {
  std::string text;
  Meaning meaning = Meaning::plain;

  Cell(std::string words, Meaning of = Meaning::plain) : text(std::move(words)), meaning(of) {}
  Cell(std::string_view words) : text(words) {}
  Cell(const char* words) : text(words) {}
};

// The cell's text, in its colour where the console has colours. Texts come from anywhere: characters that would act on
// a terminal are spelled out (engine/base/utf8.h), here and in tables; there is no other way to print a cell.
std::string in_colour(const Cell& cell, const Console& console);
// Prints a line: its title, and the parts of its value.
void print_line(std::ostream& out, std::string_view title, const std::vector<Cell>& value, const Console& console);

enum class Align { left, right };

// A text in at most `columns` columns of a terminal: where it does not fit it is cut between two characters, and …
// stands for the rest.
std::string shortened(std::string_view text, std::size_t columns);

// A column, and how it gives way where a terminal is too narrow for all columns.
struct Column {
  std::string title;
  Align align = Align::left;
  // The width to which its texts are shortened while others can give way too; 0: they never are
  std::size_t least = 0;
  int gives_way = 0;  // the column is left out where shortening is not enough, the greatest number first; 0: never
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Adds a row with one cell a column.
  void add(std::vector<Cell> row);

  // Prints the table: on a terminal aligned under its titles, one line a row, where the columns allow that; otherwise
  // one line a row with all that its cells hold, parted by tabs, the titles first.
  void print(std::ostream& out, const Console& console) const;

 private:
  struct Shown {
    std::size_t column = 0, width = 0;
  };

  std::vector<Shown> all_shown() const;
  std::vector<Shown> fitted(std::size_t room) const;
  bool narrow(std::vector<Shown>& shown, std::size_t room, std::size_t least_of_all) const;
  bool leave_one_out(std::vector<Shown>& shown) const;
  void print_aligned(std::ostream& out, const Console& console) const;
  void print_plain(std::ostream& out) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace wangge::tools
