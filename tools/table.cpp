#include "tools/table.h"

#include <algorithm>
#include <cwchar>
#include <ostream>

#include <locale.h>

#include "engine/base/check.h"
#include "engine/base/utf8.h"

namespace wangge::tools {
namespace {

// The width tables of the C library belong to a locale; C.UTF-8 is on every Debian. Set for this thread while in scope.
class Utf8Widths {
 public:
  Utf8Widths() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    CHECK(locale_ != nullptr);
    before_ = uselocale(locale_);
  }
  ~Utf8Widths() {
    uselocale(before_);
    freelocale(locale_);
  }
  Utf8Widths(const Utf8Widths&) = delete;
  Utf8Widths& operator=(const Utf8Widths&) = delete;

 private:
  locale_t locale_;
  locale_t before_;
};

std::string_view colour_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::plain: return "";
    case Meaning::good: return "\033[32m";
    case Meaning::warning: return "\033[33m";
    case Meaning::bad: return "\033[31m";
  }
  return "";
}

// A cell on one line, whatever a text holds.
std::string flat(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return spelled_out(text, Lines::one);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  const Utf8Widths widths;
  std::size_t width = 0;
  std::mbstate_t state{};
  while (!text.empty()) {
    wchar_t character = 0;
    const std::size_t read = std::mbrtowc(&character, text.data(), text.size(), &state);
    const bool is_text = read != 0 && read <= text.size();
    const int columns = is_text ? wcwidth(character) : 1;
    width += static_cast<std::size_t>(std::max(columns, 0));
    text.remove_prefix(is_text ? read : 1);
    if (!is_text) state = {};
  }
  return width;
}

std::string in_colour(const Cell& cell, const Console& console) {
  const std::string_view colour = console.has_colour ? colour_of(cell.meaning) : "";
  const std::string text = spelled_out(cell.text, Lines::one);
  return colour.empty() ? text : std::string(colour) + text + "\033[0m";
}

void print_line(std::ostream& out, std::string_view title, const std::vector<Cell>& value, const Console& console) {
  out << title << console.say("：", ": ");
  for (const Cell& part : value) out << in_colour(part, console);
  out << "\n";
}

void Table::add(std::vector<Cell> row) {
  CHECK(row.size() == columns_.size());
  for (Cell& cell : row) cell.text = flat(std::move(cell.text));
  rows_.push_back(std::move(row));
}

void Table::print(std::ostream& out, const Console& console) const {
  if (console.is_terminal) {
    print_aligned(out, console);
  } else {
    print_plain(out);
  }
}

void Table::print_aligned(std::ostream& out, const Console& console) const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t widest = display_width(columns_[column].title);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[column].text));
    widths.push_back(widest);
  }
  const auto print_row = [&](const auto& cell_of) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const Cell& cell = cell_of(column);
      const std::string gap(widths[column] - display_width(cell.text), ' ');
      const bool is_right = columns_[column].align == Align::right;
      const bool is_last = column + 1 == columns_.size();
      if (is_right) out << gap;
      out << in_colour(cell, console);
      if (!is_right && !is_last) out << gap;
      out << (is_last ? "\n" : "  ");
    }
  };
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.emplace_back(column.title);
  print_row([&](std::size_t column) -> const Cell& { return titles[column]; });
  for (const auto& row : rows_) print_row([&](std::size_t column) -> const Cell& { return row[column]; });
}

void Table::print_plain(std::ostream& out) const {
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    out << (column == 0 ? "" : "\t") << columns_[column].title;
  }
  out << '\n';
  for (const auto& row : rows_) {
    for (std::size_t column = 0; column < row.size(); ++column) out << (column == 0 ? "" : "\t") << row[column].text;
    out << '\n';
  }
}

}  // namespace wangge::tools
