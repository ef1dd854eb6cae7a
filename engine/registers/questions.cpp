// Every question that the city alone answers: those of the views and of the registers.

#include "engine/model/answer_bytes.h"
#include "engine/model/described_whole.h"
#include "engine/registers/kinds.h"
#include "engine/registers/notes/view.h"
#include "engine/views/questions.h"

namespace wangge::views {
namespace {

using All = decltype(joined(Questions{}, registers::Questions{}));

template <class Answer>
constexpr bool is_whole() {
  using Part = typename PartOf<Answer>::Type;
  if constexpr (IsDescribed<Part>) return is_described_whole<Part>();
  return true;
}

template <class... Structs>
constexpr bool are_well_formed(Kinds<Structs...> kinds) {
  return are_told_apart(kinds) && (is_described_whole<Structs>() && ...) &&
         (is_whole<typename Structs::Answer>() && ...);
}
static_assert(are_well_formed(All{}), "a question has no number, or not one of its own");

}  // namespace

std::optional<std::string> answer(const Asker& asker, QuestionKind kind, std::string_view fields) {
  std::optional<std::string> out;
  read(All{}, kind, fields, [&]<class Question>(const Question& question) {
    typename Question::Answer found = on(asker, question);
    out = answer_bytes<Question>(found);
  });
  return out;
}

}  // namespace wangge::views
