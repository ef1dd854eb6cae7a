#pragma once
// The program's command line: subcommands, their options, and the checks before they run. CLI11 does the work; only
// command_line.cpp and its neighbours help.cpp and wrong_use.cpp include it, since each file that does compiles it
// again. Names that CLI11 has too mean the same.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <CLI/Error.hpp>

namespace CLI {
class App;
class Option;
class Validator;
}  // namespace CLI

namespace wangge::cli {

// A check of the text that is typed for an option, before it is converted.
class Check {
 public:
  explicit Check(CLI::Validator validator);

  const CLI::Validator& validator() const { return *validator_; }

 private:
  std::shared_ptr<const CLI::Validator> validator_;
};

Check existing_file();
Check existing_directory();
Check positive();
// A range with both ends included. For int, std::size_t and double.
template <class Number>
Check in_range(Number least, Number most);

// A value of an option: the stable name that scripts write, and the words that people say instead, the Chinese one
// first.
struct Word {
  std::string name;
  std::vector<std::string> also = {};
};

// An option. It belongs to the App that added it.
class Option {
 public:
  explicit Option(CLI::Option& inside) : inside_(inside) {}

  Option* required(bool is_required = true);
  Option* excludes(Option* other);
  Option* needs(Option* other);
  Option* check(const Check& check);
  // `fault` returns the fault of the word, or nothing.
  Option* check(std::function<std::string(const std::string&)> fault);
  // The value must be one of these, by its name or by another of its words; it is read as its name.
  Option* one_of(std::vector<Word> words);
  // Help shows the value that the variable holds now.
  Option* capture_default_str();
  Option* default_str(std::string shown);
  Option* type_name(std::string shown);
  Option* delimiter(char between);
  Option* expected(int least, int most);
  Option* expected(int count) { return expected(count, count); }

  // How often it was given, after parsing.
  std::size_t count() const;
  // The text that was given first.
  std::string text() const;
  bool is(const CLI::Option* other) const { return &inside_ == other; }

 private:
  CLI::Option& inside_;
};

// The program, one of its subcommands, or a group of options that belong together. Variables that options write to must
// outlive the parsing.
class App {
 public:
  // Makes the program. Its messages about wrong use are in Chinese and English.
  explicit App(std::string description = {});
  // Refers to a subcommand or group of another App.
  explicit App(CLI::App& inside);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  App* add_subcommand(std::string name, std::string description);
  App* add_option_group(std::string name);
  // Instantiated in command_line.cpp for the types that options have.
  template <class Value>
    requires(!std::is_enum_v<Value>)
  Option* add_option(std::string names, Value& into, std::string help = {});
  // A text that is read by Option::text().
  Option* add_word(std::string names, std::string help);
  // One of these words; the word of the variable's value is shown as the default.
  template <class Choice>
    requires std::is_enum_v<Choice>
  Option* add_choice(std::string names, Choice& into, const std::vector<std::pair<Word, Choice>>& words,
                     std::string help) {
    std::vector<Word> known;
    std::string shown;
    for (const auto& [word, choice] : words) {
      known.push_back(word);
      if (choice == into) shown = word.name;
    }
    return add_words(std::move(names), std::move(known), std::move(shown), std::move(help),
                     [&into, words](const std::string& name) {
                       for (const auto& [word, choice] : words) {
                         if (word.name == name) into = choice;
                       }
                     });
  }
  // A number that is converted and given to `take`.
  Option* add_number(std::string names, std::function<void(double)> take, std::string help);
  Option* add_flag(std::string names, bool& into, std::string help = {});

  App* require_subcommand(int count);
  App* require_option(int count) { return require_option(count, count); }
  App* require_option(int least, int most);
  App* callback(std::function<void()> run);
  // Lets options of the program stand behind a subcommand too.
  void fallthrough();

  const std::string& name() const;
  App& program();
  const App& program() const;
  // The option of that name; null where there is none.
  const Option* find_option(std::string_view name) const;
  const std::vector<std::unique_ptr<Option>>& options() const { return options_; }
  // Whether a subcommand was given.
  bool has_subcommand() const;
  // Whether this option was given to the innermost subcommand.
  bool was_given(const std::string& option) const;

  // Parses the arguments and runs the callbacks of those that were given. Throws CLI::ParseError for wrong use.
  void parse(int argc, const char* const* argv);
  void parse(std::vector<std::string> arguments);
  // Prints the help that was asked for, or what was wrong with the arguments; returns 0 for help.
  int exit(const CLI::ParseError& error);
  // What was wrong with the arguments, in Chinese and English.
  std::string wrong_use(const CLI::ParseError& error) const;

 private:
  Option* add_words(std::string names, std::vector<Word> known, std::string shown, std::string help,
                    std::function<void(const std::string&)> take);
  Option* keep(CLI::Option* option);

  std::unique_ptr<CLI::App> own_;  // set for the program only
  CLI::App& inside_;
  App* parent_ = nullptr;
  std::vector<std::unique_ptr<App>> children_;
  std::vector<std::unique_ptr<Option>> options_;
};

}  // namespace wangge::cli
