#pragma once
// Answers of a demand to the questions of its category (附加问题): one line an answer, `code=value`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/configuration.h"
#include "engine/model/refusal.h"

namespace wangge::rules {

struct CodedAnswer {
  std::string_view code, value;
};
// Takes the first line off and returns it; nothing where it is no answer.
std::optional<CodedAnswer> take_answer(std::string_view& lines);

// The value as it is kept, where it answers the question: for a choice its words, even when its number was given; for
// yes or no 是 or 否. The result points into the value or the question.
std::optional<std::string_view> kept_value(const CategoryQuestion& question, std::string_view value);

struct CheckedAnswers {
  Refusal refusal;
  bool meets_questions = true;  // false only where `is_lenient`
};
// Checks, in this order: bytes; UTF-8; line by line that it is an answer, to a question of the category, which it fits,
// and the first to it; then that no required one is missing. An empty value is no answer. Writes to `kept` the lines
// that are kept. `is_lenient`: the questions of another version were asked; then an unknown question, a value that does
// not fit and a missing answer are no refusal.
CheckedAnswers check_answers(const Category& category, std::string_view answers, bool is_lenient, std::string& kept);

}  // namespace wangge::rules
