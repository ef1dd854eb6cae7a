#include "engine/rules/answers.h"

#include <algorithm>
#include <bitset>

#include "engine/base/limits.h"
#include "engine/rules/texts.h"
#include "engine/state/cells.h"

namespace wangge::rules {
namespace {

using std::string_view;

constexpr string_view yes = "是", no = "否";

std::optional<string_view> yes_or_no(string_view value) {
  if (value == yes || value == "yes") return yes;
  if (value == no || value == "no") return no;
  return std::nullopt;
}

std::optional<string_view> one_of(const std::vector<std::string>& choices, string_view value) {
  if (const auto found = std::ranges::find(choices, value); found != choices.end()) return *found;
  const auto number = whole_number<std::uint32_t>(value);
  if (!number || *number == 0 || *number > choices.size()) return std::nullopt;
  return choices[*number - 1];
}

// Whether the value is digits, perhaps with a minus before them and a point within.
bool is_number(string_view value) {
  take(value, '-');
  const std::size_t point = std::min(value.find('.'), value.size());
  const auto are_digits = [](string_view digits) {
    return !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  };
  return are_digits(value.substr(0, point)) && (point == value.size() || are_digits(value.substr(point + 1)));
}

bool is_date(string_view value) { return take_date(value) && value.empty(); }

Refusal about(Reason reason, const CategoryQuestion& question) {
  return {reason, question.order, static_cast<std::uint32_t>(question.type)};
}

// Checks that each answer is on one line, so that line feeds are the only control characters.
Refusal check_lines(string_view answers) {
  if (const Refusal refusal = check_characters(answers, Lines::many, answers_reasons)) return refusal;
  const std::size_t at = answers.find_first_of("\t\r");
  return at == string_view::npos ? Refusal{} : Refusal{Reason::answers_control, static_cast<std::uint32_t>(at + 1)};
}

void append(const CodedAnswer& answer, std::string& lines) {
  if (!lines.empty()) lines += '\n';
  lines.append(answer.code).append("=").append(answer.value);
}

}  // namespace

std::optional<CodedAnswer> take_answer(string_view& lines) {
  const std::size_t end = std::min(lines.find('\n'), lines.size());
  const string_view line = lines.substr(0, end);
  lines.remove_prefix(std::min(end + 1, lines.size()));
  const std::size_t equals = line.find('=');
  if (equals == 0 || equals == string_view::npos) return std::nullopt;
  return CodedAnswer{line.substr(0, equals), line.substr(equals + 1)};
}

std::optional<string_view> kept_value(const CategoryQuestion& question, string_view value) {
  const auto where = [&](bool is_fit) { return is_fit ? std::optional(value) : std::nullopt; };
  switch (question.type) {
    case AnswerType::text: return value;
    case AnswerType::number: return where(is_number(value));
    case AnswerType::yesno: return yes_or_no(value);
    case AnswerType::choice: return one_of(question.choices, value);
    case AnswerType::date: return where(is_date(value));
  }
  return std::nullopt;
}

CheckedAnswers check_answers(const Category& category, string_view answers, bool is_lenient, std::string& kept) {
  kept.clear();
  if (answers.size() > limits::answers_bytes_max) {
    return {{Reason::answers_too_long, static_cast<std::uint32_t>(answers.size()), limits::answers_bytes_max}};
  }
  if (const Refusal refusal = check_lines(answers)) return {refusal};
  std::bitset<limits::questions_max + 1> answered;
  bool meets_questions = true;
  for (std::uint32_t line = 1; !answers.empty(); ++line) {
    std::optional<CodedAnswer> answer = take_answer(answers);
    if (!answer || answer->value.size() > limits::answer_bytes_max)
      return {{Reason::unreadable_answer, line, limits::answer_bytes_max}};
    if (is_blank(answer->value)) continue;
    const auto question = std::ranges::find(category.questions, answer->code, &CategoryQuestion::code);
    if (question == category.questions.end()) {
      if (!is_lenient) return {{Reason::unknown_question, line}};
      meets_questions = false;
    } else {
      const std::optional<string_view> value = kept_value(*question, answer->value);
      if (!value && !is_lenient) return {about(Reason::bad_answer, *question)};
      if (answered.test(question->order)) return {about(Reason::answered_twice, *question)};
      answered.set(question->order);
      meets_questions = meets_questions && value;
      if (value) answer->value = *value;
    }
    append(*answer, kept);
  }
  for (const CategoryQuestion& question : category.questions) {
    if (!question.required || answered.test(question.order)) continue;
    if (!is_lenient) return {about(Reason::answer_missing, question)};
    meets_questions = false;
  }
  return {{}, meets_questions};
}

}  // namespace wangge::rules
