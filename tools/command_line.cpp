#include "tools/command_line.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <CLI/CLI.hpp>

#include "tools/help.h"
#include "tools/wrong_use.h"

namespace wangge::cli {
namespace {

bool is_called(const Word& word, const std::string& typed) {
  return word.name == typed || std::ranges::find(word.also, typed) != word.also.end();
}

// The words that may be typed, in Chinese and as scripts write them: "待签收|submitted, 处置中|accepted".
std::string listed(const std::vector<Word>& words) {
  std::string all;
  for (const Word& word : words) {
    if (!all.empty()) all += ", ";
    if (!word.also.empty() && word.also.front() != word.name) all += word.also.front() + "|";
    all += word.name;
  }
  return all;
}

}  // namespace

Check::Check(CLI::Validator validator) : validator_(std::make_shared<const CLI::Validator>(std::move(validator))) {}

Check existing_file() { return Check(CLI::ExistingFile); }
Check existing_directory() { return Check(CLI::ExistingDirectory); }
Check positive() {
  const auto fault = [](std::string& text) {
    double number = 0;
    const bool is_positive = CLI::detail::lexical_cast(text, number) && number > 0;
    return is_positive ? std::string() : "应大于 0 / must be more than 0: " + text;
  };
  return Check(CLI::Validator(fault, "POSITIVE"));
}

template <class Number>
Check in_range(Number least, Number most) {
  return Check(CLI::Range(least, most));
}
template Check in_range(int, int);
template Check in_range(std::size_t, std::size_t);
template Check in_range(double, double);

Option* Option::required(bool is_required) {
  inside_.required(is_required);
  return this;
}
Option* Option::excludes(Option* other) {
  inside_.excludes(&other->inside_);
  return this;
}
Option* Option::needs(Option* other) {
  inside_.needs(&other->inside_);
  return this;
}
Option* Option::check(const Check& check) {
  inside_.check(check.validator());
  return this;
}
Option* Option::check(std::function<std::string(const std::string&)> fault) {
  inside_.check(std::move(fault));
  return this;
}
Option* Option::one_of(std::vector<Word> words) {
  std::string list = "{" + listed(words) + "}";
  const auto name_it = [words = std::move(words)](std::string& typed) {
    const auto word = std::ranges::find_if(words, [&](const Word& one) { return is_called(one, typed); });
    if (word == words.end()) return typed + " 不在其中 / is none of: " + listed(words);
    typed = word->name;
    return std::string{};
  };
  inside_.transform(CLI::Validator(name_it, std::move(list)));
  return this;
}
Option* Option::capture_default_str() {
  inside_.capture_default_str();
  return this;
}
Option* Option::default_str(std::string shown) {
  inside_.default_str(std::move(shown));
  return this;
}
Option* Option::type_name(std::string shown) {
  inside_.type_name(std::move(shown));
  return this;
}
Option* Option::delimiter(char between) {
  inside_.delimiter(between);
  return this;
}
Option* Option::expected(int least, int most) {
  inside_.expected(least, most);
  return this;
}
std::size_t Option::count() const { return inside_.count(); }
std::string Option::text() const { return inside_.as<std::string>(); }

App::App(std::string description) : own_(std::make_unique<CLI::App>(std::move(description))), inside_(*own_) {
  inside_.failure_message(tools::wrong_use_text);
  tools::lay_out_help(inside_);
}
App::App(CLI::App& inside) : inside_(inside) {}
App::~App() = default;

App* App::add_subcommand(std::string name, std::string description) {
  children_.push_back(std::make_unique<App>(*inside_.add_subcommand(std::move(name), std::move(description))));
  children_.back()->parent_ = this;
  return children_.back().get();
}
App* App::add_option_group(std::string name) {
  children_.push_back(std::make_unique<App>(*inside_.add_option_group(std::move(name))));
  children_.back()->parent_ = this;
  return children_.back().get();
}

Option* App::keep(CLI::Option* option) {
  options_.push_back(std::make_unique<Option>(*option));
  return options_.back().get();
}

template <class Value>
  requires(!std::is_enum_v<Value>)
Option* App::add_option(std::string names, Value& into, std::string help) {
  return keep(inside_.add_option(std::move(names), into, std::move(help)));
}
template Option* App::add_option(std::string, std::string&, std::string);
template Option* App::add_option(std::string, std::vector<std::string>&, std::string);
template Option* App::add_option(std::string, std::optional<std::string>&, std::string);
template Option* App::add_option(std::string, std::uint8_t&, std::string);
template Option* App::add_option(std::string, std::uint16_t&, std::string);
template Option* App::add_option(std::string, std::uint32_t&, std::string);
template Option* App::add_option(std::string, std::uint64_t&, std::string);
template Option* App::add_option(std::string, std::int64_t&, std::string);
template Option* App::add_option(std::string, int&, std::string);
template Option* App::add_option(std::string, double&, std::string);
template Option* App::add_option(std::string, std::vector<std::size_t>&, std::string);
template Option* App::add_option(std::string, std::optional<std::size_t>&, std::string);

Option* App::add_word(std::string names, std::string help) {
  const std::string shown = std::move(help);  // CLI11 takes a const string for a description, others for variables
  return keep(inside_.add_option(std::move(names), shown));
}

Option* App::add_words(std::string names, std::vector<Word> known, std::string shown, std::string help,
                       std::function<void(const std::string&)> take) {
  Option* const option =
      keep(inside_.add_option_function<std::string>(std::move(names), std::move(take), std::move(help)));
  return option->one_of(std::move(known))->default_str(std::move(shown));
}

Option* App::add_number(std::string names, std::function<void(double)> take, std::string help) {
  return keep(inside_.add_option_function<double>(std::move(names), std::move(take), std::move(help)));
}

Option* App::add_flag(std::string names, bool& into, std::string help) {
  return keep(inside_.add_flag(std::move(names), into, std::move(help)));
}

App* App::require_subcommand(int count) {
  inside_.require_subcommand(count);
  return this;
}
App* App::require_option(int least, int most) {
  inside_.require_option(static_cast<std::size_t>(least), static_cast<std::size_t>(most));
  return this;
}
App* App::callback(std::function<void()> run) {
  inside_.callback(std::move(run));
  return this;
}
void App::fallthrough() { inside_.fallthrough(); }

const std::string& App::name() const { return inside_.get_name(); }
App& App::program() { return parent_ == nullptr ? *this : parent_->program(); }
const App& App::program() const { return parent_ == nullptr ? *this : parent_->program(); }

const Option* App::find_option(std::string_view name) const {
  const CLI::Option* const found = inside_.get_option_no_throw(std::string(name));
  const auto kept = std::ranges::find_if(options_, [&](const auto& option) { return option->is(found); });
  return kept == options_.end() ? nullptr : kept->get();
}

bool App::has_subcommand() const { return !inside_.get_subcommands().empty(); }
bool App::was_given(const std::string& option) const {
  const CLI::Option* const found = tools::innermost(inside_).get_option_no_throw(option);
  return found != nullptr && found->count() > 0;
}

void App::parse(int argc, const char* const* argv) { inside_.parse(argc, argv); }
void App::parse(std::vector<std::string> arguments) {
  std::ranges::reverse(arguments);  // CLI11 takes a vector in reverse order
  inside_.parse(std::move(arguments));
}
int App::exit(const CLI::ParseError& error) { return inside_.exit(error); }
std::string App::wrong_use(const CLI::ParseError& error) const { return tools::wrong_use_text(&inside_, error); }

}  // namespace wangge::cli
