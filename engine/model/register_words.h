#pragma once
// Questions about registers (engine/registers) for code that must not name one: a register's fact travels as its kind
// and the bytes of its fields. The answers stand in engine/registers/facts.cpp.

#include <cstdint>
#include <string_view>

#include "engine/model/description.h"
#include "engine/model/event.h"

namespace wangge::registers {

// Whether these are the fields of a fact of that kind, each within its bounds.
Known look_at(FactKind kind, std::string_view fields);

// The names of a kind of fact; empty where the kind is unknown. The texts live for ever.
struct FactWords {
  std::string_view name, chinese;
};
FactWords words_of(FactKind kind);

}  // namespace wangge::registers
