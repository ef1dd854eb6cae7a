#include "tools/demand/kept_tables.h"

#include <cerrno>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <xxhash.h>

#include "config/csv.h"
#include "config/records.h"
#include "engine/state/cells.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

const std::vector<std::string> columns{"line", "sequence"};

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

void sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  const int failed = ::fsync(descriptor);
  ::close(descriptor);
  if (failed != 0) fail(path);
}

KeptTables::Lines read(const std::filesystem::path& file) {
  KeptTables::Lines lines;
  for (const config::Record& record :
       config::parse_records(config::read_file(file), config::RecordFormat::csv, columns)) {
    const auto line = record.fault.empty() ? whole_number<int>(record.cells[0]) : std::nullopt;
    const auto sequence = line ? whole_number<std::uint32_t>(record.cells[1]) : std::nullopt;
    if (!sequence)
      throw std::runtime_error(file.string() + ":" + std::to_string(record.line) + ": 无法读取 / cannot be read");
    lines[*line] = *sequence;
  }
  return lines;
}

}  // namespace

KeptTables::KeptTables(const std::filesystem::path& spool_folder, std::uint32_t spool_end)
    : folder_(spool_folder / "tables") {
  std::filesystem::create_directories(folder_);
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().extension() != ".csv") continue;
    const std::string table = entry.path().stem();
    const bool has_forgotten = std::erase_if(tables_[table] = read(entry.path()),
                                             [&](const auto& row) { return row.second >= spool_end; }) > 0;
    if (has_forgotten) write(table);
  }
}

std::string KeptTables::id_of(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  return to_hex(canonical.digest);
}

void KeptTables::add(const std::string& table, const Lines& lines) {
  if (lines.empty()) return;
  tables_[table].insert(lines.begin(), lines.end());
  write(table);
}

// Writes the file whole or not at all.
void KeptTables::write(const std::string& table) const {
  const std::filesystem::path file = folder_ / (table + ".csv"), unfinished = folder_ / (table + ".new");
  std::string text = config::to_csv(columns);
  for (const auto& [line, sequence] : tables_.at(table))
    text += config::to_csv({std::to_string(line), std::to_string(sequence)});
  std::ofstream out{unfinished, std::ios::binary};
  out << text;
  out.close();
  if (!out) fail(unfinished);
  sync(unfinished);
  std::filesystem::rename(unfinished, file);
  sync(folder_);
}

}  // namespace wangge::tools
