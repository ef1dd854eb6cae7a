#pragma once
// Messages whose category was given by people, and how often the classifier gives the same.

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
  std::string id;                 // of a message: the reference in its table
  std::vector<CategoryId> right;  // one, or several that are equally right
  std::string half;               // tables are improved by one half and measured by the other
};

// CSV with the columns id, codes ("0304", "0304|0311") and half. Throws std::runtime_error, with file and line, where a
// line cannot be read, an id comes twice or the city has no such category.
std::vector<Label> read_labels(const std::filesystem::path& file, const Configuration& city);

struct Hits {
  std::size_t messages = 0, first = 0, first_three = 0;  // with a right suggestion first, or among three
};

struct Judged {
  Label label;
  std::vector<rules::Suggestion> suggestions;
  std::size_t place = 0;  // rank of the first right suggestion, from 1; 0: none is
};

struct Measurement {
  std::map<std::string, Hits> halves;
  std::vector<Judged> judged;  // in the order of the labels
};

// Throws std::runtime_error where a label's message is not among the records.
Measurement measure(const rules::Classifier& classifier, std::span<const Label> labels,
                    std::span<const config::MappedDemand> messages);

}  // namespace wangge::tools
