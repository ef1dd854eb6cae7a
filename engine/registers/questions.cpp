// The registers' questions answered.

#include "engine/registers/kinds.h"
#include "engine/registers/notes/view.h"
#include "engine/views/registers.h"

namespace wangge::registers {

std::optional<std::string> answer(const Asker& asker, QuestionKind kind, std::string_view fields) {
  std::optional<std::string> out;
  read(Questions{}, kind, fields, [&]<class Question>(const Question& question) {
    const typename Question::Answer found = on(asker, question);
    encode_fields(found, out.emplace());
  });
  return out;
}

}  // namespace wangge::registers
