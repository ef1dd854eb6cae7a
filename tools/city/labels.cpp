#include "tools/city/labels.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>

#include "config/records.h"
#include "engine/state/cells.h"

namespace wangge::tools {
namespace {

using rules::Suggestion;

constexpr std::string_view columns[]{"id", "codes", "half"};

[[noreturn]] void fail(const std::filesystem::path& file, int line, const std::string& problem) {
  throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + problem);
}

CategoryId find_category(const Configuration& city, std::string_view code) {
  for (std::uint16_t id = 1; id < city.categories.size(); ++id)
    if (city.categories[id].present && city.category_names[id].code == code) return CategoryId{id};
  return {};
}

std::size_t place_of_right(const Label& label, const std::vector<Suggestion>& suggestions) {
  const auto found = std::ranges::find_first_of(suggestions, label.right, {}, &Suggestion::category);
  return found == suggestions.end() ? 0 : static_cast<std::size_t>(found - suggestions.begin()) + 1;
}

}  // namespace

std::vector<Label> read_labels(const std::filesystem::path& file, const Configuration& city) {
  const std::vector<std::string> names(std::begin(columns), std::end(columns));
  std::vector<Label> labels;
  std::set<std::string> ids;
  for (const config::Record& record :
       config::parse_records(config::read_file(file), config::RecordFormat::csv, names)) {
    if (!record.fault.empty()) fail(file, record.line, record.fault);
    Label label{.id = record.cells[0], .half = record.cells[2]};
    if (label.id.empty() || label.half.empty() || record.cells[1].empty())
      fail(file, record.line, both("标识、类别、半区都要填写", "id, codes and half must be given"));
    if (!ids.insert(label.id).second) fail(file, record.line, both("标识重复 " + label.id, "the id stands here twice"));
    for (const std::string_view code : split(record.cells[1], '|')) {
      label.right.push_back(find_category(city, code));
      if (!label.right.back()) fail(file, record.line, both("没有这个类别 " + shown(code), "no such category"));
    }
    labels.push_back(std::move(label));
  }
  return labels;
}

Measurement measure(const rules::Classifier& classifier, std::span<const Label> labels,
                    std::span<const config::MappedDemand> messages) {
  std::map<std::string_view, const config::MappedDemand*> by_id;
  for (const config::MappedDemand& message : messages) by_id.emplace(message.demand.reference, &message);
  Measurement measured;
  for (const Label& label : labels) {
    const auto found = by_id.find(label.id);
    if (found == by_id.end()) throw std::runtime_error(both("没有这条留言 " + label.id, "no message has this id"));
    const config::MappedDemand& message = *found->second;
    Judged judged{label, classifier.classify(message.subject(), message.after_subject())};
    judged.place = place_of_right(label, judged.suggestions);
    Hits& hits = measured.halves[label.half];
    ++hits.messages;
    hits.first += judged.place == 1;
    hits.first_three += judged.place != 0;
    measured.judged.push_back(std::move(judged));
  }
  return measured;
}

}  // namespace wangge::tools
