#include "tools/demand/classify.h"

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/rules/classify.h"
#include "tools/log/data_folder.h"
#include "tools/demand/import_report.h"
#include "tools/city/labels.h"
#include "tools/names.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using rules::Classifier;
using rules::Suggestion;

struct Options {
  std::string city = "config/taonan", data;
  std::string subject, text;
  std::string labels, messages, mapping = "config/mappings/residents_messages.toml";
  std::string misses;  // the half whose misses are listed
  bool as_json = false;
};

// --- of one text

json::value to_json(const Configuration& city, const Suggestion& suggestion) {
  json::array words;
  for (const auto& [word, score, weight, times] : suggestion.words)
    words.push_back(json::object{{"word", word}, {"score", score}, {"weight", weight}, {"times", times}});
  json::object out = json_of(named(city, suggestion.category)).as_object();
  out["condition"] = suggestion.condition;
  out["score"] = suggestion.score;
  out["words"] = std::move(words);
  return out;
}

json::array to_json(const Configuration& city, const std::vector<Suggestion>& suggestions) {
  json::array out;
  for (const Suggestion& suggestion : suggestions) out.push_back(to_json(city, suggestion));
  return out;
}

// The words that counted, such as "电梯 +24 (3×2×4)": weight, characters, and the factor of its place.
std::string list_words(const Suggestion& suggestion, const Console& console) {
  if (suggestion.words.empty())
    return std::string{
        console.say("没有匹配的词，或不足以说明是哪一类", "nothing matched, or nothing that tells which")};
  std::string list;
  for (const auto& [word, score, weight, times] : suggestion.words)
    list += fmt::format("{}{} {:+} ({}×{}×{})", list.empty() ? "" : ", ", word, score, weight, score / (weight * times),
                        times);
  return list;
}

std::string text_of_category(const Configuration& city, CategoryId id, const Console& console) {
  const Named& name = named(city, id);
  const std::string& english = city.categories[id.value].name_en;
  return name.code + " " + (console.language == Language::english && !english.empty() ? english : name.name);
}

std::string text_of_condition(const Configuration& city, const Suggestion& suggestion) {
  if (suggestion.condition == 0) return "-";
  return fmt::format("{:02} {}", suggestion.condition,
                     city.categories[suggestion.category.value].conditions[suggestion.condition].name);
}

void print(const Configuration& city, const std::vector<Suggestion>& suggestions, const Console& console) {
  Table table({{std::string(console.say("类别", "category"))},
               {std::string(console.say("得分", "score")), Align::right},
               {std::string(console.say("依据", "words"))},
               {std::string(console.say("立案条件", "condition"))}});
  for (const Suggestion& suggestion : suggestions) {
    table.add({text_of_category(city, suggestion.category, console), std::to_string(suggestion.score),
               list_words(suggestion, console), text_of_condition(city, suggestion)});
  }
  table.print(std::cout, console);
}

int run_one(const Options& options, const Console& console) {
  const auto city = read_city_at(options.city, options.data, console).city;
  const auto suggestions = Classifier{*city, config::fallback_category}.classify(options.subject, options.text);
  if (options.as_json)
    std::cout << json::serialize(to_json(*city, suggestions)) << "\n";
  else
    print(*city, suggestions, console);
  return 0;
}

// --- of many that people have labelled

bool is_miss(const Judged& judged, const Options& options) {
  return judged.label.half == options.misses && judged.place != 1;
}

json::object to_json(const Configuration& city, const Judged& judged) {
  json::array right;
  for (const CategoryId id : judged.label.right) right.push_back(json_of(named(city, id)));
  return {{"id", judged.label.id}, {"right", std::move(right)}, {"suggestions", to_json(city, judged.suggestions)}};
}

json::object to_json(const Configuration& city, const Measurement& measured, const Options& options) {
  json::array halves, misses;
  for (const auto& [half, hits] : measured.halves)
    halves.push_back(json::object{
        {"half", half}, {"messages", hits.messages}, {"first", hits.first}, {"first_three", hits.first_three}});
  for (const Judged& judged : measured.judged)
    if (is_miss(judged, options)) misses.push_back(to_json(city, judged));
  return {{"halves", std::move(halves)}, {"misses", std::move(misses)}};
}

