#include "config/mapping.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <stdexcept>
#include <utility>

#include <toml++/toml.h>
#include <xxhash.h>

#include "config/demand_words.h"
#include "config/written_time.h"

namespace wangge::config {
namespace {

// A small number; 0 where there is no text.
std::optional<std::uint8_t> small_number(std::string_view text) {
  if (text.empty()) return std::uint8_t{0};
  std::uint8_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// --- the mapping file ---

// Reads one mapping file; the first mistake ends it.
class MappingReader {
 public:
  MappingReader(const std::filesystem::path& file, const toml::table& root) : file_(file), root_(root) {}

  Mapping read() {
    check_keys(root_, {"text", "occurred", "category", "place", "road", "kind", "reporter", "severity", "contact",
                       "reference", "complained_of", "asset", "door", "attachments", "answers"});
    read_text();
    read_occurred();
    read_category();
    read_place();
    read_choice("kind", mapping_.kind);
    read_choice("reporter", mapping_.reporter);
    read_choice("severity", mapping_.severity);
    read_column("contact", mapping_.contact);
    read_column("reference", mapping_.reference);
    read_column("complained_of", mapping_.complained_of);
    read_column("asset", mapping_.asset);
    read_column("door", mapping_.door);
    read_column("attachments", mapping_.attachments);
    read_column("answers", mapping_.answers);
    return std::move(mapping_);
  }

 private:
  [[noreturn]] void fail(const toml::node& node, const std::string& problem) const {
    throw std::runtime_error(file_.string() + ":" + std::to_string(node.source().begin.line) + ": " + problem +
                             "；见 config/mappings/README.md / see config/mappings/README.md");
  }

  void check_keys(const toml::table& table, std::initializer_list<std::string_view> known) const {
    for (const auto& [key, value] : table)
      if (std::ranges::find(known, key.str()) == known.end())
        fail(value, "未知的项 " + std::string{key.str()} + " / unknown key");
  }

  const toml::table* section(std::string_view name) const {
    const toml::node* const node = root_.get(name);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) fail(*node, std::string{name} + "：应为表 / must be a table");
    return node->as_table();
  }

  std::string text_of(const toml::node& node) const {
    if (!node.is_string()) fail(node, "应为文字 / must be text");
    return node.as_string()->get();
  }

  std::vector<std::string> texts_of(const toml::node& node) const {
    if (!node.is_array() || node.as_array()->empty()) fail(node, "应为文字的列表 / must be a list of texts");
    std::vector<std::string> texts;
    for (const toml::node& element : *node.as_array()) texts.push_back(text_of(element));
    return texts;
  }

  std::map<std::string, std::string> texts_by_text(const toml::node& node) const {
    if (!node.is_table()) fail(node, "应为对照表 / must be a table of texts");
    std::map<std::string, std::string> texts;
    for (const auto& [key, value] : *node.as_table()) texts.emplace(key.str(), text_of(value));
    return texts;
  }

  Mapping::Column column(const std::string& name) {
    const auto found = std::ranges::find(mapping_.columns, name);
    if (found != mapping_.columns.end()) return static_cast<Mapping::Column>(found - mapping_.columns.begin());
    mapping_.columns.push_back(name);
    return mapping_.columns.size() - 1;
  }

  std::vector<Mapping::Column> columns(const toml::node& node) {
    std::vector<Mapping::Column> found;
    for (const std::string& name : texts_of(node)) found.push_back(column(name));
    return found;
  }

  void read_column(const toml::table& table, std::string_view key, std::optional<Mapping::Column>& out) {
    if (const toml::node* const node = table.get(key)) out = column(text_of(*node));
  }

  void read_column(std::string_view name, std::optional<Mapping::Column>& out) {
    const toml::table* const table = section(name);
    if (table == nullptr) return;
    check_keys(*table, {"column"});
    read_column(*table, "column", out);
  }

  void read_choice(std::string_view name, Mapping::Choice& out) {
    const toml::table* const table = section(name);
    if (table == nullptr) return;
    check_keys(*table, {"column", "values", "otherwise"});
    read_column(*table, "column", out.column);
    if (const toml::node* const node = table->get("values")) out.values = texts_by_text(*node);
    if (const toml::node* const node = table->get("otherwise")) out.otherwise = text_of(*node);
  }

  void read_text() {
    const toml::table* const table = section("text");
    if (table == nullptr || !table->contains("columns")) fail(root_, "缺少 text.columns / text.columns is missing");
    check_keys(*table, {"columns", "separator"});
    mapping_.text = columns(*table->get("columns"));
    if (const toml::node* const node = table->get("separator")) mapping_.text_separator = text_of(*node);
  }

  void read_occurred() {
    const toml::table* const table = section("occurred");
    if (table == nullptr) return;
    check_keys(*table, {"column", "formats", "utc_offset"});
    for (const std::string_view key : {"column", "formats", "utc_offset"})
      if (!table->contains(key)) fail(*table, "缺少 occurred." + std::string{key} + " / is missing");
    read_column(*table, "column", mapping_.occurred);
    mapping_.occurred_formats = texts_of(*table->get("formats"));
    mapping_.occurred_utc_offset = utc_offset(*table->get("utc_offset"));
  }

  // An offset such as "+08:00".
  Duration utc_offset(const toml::node& node) const {
    const std::string text = text_of(node);
    int hours = -1, minutes = -1;
    if (text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':') {
      std::from_chars(text.data() + 1, text.data() + 3, hours);
      std::from_chars(text.data() + 4, text.data() + 6, minutes);
    }
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
      fail(node, "时区写作 +08:00 / write the offset as +08:00");
    const Duration offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return text[0] == '-' ? -offset : offset;
  }

  void read_category() {
    const toml::table* const table = section("category");
    if (table == nullptr) return;
    check_keys(*table, {"code", "condition", "name", "names", "keywords", "fallback"});
    read_column(*table, "code", mapping_.category_code);
    read_column(*table, "condition", mapping_.category_condition);
    read_column(*table, "name", mapping_.category_name);
    if (const toml::node* const node = table->get("names")) read_category_names(*node);
    if (const toml::node* const node = table->get("keywords")) {
      if (!node->is_boolean()) fail(*node, "keywords 为 true 或 false / keywords is true or false");
      mapping_.category_by_keywords = node->as_boolean()->get();
    }
    if (const toml::node* const node = table->get("fallback")) mapping_.category_fallback = text_of(*node);
  }

  // A category such as "0202", or "0202/01" with the condition.
  void read_category_names(const toml::node& node) {
    for (const auto& [name, value] : texts_by_text(node)) {
      const std::size_t slash = std::min(value.find('/'), value.size());
      const std::optional<std::uint8_t> condition = small_number(value.substr(std::min(slash + 1, value.size())));
      if (!condition) fail(node, name + "：写作 0202 或 0202/01 / write 0202 or 0202/01");
      mapping_.category_names.emplace(name, Mapping::NamedCategory{value.substr(0, slash), *condition});
    }
  }

  void read_place() {
    const toml::table* const table = section("place");
    if (table == nullptr) fail(root_, "缺少 place / place is missing");
    check_keys(*table, {"code", "spread_over_grids_by"});
    read_column(*table, "code", mapping_.place_code);
    if (const toml::node* const node = table->get("spread_over_grids_by"))
      mapping_.spread_over_grids_by = columns(*node);
    if (!mapping_.place_code && mapping_.spread_over_grids_by.empty())
      fail(*table, "place 要有 code 或 spread_over_grids_by / place needs code or spread_over_grids_by");
    const toml::table* const road = section("road");
    if (road == nullptr) return;
    check_keys(*road, {"code"});
    read_column(*road, "code", mapping_.road_code);
  }

  std::filesystem::path file_;
  const toml::table& root_;
  Mapping mapping_;
};

// --- records ---

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view cell(const Record& record, std::optional<Mapping::Column> column) {
  return column ? trimmed(record.cells[*column]) : std::string_view{};
}

std::string_view choose(const Record& record, const Mapping::Choice& choice) {
  if (!choice.column) return choice.otherwise;
  const std::string_view text = cell(record, choice.column);
  if (choice.values.empty() && !text.empty()) return text;
  const auto found = choice.values.find(std::string{text});
  return found == choice.values.end() ? std::string_view{choice.otherwise} : std::string_view{found->second};
}

// The front of a text of at most `bytes_max` bytes, without half a character at its end.
std::string_view shortened(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

std::string not_understood(std::string_view what, std::string_view cell, std::string_view expected) {
  std::string reason{what};
  reason.append("：看不懂 / not understood: \"").append(shortened(cell, 60));
  return reason.append("\" (").append(expected).append(")");
}

}  // namespace

Mapping read_mapping(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  try {
    const toml::table root = toml::parse(text);
    return MappingReader{file, root}.read();
  } catch (const toml::parse_error& error) {
    throw std::runtime_error(file.string() + ":" + std::to_string(error.source().begin.line) +
                             ": 不是有效的 TOML / not TOML: " + std::string{error.description()});
  }
}

Mapper::Mapper(Mapping mapping, const Configuration& configuration)
    : mapping_(std::move(mapping)),
      configuration_(configuration),
      classifier_(configuration, mapping_.category_fallback) {
  for (std::size_t id = 1; id < configuration.places.size(); ++id)
    if (configuration.places[id].present && configuration.places[id].kind == PlaceKind::grid)
      grids_.push_back(configuration.place_names[id].code);
  std::ranges::sort(grids_);
  if (grids_.empty()) throw std::runtime_error("城市没有网格 / the city has no grid");
}

MappedRecord Mapper::map(const Record& record) const {
  if (!record.fault.empty()) return Unmapped{record.line, record.fault};
  MappedDemand mapped{.line = record.line};
  std::string fault = map_words(record, mapped.demand);
  if (fault.empty()) fault = map_occurred(record, mapped.demand);
  map_place(record, mapped.demand);
  map_texts(record, mapped);
  if (fault.empty()) fault = map_category(record, mapped);
  if (!fault.empty()) return Unmapped{record.line, std::move(fault)};
  return mapped;
}

std::string Mapper::map_words(const Record& record, WrittenDemand& demand) const {
  const std::string_view kind_word = choose(record, mapping_.kind);
  const std::optional<DemandKind> kind = demand_kind_of(kind_word);
  if (!kind) return not_understood("kind", kind_word, list_demand_kinds());
  const std::string_view reporter_word = choose(record, mapping_.reporter);
  const std::optional<Reporter> reporter = reporter_of(reporter_word);
  if (!reporter) return not_understood("reporter", reporter_word, list_reporters());
  const std::string_view severity_word = choose(record, mapping_.severity);
  const std::optional<std::uint8_t> severity = small_number(severity_word);
  if (!severity) return not_understood("severity", severity_word, "1-4");
  demand.kind = *kind, demand.reporter = *reporter, demand.severity = *severity;
  return {};
}

std::string Mapper::map_occurred(const Record& record, WrittenDemand& demand) const {
  const std::string_view text = cell(record, mapping_.occurred);
  if (text.empty()) return {};
  const std::optional<Instant> occurred =
      parse_written_time(text, mapping_.occurred_formats, mapping_.occurred_utc_offset);
  if (!occurred) return not_understood("occurred", text, mapping_.occurred_formats.front());
  demand.occurred = to_seconds(*occurred);
  return {};
}

void Mapper::map_place(const Record& record, WrittenDemand& demand) const {
  const std::string_view code = cell(record, mapping_.place_code);
  demand.place = code.empty() ? spread_over_grids(record) : code;
  demand.road = cell(record, mapping_.road_code);
}

// Equal fields give equal grids, as long as the city has the same grids.
std::string_view Mapper::spread_over_grids(const Record& record) const {
  for (const Mapping::Column column : mapping_.spread_over_grids_by) {
    const std::string_view text = cell(record, column);
    if (!text.empty()) return grids_[XXH64(text.data(), text.size(), 0) % grids_.size()];
  }
  return {};
}

void Mapper::map_texts(const Record& record, MappedDemand& mapped) const {
  WrittenDemand& demand = mapped.demand;
  for (const Mapping::Column column : mapping_.text) {
    const std::string_view part = cell(record, column);
    if (!part.empty() && !demand.text.empty()) demand.text += mapping_.text_separator;
    demand.text += part;
  }
  if (mapping_.text.size() > 1)
    mapped.subject_bytes = static_cast<std::uint32_t>(cell(record, mapping_.text.front()).size());
  demand.contact = cell(record, mapping_.contact);
  demand.reference = cell(record, mapping_.reference);
  demand.complained_of = cell(record, mapping_.complained_of);
  demand.asset = cell(record, mapping_.asset);
  demand.door = cell(record, mapping_.door);
  demand.attachments = cell(record, mapping_.attachments);
  demand.answers = cell(record, mapping_.answers);
}

void Mapper::take_category_of_words(MappedDemand& mapped) const {
  const auto suggestions = classifier_.classify(mapped.subject(), mapped.after_subject());
  if (suggestions.empty() || suggestions.front().words.empty()) return;
  mapped.demand.category = configuration_.category_names[suggestions.front().category.value].code;
  mapped.demand.condition = suggestions.front().condition;
  mapped.category_source = CategorySource::keywords;
}

// The category is found by code, else by name, else by keywords, else it is the fallback.
std::string Mapper::map_category(const Record& record, MappedDemand& mapped) const {
  WrittenDemand& demand = mapped.demand;
  const std::string_view condition_word = cell(record, mapping_.category_condition);
  const std::optional<std::uint8_t> condition = small_number(condition_word);
  if (!condition) return not_understood("condition", condition_word, "01, 02, …");
  demand.condition = *condition;
  if (const std::string_view code = cell(record, mapping_.category_code); !code.empty()) {
    demand.category = code, mapped.category_source = CategorySource::code;
    return {};
  }
  const auto named = mapping_.category_names.find(std::string{cell(record, mapping_.category_name)});
  if (named != mapping_.category_names.end()) {
    demand.category = named->second.code, demand.condition = named->second.condition;
    mapped.category_source = CategorySource::name;
    return {};
  }
  demand.category = mapping_.category_fallback;
  if (mapping_.category_by_keywords) take_category_of_words(mapped);
  return {};
}

}  // namespace wangge::config
