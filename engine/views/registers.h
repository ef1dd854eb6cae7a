#pragma once
// What the registers answer. The answers stand in the registers' folders, the list in engine/registers/questions.cpp.

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/time.h"
#include "engine/model/account.h"
#include "engine/model/command.h"

namespace wangge {

struct City;

namespace registers {

// Who asks, when, and of what.
struct Asker {
  const City& city;
  AccountId account;
  Instant now;
};

// The fields of the answer, as engine/model/described_bytes.h writes them. Nothing where there is no such question, or
// these are not its fields.
std::optional<std::string> answer(const Asker& asker, QuestionKind kind, std::string_view fields);

}  // namespace registers
}  // namespace wangge
