#pragma once
// Scenarios: files in the words of a city clerk that say what is sent to the sample city and what must come of it.
// The language is explained in tests/scenarios/README.md.
//
// A line is a verb, its subject, and fields with their values. Blanks and the marks ；，：、 separate words; text in
// "…" is one value; text in （…） or after # is for the reader alone.

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wangge::tests {

struct ScenarioLine {
  int number = 0;
  std::string verb;
  std::vector<std::string> subject;
  std::vector<std::pair<std::string, std::vector<std::string>>> fields;

  // The values of a field in one string, a blank between two; empty where the line does not have the field.
  std::string field(std::string_view name) const;
  bool has(std::string_view name) const;
};

// The words joined, with a blank between two.
std::string join(const std::vector<std::string>& words);

// The lines of a scenario that are not empty. Throws std::runtime_error where a quotation does not end.
std::vector<ScenarioLine> read_scenario(std::string_view text);

// Runs a file against a sample city of its own, on a real log in memory, and replays that log at the end. Each
// expectation that does not hold fails the running test with file and line; a line that cannot be understood throws
// std::runtime_error.
void run_scenario(const std::filesystem::path& file);

}  // namespace wangge::tests
