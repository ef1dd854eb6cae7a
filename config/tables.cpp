#include "config/tables.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include <toml++/toml.h>

#include "config/csv.h"
#include "engine/base/limits.h"
#include "engine/base/utf8.h"
#include "engine/rules/city_check.h"

namespace wangge::config {
namespace {

std::size_t index_of(TableKind kind) { return static_cast<std::size_t>(kind); }

// A header's cell may hold any bytes; only text is printed.
std::string printable(std::string_view cell) {
  const bool text = count_code_points(cell) &&
                    std::none_of(cell.begin(), cell.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return text ? std::string{cell.substr(0, 60)} : std::string{"?"};
}

// Reads one folder; each file on its own.
class FolderReader {
 public:
  explicit FolderReader(const std::filesystem::path& folder) { files_.folder = folder; }

  CityFiles read() {
    for (const TableSchema& table : table_schemas())
      if (const auto text = content(table.kind)) {
        if (table.kind == TableKind::settings)
          read_settings(*text);
        else
          read_table(table, *text);
      }
    return std::move(files_);
  }

 private:
  void mistake(TableKind kind, int line, std::string column, std::string problem, std::string mend) {
    files_.mistakes.push_back(
        {(files_.folder / file_name(kind)).string(), line, std::move(column), std::move(problem), std::move(mend)});
  }

  std::optional<std::string> content(TableKind kind) {
    const auto path = files_.folder / file_name(kind);
    std::error_code failed;
    const bool came_later = kind > TableKind::calendar;  // a city of an earlier release lacks the table
    if (came_later && !std::filesystem::exists(path)) return std::nullopt;
    const std::uintmax_t bytes = std::filesystem::file_size(path, failed);
    if (!failed && bytes > file_bytes_max) {
      mistake(kind, 0, "", "文件过大 / the file is too large", "不超过 256 MiB / keep it to 256 MiB");
      return std::nullopt;
    }
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    if (!failed && file) text << file.rdbuf();
    if (failed || !file) {
      mistake(kind, 0, "", "无法读取此文件 / this file cannot be read",
              "补上文件，至少写好标题行 / add the file, with its header line at least");
      return std::nullopt;
    }
    return std::move(text).str();
  }

  // --- city.toml ---

  // A line that is not TOML is reported and left out, so that it does not hide the next.
  void read_settings(std::string text) {
    for (int tries = 0; tries < lines_left_out_max; ++tries) {
      try {
        add_settings("", toml::parse(text));
        return;
      } catch (const toml::parse_error& error) {
        const int line = static_cast<int>(error.source().begin.line);
        mistake(TableKind::settings, line, "", "不是有效的 TOML / not TOML",
                "改正此行，如 name = \"洮南市\" / correct this line, for example name = \"洮南市\"");
        if (!blank_line(text, line)) return;
      }
    }
  }

  // Empties a line; false where it is empty already, so that leaving it out would change nothing.
  static bool blank_line(std::string& text, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line && begin < text.size(); ++i) begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin >= end) return false;
    text.erase(begin, end - begin);
    return true;
  }

  void add_settings(const std::string& prefix, const toml::table& table) {
    for (const auto& [key, value] : table) {
      const std::string name = prefix + std::string{key.str()};
      if (const auto* inner = value.as_table())
        add_settings(name + ".", *inner);
      else
        add_setting(name, value);
    }
  }

  void add_setting(const std::string& name, const toml::node& value) {
    std::string text;
    if (const auto* list = value.as_array()) {
      for (const toml::node& element : *list) text.append(text.empty() ? "" : "|").append(scalar(element));
    } else {
      text = scalar(value);
    }
    files_.tables.of(TableKind::settings).push_back({name, std::move(text)});
    files_.lines[index_of(TableKind::settings)].push_back(static_cast<int>(value.source().begin.line));
  }

  static std::string scalar(const toml::node& value) {
    if (const auto* text = value.as_string()) return text->get();
    std::ostringstream text;
    text << toml::node_view<const toml::node>{value};
    return std::move(text).str();
  }

  // --- CSV ---

  void read_table(const TableSchema& table, const std::string& text) {
    CsvText csv = parse_csv(text, limits::row_bytes_max, broken_rows_max);
    for (const int line : csv.broken_lines)
      mistake(table.kind, line, "", "引号不成对，或一行过长 / quotes that do not match, or too long a row",
              "检查此行的引号 / look at the quotes of this row");
    if (csv.broken_lines.size() >= broken_rows_max)
      mistake(table.kind, csv.broken_lines.back(), "", "错误过多，不再往下读 / too many broken rows, read no further",
              "先改正以上各行 / correct the rows above first");
    if (csv.rows.empty()) {
      mistake(table.kind, 1, "", "没有标题行 / no header line", "第一行写列名 / name the columns on the first line");
      return;
    }
    const std::vector<int> columns = header(table, csv.rows.front());
    for (auto row = csv.rows.begin() + 1; row != csv.rows.end(); ++row) add_row(table, columns, *row);
  }

