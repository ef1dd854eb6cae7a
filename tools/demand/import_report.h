#pragma once
// The outcome of each line of somebody else's table.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "config/mapping.h"
#include "config/text_encoding.h"
#include "engine/model/refusal.h"
#include "tools/console.h"

namespace wangge::tools {

// A table as its mapping reads it.
struct MappedTable {
  std::string id;  // by its bytes: KeptTables::id_of()
  std::vector<config::MappedDemand> demands;
  std::vector<config::Unmapped> unmapped;
  config::Encoding encoding = config::Encoding::utf8;
  std::size_t blank_rows = 0;       // of nothing but commas: these are no records
  std::vector<std::string> header;  // of CSV: its columns

  std::size_t records() const { return demands.size() + unmapped.size(); }
};

// Throws std::runtime_error where the file or the mapping cannot be read, or do not fit each other. `configuration` is
// the city whose grids and keywords are used; `skip_lines` lines stand above the header of CSV.
MappedTable read_table(const std::filesystem::path& file, const std::filesystem::path& mapping,
                       const Configuration& configuration, int skip_lines = 0);

// The outcome of all records. Every record stands here once: unmapped, or mapped and then accepted, declined or without
// an answer.
struct ImportReport {
  struct Declined {
    int line = 0;
    Refusal refusal;
    std::string refused_code;  // the code in the demand that was refused; empty where the refusal is about none
  };

  std::size_t records = 0, mapped = 0, accepted = 0;
  std::size_t repeated = 0;  // of those accepted or declined: the engine had them already
  std::array<std::size_t, config::category_sources> by_source{};  // of those mapped
  std::vector<Declined> declined;
  std::vector<config::Unmapped> unmapped;
  config::Encoding encoding = config::Encoding::utf8;
  std::size_t blank_rows = 0;

  explicit ImportReport(const MappedTable& table);
  void answered(int line, const Refusal& refusal, bool is_repeat, std::string refused_code = {});

  std::size_t unanswered() const { return mapped - accepted - declined.size(); }
  bool all_accepted() const { return accepted == records; }
};

void print(const ImportReport& report, const Console& console);
boost::json::object to_json(const ImportReport& report);

}  // namespace wangge::tools
