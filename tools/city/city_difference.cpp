#include "tools/city/city_difference.h"

#include <charconv>
#include <iostream>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "engine/base/limits.h"
#include "engine/model/words.h"
#include "engine/rules/configuration_difference.h"
#include "engine/state/city.h"
#include "engine/state/configuration_reader.h"
#include "engine/state/digest.h"
#include "tools/city/city_folder.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string before, after;
  bool shows_all = false, as_json = false;
};

int run(const Options& options, const Console& console) {
  const Tables before = read_sound_city(options.before, console), after = read_sound_city(options.after, console);
  Codes codes;
  std::vector<Fault> faults;  // stays empty: the tables are sound
  const Configuration one = read_configuration(before, codes, faults), other = read_configuration(after, codes, faults);
  const std::size_t all = std::numeric_limits<std::size_t>::max();
  const Differences found = rules::difference(one, other, all);
  if (options.as_json) {
    json::object out = to_json(found);
    out["before"] = json::object{{"digest", digest_text(digest_of(before))}, {"rows", before.row_count()}};
    out["after"] = json::object{{"digest", digest_text(digest_of(after))}, {"rows", after.row_count()}};
    std::cout << json::serialize(out) << "\n";
    return 0;
  }
  print(found, options.shows_all ? all : limits::differences_of_a_kind_max, console);
  std::cerr << console.say("指纹 ", "digests ") << digest_text(digest_of(before)) << " → "
            << digest_text(digest_of(after)) << "\n";
  return 0;
}

}  // namespace

void print(const Differences& differences, std::size_t shown_of_a_kind, const Console& console) {
  if (differences.rows.empty()) {
    std::cout << console.say("没有系统用到的差别", "they differ in nothing that the engine goes by") << "\n";
    return;
  }
  const bool is_english = console.language == Language::english;
  Table table({{std::string(console.say("内容", "what"))},
               {std::string(console.say("代码", "code"))},
               {std::string(console.say("名称", "name"))},
               {std::string(console.say("原为", "before"))},
               {std::string(console.say("改为", "after"))}});
  std::array<std::size_t, wangge::differences> shown{};
  for (const Difference& row : differences.rows) {
    if (shown[static_cast<std::size_t>(row.what)]++ >= shown_of_a_kind) continue;
    table.add({words_of(row.what).in(is_english), row.code, row.name, row.before.empty() ? "-" : row.before,
               row.after.empty() ? "-" : row.after});
  }
  table.print(std::cout, console);
  for (std::size_t what = 0; what < differences.counts.size(); ++what) {
    if (differences.counts[what] <= shown_of_a_kind) continue;
    std::cout << fmt::format(fmt::runtime(console.say("{}：共 {} 处，列出 {} 处", "{}: {} in all, {} of them listed")),
                             words_of(static_cast<Differs>(what)).in(is_english), differences.counts[what],
                             shown_of_a_kind)
              << "\n";
  }
}

json::object to_json(const Differences& differences) {
  json::object counts;
  json::array rows;
  for (std::size_t what = 0; what < differences.counts.size(); ++what) {
    if (differences.counts[what] != 0) counts[words_of(static_cast<Differs>(what)).name] = differences.counts[what];
  }
  for (const Difference& row : differences.rows) {
    rows.push_back(json::object{{"what", words_of(row.what).name},
                                {"code", row.code},
                                {"name", row.name},
                                {"before", row.before},
                                {"after", row.after}});
  }
  return {{"counts", std::move(counts)}, {"rows", std::move(rows)}};
}

std::string digest_text(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

std::uint64_t digest_named(const std::string& digits, const Console& console) {
  std::uint64_t digest = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), digest, 16);
  const bool is_one = digits.size() == 16 && error == std::errc{} && end == digits.data() + digits.size();
  if (is_one) return digest;
  throw std::runtime_error(digits + std::string(console.say("：不是指纹，应为 16 位十六进制",
                                                            ": no digest, which has 16 hexadecimal digits")));
}

void add_city_difference(cli::App& city, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = city.add_subcommand("diff",
                                          "例 / example: wangge city diff config/taonan ./next\n"
                                          "两个城市文件夹有哪些差别：岗位、五长链、时限、权责等 / in what two folders "
                                          "of a city differ: posts, chains, limits, duties, and all else");
  command->add_option("BEFORE", options->before, "原来的文件夹 / the folder as it was")
      ->required()
      ->check(cli::existing_directory());
  command->add_option("AFTER", options->after, "改后的文件夹 / the folder as it is to be")
      ->required()
      ->check(cli::existing_directory());
  command->add_flag("--all", options->shows_all, "全部列出 / list all");
  command->add_flag("--json", options->as_json, "输出 JSON，全部列出 / print JSON, all of it");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
