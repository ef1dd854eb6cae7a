#pragma once
// Reads rows of a table under their columns, and collects the faults of their cells.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/tables.h"
#include "engine/state/cells.h"
#include "engine/state/codes.h"

namespace wangge {

// Whether a value beyond today's bounds counts as empty, or as it stands: a version that was adopted was within the
// bounds of its time, and the log must go on giving the city that it gave then.
enum class Bounds : std::uint8_t { of_today, of_its_time };

// Collects faults, and knows which cells count as empty because they cannot be read.
class Findings {
 public:
  Findings(std::vector<Fault>& faults, Bounds bounds) : faults_(faults), bounds_(bounds) {}

  bool are_of_its_time() const { return bounds_ == Bounds::of_its_time; }
  // Whether a value may stand; `is_within` says whether it is within the bounds of today.
  bool allow(bool is_within) const { return is_within || are_of_its_time(); }

  void add(TableKind table, std::int32_t row, std::int16_t column, std::string problem, std::string mend);

  // Adds the fault of a code that is not defined in `where`. Many rows may name the same missing code, and many codes
  // are missing together with a file: the first faults are enough, the rest is counted.
  void add_unknown(TableKind table, std::int32_t row, std::int16_t column, std::string_view code,
                   std::string_view where);
  // Says how many faults were left out; call it last.
  void note_left_out();

  // Finds the faults of the row by itself: broken characters, too many cells, too long.
  void check_row(const TableSchema& table, std::int32_t row, const Row& cells);
  bool unreadable(TableKind table, std::int32_t row, std::int16_t column) const {
    return !unreadable_.empty() && unreadable_.contains({table, row, column});
  }

 private:
  struct Unknown {  // codes of one column
    std::map<std::string, int> listed;
    int all_listed = 0;
    int left_out = 0;
    std::size_t last_fault = 0;  // index of the fault added last
  };

  static constexpr int alike_max = 3;      // of one code in one column
  static constexpr int unknown_max = 100;  // of all codes in one column

  std::vector<Fault>& faults_;
  Bounds bounds_;
  std::map<std::pair<TableKind, std::int16_t>, Unknown> unknown_;
  std::set<std::tuple<TableKind, std::int32_t, std::int16_t>> unreadable_;
};

// Reads one row. Each function gives the empty value for a cell that is empty or unreadable, and a cell that cannot be
// understood is a fault. Columns are given by their names in the schema.
class RowReader {
 public:
  RowReader(TableKind table, std::int32_t index, const Row& cells, Findings& findings)
      : table_(table), index_(index), cells_(cells), findings_(findings) {}

  std::string_view text(std::string_view column) const;
  std::string_view required(std::string_view column);  // an empty cell is a fault

  // `words`: an array of Word<T>; the first value of T where the cell gives none.
  template <class Words>
  auto word(std::string_view column, const Words& words) {
    return text(column).empty() ? decltype(std::begin(words)->value){} : required_word(column, words);
  }
  template <class Words>
  auto required_word(std::string_view column, const Words& words) -> decltype(std::begin(words)->value);
  bool yes(std::string_view column);  // 是 or 否

  // A whole number within the bounds of today, both allowed; 0 where there is none.
  int number(std::string_view column, int least, int most);
  Limit limit(std::string_view column);

  // The id that a code in this column stands for; one that `where` lacks is a fault.
  template <class IdType, class T>
  IdType reference(std::string_view column, std::string_view code, const CodeBook<IdType>& book,
                   const std::vector<T>& rows, std::string_view where);
  // A local instant such as "2026-03-10" or "2026-03-10T14:00", at this offset; an empty cell is a fault.
  std::optional<Instant> local_instant(std::string_view column, Duration utc_offset);

  bool allow(bool is_within) const { return findings_.allow(is_within); }

  // The parts of a cell between "|".
  std::vector<std::string_view> list(std::string_view column) const { return split(text(column), '|'); }
  std::vector<Keyword> keywords(std::string_view column) const;

  void fault(std::string_view column, std::string problem, std::string mend);
  void unknown(std::string_view column, std::string_view code, std::string_view where);

 private:
  std::int16_t find(std::string_view column) const;

  TableKind table_;
  std::int32_t index_;
  const Row& cells_;
  Findings& findings_;
};

// Calls read(RowReader&) for each row of the table.
template <class Read>
void each_row(const Tables& tables, TableKind table, Findings& findings, Read read) {
  const auto& rows = tables.of(table);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RowReader row{table, static_cast<std::int32_t>(i), rows[i], findings};
    read(row);
  }
}

template <class IdType, class T>
IdType RowReader::reference(std::string_view column, std::string_view code, const CodeBook<IdType>& book,
                            const std::vector<T>& rows, std::string_view where) {
  if (code.empty()) return {};
  const IdType id = book.find(code);
  if (id && id.value < rows.size() && rows[id.value].present) return id;
  unknown(column, code, where);
  return {};
}

template <class Words>
auto RowReader::required_word(std::string_view column, const Words& words) -> decltype(std::begin(words)->value) {
  const std::string_view cell = required(column);
  if (cell.empty()) return {};
  if (const auto value = find_word(cell, words)) return *value;
  fault(column, both("无法识别 " + shown(cell), "not one of the known words"),
        both("改为其中之一：" + list_words(words), "use one of these"));
  return {};
}

}  // namespace wangge
