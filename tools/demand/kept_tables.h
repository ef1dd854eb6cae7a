#pragma once
// A record of which lines of which tables a spool holds, so that the same table handed in again adds only the lines
// that are missing. A table is known by its bytes, a line by its number. For each table a file `tables/<hash>.csv` in
// the spool's folder has a row for each line: its number and the sequence number in the spool.
//
// The rows are written before the spool appends. After a sudden end in between, some rows name numbers that the spool
// never gave: those rows are forgotten when the spool is opened the next time, before the numbers can be given to other
// wishes.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace wangge::tools {

class KeptTables {
 public:
  using Lines = std::map<int, std::uint32_t>;  // line to sequence number

  // Needs the spool open. Throws std::runtime_error where a file cannot be read, std::system_error where one cannot be
  // written; so does add().
  KeptTables(const std::filesystem::path& spool_folder, std::uint32_t spool_end);

  // The id of a table with these bytes.
  static std::string id_of(std::string_view bytes);
  const Lines& lines(const std::string& table) { return tables_[table]; }
  // Adds lines, durably when it returns.
  void add(const std::string& table, const Lines& lines);

 private:
  void write(const std::string& table) const;

  std::filesystem::path folder_;
  std::map<std::string, Lines> tables_;
};

}  // namespace wangge::tools
