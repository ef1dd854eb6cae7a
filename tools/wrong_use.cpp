#include "tools/wrong_use.h"

#include <string_view>
#include <vector>

#include "tools/nearest.h"

namespace wangge::tools {
namespace {

struct Kind {
  CLI::ExitCodes code;
  std::string_view chinese;
};
constexpr Kind kinds[]{
    {CLI::ExitCodes::RequiredError, "缺少参数"},        {CLI::ExitCodes::ExtrasError, "不认识的参数"},
    {CLI::ExitCodes::ValidationError, "参数无效"},      {CLI::ExitCodes::ConversionError, "参数无效"},
    {CLI::ExitCodes::ArgumentMismatch, "参数个数不对"}, {CLI::ExitCodes::RequiresError, "参数须一起用"},
    {CLI::ExitCodes::ExcludesError, "参数不能一起用"},
};

struct Phrase {
  std::string_view english, chinese;
};

// The sentences of CLI11; names, values and lists stand between their parts.
constexpr Phrase phrases[]{
    {"A subcommand is required", "子命令"},
    {"Exactly 1 option from ", "须给其中一个 "},
    {"At least 1 option from ", "至少给其中一个 "},
    {"Requires at most 1 options be given from ", "最多给其中一个 "},
    {"Requires at most ", "最多给 "},
    {"Requires at least ", "至少给 "},
    {" options be used and ", " 个，却给了 "},
    {" options used and only ", " 个，只给了 "},
    {"were given from ", " 个："},
    {" is required and ", "，却给了 "},
    {" were given", " 个"},
    {" is required", ""},
    {"The following argument was not expected: ", ""},
    {"The following arguments were not expected: ", ""},
    {"File does not exist: ", "没有这个文件："},
    {"File is actually a directory: ", "这是文件夹，不是文件："},
    {"Directory does not exist: ", "没有这个文件夹："},
    {"Directory is actually a file: ", "这是文件，不是文件夹："},
    {": Value ", ": "},
    {" could not be converted", " 不能识别"},
    {"Could not convert: ", "不能识别："},
    {": Should be true/false or a number", "：应为 true、false 或数字"},
    {": too many inputs for a flag", "：给了多次"},
    {": At least ", "：至少 "},
    {": At Most ", "：最多 "},
    {" required but received ", " 个，却给了 "},
    {"Expected exactly ", "须恰有 "},
    {"Expected at least ", "至少须有 "},
    {" arguments to ", " 个值："},
    {", got ", "，却给了 "},
    {" required ", " 个 "},
    {" missing", " 没有给出"},
    {" requires ", " 须有 "},
    {" excludes ", " 与 "},
};

bool is(const CLI::Error& error, CLI::ExitCodes code) { return error.get_exit_code() == static_cast<int>(code); }

// Whether too many options of a group were given: CLI11 says "required" for that case too.
bool are_too_many(const CLI::Error& error) {
  return is(error, CLI::ExitCodes::RequiredError) &&
         std::string_view(error.what()).find("given") != std::string_view::npos;
}

std::string_view kind_of(const CLI::Error& error) {
  if (are_too_many(error)) return "参数不能一起用";
  for (const Kind& kind : kinds) {
    if (is(error, kind.code)) return kind.chinese;
  }
  return "用法错误";
}

// Replaces a phrase; false where the sentence does not have it.
bool replace(std::string& sentence, const Phrase& phrase) {
  const std::size_t at = sentence.find(phrase.english);
  if (at == std::string::npos) return false;
  sentence.replace(at, phrase.english.size(), phrase.chinese);
  return true;
}

std::string in_chinese(std::string sentence) {
  for (const Phrase& phrase : phrases) replace(sentence, phrase);
  if (replace(sentence, {" not in range ", " 不在此范围："})) replace(sentence, {" to ", " 到 "});
  return sentence;
}

// The question "did you mean …?" where a word that was not understood is near to a subcommand; empty where none is.
std::string suggestion(const CLI::App& app) {
  const CLI::App& command = innermost(app);
  const std::vector<std::string> words = app.remaining(true);
  std::vector<std::string_view> known;
  for (const CLI::App* subcommand : command.get_subcommands({})) known.push_back(subcommand->get_name());
  for (const std::string& word : words) {
    const std::vector<std::string_view> near = nearest(word, known, 1);
    if (!near.empty()) return "是不是 / did you mean: " + std::string(near.front()) + "\n";
  }
  return {};
}

}  // namespace

const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().back();
  return *command;
}

std::string wrong_use_text(const CLI::App* app, const CLI::Error& error) {
  const std::string english = error.what(), chinese = in_chinese(english);
  std::string text(kind_of(error));
  text.append("：").append(chinese);
  if (chinese != english) text.append(" / ").append(english);
  return text + "\n用 --help 看说明 / run with --help for more\n" + suggestion(*app);
}

}  // namespace wangge::tools
