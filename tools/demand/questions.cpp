#include "tools/demand/questions.h"

#include <iostream>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>

#include <boost/json.hpp>

#include "engine/base/limits.h"
#include "engine/model/words.h"
#include "engine/rules/answers.h"
#include "tools/address.h"
#include "tools/city/city_folder.h"
#include "tools/names.h"
#include "tools/running_engine.h"
#include "tools/table.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string category, city = "config/taonan", to = "127.0.0.1:8243", token;
  bool as_json = false;
};

struct Asking {
  Named category;
  std::vector<CategoryQuestion> questions;
};

// The choices of a question, such as "1 整栋、2 一户"; empty where it has none.
std::string list_choices(const CategoryQuestion& question, const Console& console) {
  std::string list;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    list +=
        std::string(list.empty() ? "" : console.say("、", ", ")) + std::to_string(i + 1) + " " + question.choices[i];
  }
  return list;
}

// The questions of one category, or of all that have some.
std::vector<Asking> asking_of_city(const Options& options, const Console& console) {
  const auto city = read_sound_configuration(options.city, console);
  std::uint32_t wanted = 0;
  if (!options.category.empty()) {
    wanted = find_code("--category", options.category, city->category_names, console,
                       [&](std::uint32_t id) { return city->categories[id].present; });
  }
  std::vector<Asking> all;
  for (std::uint32_t id = 1; id < city->categories.size(); ++id) {
    const bool is_shown = wanted != 0 ? id == wanted : city->categories[id].asks;
    if (is_shown) all.push_back({city->category_names[id], city->categories[id].questions});
  }
  return all;
}

std::vector<Asking> asking_of_engine(const Options& options, const Console& console) {
  if (options.category.empty()) throw CLI::RequiredError("--category");
  RunningEngine engine(options.to, options.token);
  const std::uint32_t id = engine.require_id(views::Noun::category, options.category, console);
  const CategoryId category{static_cast<std::uint16_t>(id)};
  return {{engine.name_of(views::Noun::category, id), engine.ask(views::AskQuestionnaire{category}).rows}};
}

json::object to_json(const CategoryQuestion& question) {
  json::array choices;
  for (const std::string& choice : question.choices) choices.push_back(json::string(choice));
  return {{"order", question.order},
          {"code", question.code},
          {"text", question.text},
          {"text_en", question.text_en},
          {"type", words_of(question.type).name},
          {"choices", std::move(choices)},
          {"required", question.required}};
}

void print_json(const std::vector<Asking>& all) {
  json::array out;
  for (const Asking& asking : all) {
    json::array questions;
    for (const CategoryQuestion& question : asking.questions) questions.push_back(to_json(question));
    out.push_back(json::object{{"category", json_of(asking.category)}, {"questions", std::move(questions)}});
  }
  std::cout << json::serialize(json::object{{"categories", std::move(out)}}) << "\n";
}

std::string form_of(const CategoryQuestion& question, const Console& console) {
  const std::string choices = list_choices(question, console);
  return choices.empty() ? std::string(words_of(question.type).in(console.language == Language::english)) : choices;
}

void print(const std::vector<Asking>& all, const Console& console) {
  const auto title = [&](std::string_view chinese, std::string_view english) {
    return Column{std::string(console.say(chinese, english))};
  };
  Table table({title("类别", "category"), title("序号", "order"), title("代码", "code"), title("问题", "question"),
               title("填什么", "answer"), title("必答", "required")});
  bool is_empty = true;
  for (const Asking& asking : all) {
    for (const CategoryQuestion& question : asking.questions) {
      table.add({text_of(asking.category), std::to_string(question.order), question.code, text_of(question, console),
                 form_of(question, console), question.required ? console.say("是", "yes") : console.say("否", "no")});
      is_empty = false;
    }
  }
  if (is_empty)
    std::cout << console.say("没有附加问题", "nothing is asked besides") << "\n";
  else
    table.print(std::cout, console);
}

int run(const Options& options, const Console& console) {
  const std::vector<Asking> all =
      options.token.empty() ? asking_of_city(options, console) : asking_of_engine(options, console);
  options.as_json ? print_json(all) : print(all, console);
  return 0;
}

bool is_answered(const CategoryQuestion& question, std::string_view answers) {
  while (!answers.empty()) {
    const std::optional<rules::CodedAnswer> answer = rules::take_answer(answers);
    if (answer && answer->code == question.code) return true;
  }
  return false;
}

// Asks one question; nothing where no answer is given.
std::optional<std::string> ask(const CategoryQuestion& question, std::istream& in, std::ostream& out,
                               const Console& console) {
  for (;;) {
    out << text_of(question, console) << console.say("（", " (") << form_of(question, console)
        << (question.required ? console.say("，必答", ", required") : console.say("，可空", ", may be left empty"))
        << console.say("）：", "): ") << std::flush;
    std::string line;
    if (!std::getline(in, line)) return std::nullopt;
    if (line.empty() && !question.required) return std::nullopt;
    const bool is_fit = !line.empty() && line.size() <= limits::answer_bytes_max && rules::kept_value(question, line);
    if (is_fit) return line;
  }
}

}  // namespace

const std::string& text_of(const CategoryQuestion& question, const Console& console) {
  return console.language == Language::english && !question.text_en.empty() ? question.text_en : question.text;
}

void ask_questions(const std::vector<CategoryQuestion>& questions, std::string& answers, std::istream& in,
                   std::ostream& out, const Console& console) {
  for (const CategoryQuestion& question : questions) {
    if (is_answered(question, answers)) continue;
    const std::optional<std::string> answer = ask(question, in, out, console);
    if (!in) return;
    if (answer) answers += (answers.empty() ? "" : "\n") + question.code + "=" + *answer;
  }
}

void add_questions(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* command = app.add_subcommand("questions",
                                         "例 / examples:\n"
                                         "  wangge questions --city config/taonan\n"
                                         "  wangge questions --category 0304 --token station.token\n"
                                         "附加问题：提交某类诉求时还要问什么 / what a category asks besides when a "
                                         "demand is submitted; answers: wangge submit --answer");
  command->add_option("--category", options->category,
                      "类别代码；问引擎时必填 / code of the category; an engine is asked of one");
  cli::Option* city =
      command->add_option("--city", options->city, "城市文件夹 / the city's folder")->capture_default_str();
  cli::Option* token =
      command
          ->add_option("--token", options->token,
                       "令牌文件：改问运行中的引擎 / file with a token: a running engine is asked instead")
          ->excludes(city)
          ->check(cli::existing_file());
  command->add_option("--to", options->to, "引擎 地址:端口 / the engine, address:port")
      ->check(address_problem)
      ->capture_default_str()
      ->needs(token);
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = run(*options, console_of(*command)); });
}

}  // namespace wangge::tools
