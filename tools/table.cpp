#include "tools/table.h"

#include <algorithm>
#include <cwchar>
#include <limits>
#include <ostream>

#include <locale.h>

#include "engine/base/check.h"
#include "engine/base/utf8.h"

namespace wangge::tools {
namespace {

constexpr std::size_t gap_columns = 2;  // between two columns of a table
constexpr std::size_t narrowest = 4;    // a shortened cell still shows a Chinese character and the mark

// The width tables of the C library belong to a locale; C.UTF-8 is on every Debian. This locale is set for this thread
// while in scope.
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

// Calls visit(its bytes, its columns on a terminal) for each character, until it returns false. A byte that is no text
// counts as a character of one column.
template <class Visit>
void each_character(std::string_view text, Visit visit) {
  const Utf8Widths widths;
  std::mbstate_t state{};
  while (!text.empty()) {
    wchar_t character = 0;
    const std::size_t read = std::mbrtowc(&character, text.data(), text.size(), &state);
    const bool is_text = read != 0 && read <= text.size();
    const int columns = is_text ? wcwidth(character) : 1;
    const std::size_t bytes = is_text ? read : 1;
    if (!visit(text.substr(0, bytes), static_cast<std::size_t>(std::max(columns, 0)))) return;
    text.remove_prefix(bytes);
    if (!is_text) state = {};
  }
}

// The text on one line, whatever it holds.
std::string flat(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return spelled_out(text, Lines::one);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  each_character(text, [&](std::string_view, std::size_t columns) {
    width += columns;
    return true;
  });
  return width;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string kept;
  std::size_t width = 1;  // of the mark …
  each_character(text, [&](std::string_view character, std::size_t more) {
    width += more;
    if (width <= columns) kept += character;
    return width <= columns;
  });
  while (kept.ends_with(' ')) kept.pop_back();
  return columns == 0 ? "" : kept + "…";
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

std::vector<Table::Shown> Table::all_shown() const {
  std::vector<Shown> shown;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t widest = display_width(columns_[column].title);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[column].text));
    shown.push_back({column, widest});
  }
  return shown;
}

// Takes columns from the widest that may give some. True where all fit then.
bool Table::narrow(std::vector<Shown>& shown, std::size_t room, std::size_t least_of_all) const {
  std::size_t taken = shown.empty() ? 0 : (shown.size() - 1) * gap_columns;
  for (const Shown& one : shown) taken += one.width;
  for (; taken > room; --taken) {
    Shown* widest = nullptr;
    for (Shown& one : shown) {
      const std::size_t least = columns_[one.column].least;
      const bool may_give = least != 0 && one.width > std::min(least, least_of_all);
      if (may_give && (widest == nullptr || one.width > widest->width)) widest = &one;
    }
    if (widest == nullptr) return false;
    --widest->width;
  }
  return true;
}

bool Table::leave_one_out(std::vector<Shown>& shown) const {
  const auto gives_way = [&](const Shown& one) { return columns_[one.column].gives_way; };
  const auto first = std::ranges::max_element(shown, {}, gives_way);
  if (first == shown.end() || gives_way(*first) == 0) return false;
  shown.erase(first);
  return true;
}

// Fits the columns into the room: as wide as their contents where possible; else all are narrowed to their own least
// width; else one after the other is left out; else they are narrowed further.
std::vector<Table::Shown> Table::fitted(std::size_t room) const {
  std::vector<Shown> wide = all_shown();
  for (;;) {
    std::vector<Shown> shown = wide;
    if (narrow(shown, room, std::numeric_limits<std::size_t>::max())) return shown;
    if (leave_one_out(wide)) continue;
    shown = wide;
    narrow(shown, room, narrowest);
    return shown;
  }
}

void Table::print_aligned(std::ostream& out, const Console& console) const {
  const std::vector<Shown> shown = console.columns == 0 ? all_shown() : fitted(console.columns);
  const auto print_row = [&](const auto& cell_of) {
    for (const Shown& one : shown) {
      Cell cell = cell_of(one.column);
      std::size_t width = display_width(cell.text);
      if (width > one.width) {
        cell.text = shortened(cell.text, one.width);
        width = display_width(cell.text);
      }
      const std::string gap(one.width - width, ' ');
      const bool is_right = columns_[one.column].align == Align::right;
      const bool is_last = &one == &shown.back();
      if (is_right) out << gap;
      out << in_colour(cell, console);
      if (!is_right && !is_last) out << gap;
      out << (is_last ? "\n" : std::string(gap_columns, ' '));
    }
  };
  print_row([&](std::size_t column) { return Cell(columns_[column].title); });
  for (const auto& row : rows_) print_row([&](std::size_t column) { return row[column]; });
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
