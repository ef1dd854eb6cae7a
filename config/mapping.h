#pragma once
// Which column of somebody else's table is what: a small TOML file, described in config/mappings/README.md, and what
// it makes of each record.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/records.h"
#include "engine/base/time.h"
#include "engine/model/configuration.h"
#include "engine/model/written_demand.h"
#include "engine/rules/classify.h"

namespace wangge::config {

// The catalogue's own (兜底): what a demand is where nothing says otherwise.
inline constexpr std::string_view fallback_category = "1301";

struct Mapping {
  // An index in `columns`.
  using Column = std::size_t;

  // A value from a column, translated; or the same for every record.
  struct Choice {
    std::optional<Column> column;
    std::map<std::string, std::string> values;  // from what stands in the column; none: it needs no translation
    std::string otherwise;                      // where there is no column, or nothing fits
  };

  // What a name stands for.
  struct NamedCategory {
    std::string code;
    std::uint8_t condition = 0;
  };

  std::vector<std::string> columns;  // that the mapping names, each once

  std::vector<Column> text;
  std::string text_separator = "\n";

  std::optional<Column> occurred;
  std::vector<std::string> occurred_formats;  // parse_written_time()
  Duration occurred_utc_offset{};

  std::optional<Column> category_code, category_condition, category_name;
  std::map<std::string, NamedCategory> category_names;
  bool category_by_keywords = false;
  std::string category_fallback{fallback_category};

  std::optional<Column> place_code;
  std::vector<Column> spread_over_grids_by;  // the first that is not empty
  std::optional<Column> road_code;

  Choice kind{.column = {}, .values = {}, .otherwise = "request"};
  Choice reporter{.column = {}, .values = {}, .otherwise = "self"};
  Choice severity;
  std::optional<Column> contact, reference, complained_of, asset, door, attachments, answers;
};

// Throws std::runtime_error with file, line and what to do.
Mapping read_mapping(const std::filesystem::path& file);

// Where a demand's category came from.
enum class CategorySource : std::uint8_t { code = 0, name = 1, keywords = 2, fallback = 3 };
inline constexpr int category_sources = 4;

struct MappedDemand {
  int line = 0;
  CategorySource category_source = CategorySource::fallback;
  std::uint32_t subject_bytes = 0;  // of the demand's text: its first column, where it has several
  WrittenDemand demand;

  std::string_view subject() const { return std::string_view(demand.text).substr(0, subject_bytes); }
  std::string_view after_subject() const { return std::string_view(demand.text).substr(subject_bytes); }
};

struct Unmapped {
  int line = 0;
  std::string reason;  // Chinese and English
};

using MappedRecord = std::variant<MappedDemand, Unmapped>;

// What a mapping makes of records, for the city of a configuration. The same record gives the same demand on every
// machine.
class Mapper {
 public:
  // The configuration must outlive this.
  Mapper(Mapping mapping, const Configuration& configuration);

  // What records must hold the cells of.
  const std::vector<std::string>& columns() const { return mapping_.columns; }

  // Whether codes are the city's, and texts neither empty nor too long, is for others to judge.
  MappedRecord map(const Record& record) const;

 private:
  // Each gives the reason where its part cannot be mapped, else an empty text.
  std::string map_words(const Record& record, WrittenDemand& demand) const;
  std::string map_occurred(const Record& record, WrittenDemand& demand) const;
  std::string map_category(const Record& record, MappedDemand& mapped) const;
  void take_category_of_words(MappedDemand& mapped) const;
  void map_place(const Record& record, WrittenDemand& demand) const;
  void map_texts(const Record& record, MappedDemand& mapped) const;

  std::string_view spread_over_grids(const Record& record) const;

  Mapping mapping_;
  const Configuration& configuration_;
  rules::Classifier classifier_;
  std::vector<std::string_view> grids_;  // codes, in order
};

}  // namespace wangge::config
