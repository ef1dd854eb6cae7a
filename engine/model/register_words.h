#pragma once
// What those who must not name a register (engine/registers) ask of it: a fact of one travels by its kind and the bytes
// of its fields. The answers stand in engine/registers/facts.cpp.

#include <cstdint>
#include <string_view>

#include "engine/model/description.h"
#include "engine/model/event.h"

namespace wangge::registers {

// Whether these are the fields of such a fact, each within its bounds.
Known look_at(FactKind kind, std::string_view fields);

// What a kind of fact is called; empty where it is unknown. The texts live for ever.
struct FactWords {
  std::string_view name, chinese;
};
FactWords words_of(FactKind kind);

}  // namespace wangge::registers
