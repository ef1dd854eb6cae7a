#pragma once
// The meaning of the columns of somebody else's table: a small TOML file, described in config/mappings/README.md, and
// its application to each record.

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

// The catalogue's own category for demands that no other fits (兜底).
inline constexpr std::string_view fallback_category = "1301";

struct Mapping {
  // The index of a column in `columns`.
  using Column = std::size_t;

  // A value from a column, translated; or the same for every record.
  struct Choice {
    std::optional<Column> column;
    std::map<std::string, std::string> values;  // from the text in the column; none: the text needs no translation
    std::string otherwise;                      // used where there is no column, or no value fits
  };

  // The category, and perhaps the condition, that a name stands for.
  struct NamedCategory {
    std::string code;
    std::uint8_t condition = 0;
  };

  std::vector<std::string> columns;  // all that the mapping names, each once

  std::vector<Column> text;
  std::string text_separator = "\n";

  std::optional<Column> occurred;
  std::vector<std::string> occurred_formats;  // formats of parse_written_time()
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

// Reads a mapping file. Throws std::runtime_error with file, line and what to do.
Mapping read_mapping(const std::filesystem::path& file);

// Where a demand's category came from.
enum class CategorySource : std::uint8_t { code = 0, name = 1, keywords = 2, fallback = 3 };
inline constexpr int category_sources = 4;

struct MappedDemand {
  int line = 0;
  CategorySource category_source = CategorySource::fallback;
  std::uint32_t subject_bytes = 0;  // of the demand's text: the first of its columns, where it has several
  WrittenDemand demand;

  std::string_view subject() const { return std::string_view(demand.text).substr(0, subject_bytes); }
  std::string_view after_subject() const { return std::string_view(demand.text).substr(subject_bytes); }
};

struct Unmapped {
  int line = 0;
  std::string reason;  // Chinese and English
};

using MappedRecord = std::variant<MappedDemand, Unmapped>;

// Turns records into demands, for the city of a configuration. The same record gives the same demand on every machine.
class Mapper {
 public:
  // The configuration must outlive this.
  Mapper(Mapping mapping, const Configuration& configuration);

  // The columns of which records must hold the cells.
  const std::vector<std::string>& columns() const { return mapping_.columns; }

  // Maps a record. It does not check whether codes are the city's, or whether texts are empty or too long.
  MappedRecord map(const Record& record) const;

 private:
  // Each of these gives the reason where its part cannot be mapped, else an empty text.
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
