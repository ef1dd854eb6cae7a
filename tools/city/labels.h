#pragma once
// Messages whose category people have said, and how often the classifier says the same.

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "config/mapping.h"
#include "engine/model/configuration.h"
#include "engine/rules/classify.h"

namespace wangge::tools {

struct Label {
  std::string id;                 // of a message, as its table's reference has it
  std::vector<CategoryId> right;  // one, or several that are equally right
  std::string half;               // tables are improved by one half and measured by the other
};

// CSV with the columns id, codes ("0304", "0304|0311") and half. Throws std::runtime_error, with file and line, where a
// line cannot be read, an id comes twice or the city has no such category.
std::vector<Label> read_labels(const std::filesystem::path& file, const Configuration& city);

struct Hits {
  std::size_t messages = 0, first = 0, first_three = 0;  // whose first suggestion is right, and one of the first three
};

struct Judged {
  Label label;
  std::vector<rules::Suggestion> suggestions;
  std::size_t place = 0;  // of the first that is right, from 1; 0: none is
};

struct Measurement {
  std::map<std::string, Hits> halves;
  std::vector<Judged> judged;  // as the labels come
};

// Throws std::runtime_error where a label's message is not among them.
Measurement measure(const rules::Classifier& classifier, std::span<const Label> labels,
                    std::span<const config::MappedDemand> messages);

}  // namespace wangge::tools
