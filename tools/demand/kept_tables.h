#pragma once
// Which lines of which tables a spool holds, so that the same table handed in again adds only what is not there yet.
// A table is known by its bytes, a line by its number. For each table a file `tables/<hash>.csv` in the spool's
// folder has a row for each line: its number and the sequence number in the spool.
//
// The rows are written before the spool appends. Where a sudden end comes between, they name numbers that the spool
// never gave: those are forgotten when it is opened the next time, before anything else can be given these numbers.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace wangge::tools {

class KeptTables {
 public:
  using Lines = std::map<int, std::uint32_t>;  // line to sequence number

  // Needs the spool open. Throws std::runtime_error where a file cannot be read, std::system_error where one cannot
  // be written; add() too.
  KeptTables(const std::filesystem::path& spool_folder, std::uint32_t spool_end);

  // The table of these bytes.
  static std::string id_of(std::string_view bytes);
  const Lines& lines(const std::string& table) { return tables_[table]; }
  // Durable when it returns.
  void add(const std::string& table, const Lines& lines);

 private:
  void write(const std::string& table) const;

  std::filesystem::path folder_;
  std::map<std::string, Lines> tables_;
};

}  // namespace wangge::tools