std::string share(std::size_t part, std::size_t all) {
  return fmt::format("{} ({:.1f} %)", part, 100.0 * static_cast<double>(part) / static_cast<double>(all));
}

void print_misses(const Configuration& city, const Measurement& measured, const Options& options,
                  const Console& console) {
  Table table({{std::string(console.say("标识", "id"))},
               {std::string(console.say("应为", "right"))},
               {std::string(console.say("给出", "given"))},
               {std::string(console.say("依据", "words"))}});
  for (const Judged& judged : measured.judged) {
    if (!is_miss(judged, options)) continue;
    std::string right;
    for (const CategoryId id : judged.label.right)
      right += (right.empty() ? "" : ", ") + text_of_category(city, id, console);
    for (const Suggestion& suggestion : judged.suggestions)
      table.add({judged.label.id, right, text_of_category(city, suggestion.category, console),
                 list_words(suggestion, console)});
  }
  table.print(std::cout, console);
}

void print(const Measurement& measured, const Console& console) {
  Table table({{std::string(console.say("半区", "half"))},
               {std::string(console.say("留言", "messages")), Align::right},
               {std::string(console.say("首位正确", "first is right")), Align::right},
               {std::string(console.say("前三位内正确", "one of the first three is")), Align::right}});
  for (const auto& [half, hits] : measured.halves)
    table.add({half, std::to_string(hits.messages), share(hits.first, hits.messages),
               share(hits.first_three, hits.messages)});
  table.print(std::cout, console);
}

int run_labelled(const Options& options, const Console& console) {
  const auto city = read_city_at(options.city, options.data, console).city;
  const std::vector<Label> labels = read_labels(options.labels, *city);
  const MappedTable messages = read_table(options.messages, options.mapping, *city);
  const Measurement measured = measure(Classifier{*city, config::fallback_category}, labels, messages.demands);
  if (options.as_json) {
    std::cout << json::serialize(to_json(*city, measured, options)) << "\n";
    return 0;
  }
  if (!options.misses.empty()) print_misses(*city, measured, options, console);
  print(measured, console);
  return 0;
}

}  // namespace

void add_classify(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand(
      "classify",
      "例 / examples:\n"
      "  wangge classify --text '暖气不热，屋里只有15度'\n"
      "  wangge classify --measure tests/data/labels.csv --messages residents_messages.csv\n"
      "居民的话属于哪个类别：前三个及依据 / which category a resident's words are about: the three best, and why");
  cli::Option* text = command->add_option("--text", options->text, "居民的话 / what the resident says");
  command->add_option("--subject", options->subject, "主题，其中的词计四倍 / the subject; its words count four times")
      ->needs(text);
  cli::Option* labels =
      command
          ->add_option("--measure", options->labels,
                       "标注（标识、类别、半区）：给出正确率 / labels (id, codes, half): how often it is right")
          ->check(cli::existing_file())
          ->excludes(text);
  cli::Option* messages =
      command->add_option("--messages", options->messages, "标注所指的留言 / the messages that the labels are of")
          ->check(cli::existing_file())
          ->needs(labels);
  labels->needs(messages);
  command->add_option("--map", options->mapping, "留言的映射文件 / the mapping file of the messages")
      ->capture_default_str();
  command
      ->add_option("--misses", options->misses,
                   "列出这个半区中首位不对的 / list those of this half whose first is not right")
      ->needs(labels);
  cli::Option* city =
      command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str();
  command->add_option("--data", options->data, "改用此数据文件夹中的城市 / the city in this data folder instead")
      ->excludes(city);
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, text, labels, &exit_code] {
    if (text->count() + labels->count() == 0) throw CLI::RequiredError("--text / --measure");
    exit_code =
        labels->count() > 0 ? run_labelled(*options, console_of(*command)) : run_one(*options, console_of(*command));
  });
}

}  // namespace wangge::tools