  // The schema's column for each cell of a row, -1 where there is none.
  std::vector<int> header(const TableSchema& table, const CsvRow& row) {
    std::vector<int> columns;
    std::set<int> seen;
    for (const std::string& name : row.cells) {
      const auto found = std::find(table.columns.begin(), table.columns.end(), name);
      int column = found == table.columns.end() ? -1 : static_cast<int>(found - table.columns.begin());
      if (column < 0) {
        mistake(table.kind, row.line, printable(name), "未知的列 / unknown column",
                "可用的列：" + list_columns(table, {}) + " / use these columns");
      } else if (!seen.insert(column).second) {
        mistake(table.kind, row.line, name, "列重复 / the column stands twice", "删去一列 / remove one of them");
        column = -1;
      }
      columns.push_back(column);
    }
    if (const std::string missing = list_columns(table, seen); !missing.empty())
      mistake(table.kind, row.line, "", "缺少列 " + missing + " / columns are missing",
              "在标题行补上 / add them to the header line");
    note_missing(table, seen);
    return columns;
  }

  static std::string list_columns(const TableSchema& table, const std::set<int>& without) {
    std::string names;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (!without.contains(static_cast<int>(i))) names.append(names.empty() ? "" : ", ").append(table.columns[i]);
    return names;
  }

  void note_missing(const TableSchema& table, const std::set<int>& seen) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (!seen.contains(static_cast<int>(i))) files_.missing_columns.insert({table.kind, static_cast<int>(i)});
  }

  void add_row(const TableSchema& table, const std::vector<int>& columns, CsvRow& row) {
    if (row.cells.size() != columns.size())
      mistake(table.kind, row.line, "",
              "应有 " + std::to_string(columns.size()) + " 格，实有 " + std::to_string(row.cells.size()) +
                  " 格 / the row has not as many cells as the header",
              "检查逗号与引号 / look for a missing or stray comma or quote");
    if (row.cells.size() < columns.size())
      files_.short_rows.insert({table.kind, static_cast<int>(files_.tables.of(table.kind).size())});
    Row cells(table.columns.size());
    for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i)
      if (columns[i] >= 0) cells[static_cast<std::size_t>(columns[i])] = std::move(row.cells[i]);
    files_.tables.of(table.kind).push_back(std::move(cells));
    files_.lines[index_of(table.kind)].push_back(row.line);
  }

  static constexpr int lines_left_out_max = 20;

  CityFiles files_;
};

// Whether a mistake of the file's form, which is listed already, left this cell empty.
bool follows_from_form(const CityFiles& files, const Fault& fault) {
  if (fault.row < 0 || fault.column < 0) return false;
  if (files.missing_columns.contains({fault.table, fault.column})) return true;
  const Row& cells = files.tables.of(fault.table)[static_cast<std::size_t>(fault.row)];
  return files.short_rows.contains({fault.table, fault.row}) && cells[static_cast<std::size_t>(fault.column)].empty();
}

}  // namespace

std::string file_name(TableKind kind) {
  return kind == TableKind::settings ? "city.toml" : std::string{schema(kind).name} + ".csv";
}

std::string to_text(const Mistake& mistake) {
  std::string text = mistake.file + ":";
  if (mistake.line > 0) text += std::to_string(mistake.line) + ":";
  if (!mistake.column.empty()) text += " " + mistake.column + ":";
  return text + " " + mistake.problem + " — " + mistake.mend;
}

Mistake CityFiles::locate(const Fault& fault) const {
  Mistake mistake{(folder / file_name(fault.table)).string(), 0, "", fault.problem, fault.mend};
  if (fault.row < 0) return mistake;
  const auto row = static_cast<std::size_t>(fault.row);
  mistake.line = lines[index_of(fault.table)].at(row);
  if (fault.table == TableKind::settings)
    mistake.column = tables.of(fault.table)[row].front();
  else if (fault.column >= 0)
    mistake.column = schema(fault.table).columns[static_cast<std::size_t>(fault.column)];
  return mistake;
}

CityFiles read_city(const std::filesystem::path& folder) { return FolderReader{folder}.read(); }

std::vector<Mistake> check_city(const CityFiles& files) {
  std::vector<Mistake> mistakes = files.mistakes;
  const bool settings_broken = std::any_of(mistakes.begin(), mistakes.end(), [&](const Mistake& mistake) {
    return mistake.file == (files.folder / file_name(TableKind::settings)).string();
  });
  for (const Fault& fault : rules::city_check(files.tables)) {
    if (follows_from_form(files, fault) || (settings_broken && fault.table == TableKind::settings && fault.row < 0))
      continue;
    mistakes.push_back(files.locate(fault));
  }
  return mistakes;
}

void write_tables(const std::filesystem::path& folder, const Tables& tables, std::span<const TableKind> kinds) {
  for (const TableKind kind : kinds) {
    const auto path = folder / file_name(kind);
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    const auto columns = schema(kind).columns;
    file << to_csv({columns.begin(), columns.end()});
    for (const Row& row : tables.of(kind)) file << to_csv(row);
    file.close();
    if (!file) throw std::runtime_error{"无法写入 / cannot write " + path.string()};
  }
}

}  // namespace wangge::config
