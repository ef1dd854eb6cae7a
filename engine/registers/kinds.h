#pragma once
// Every kind of fact, command and question of the registers, a row each. Each has its number in its struct, which is
// never used again.

#include <string_view>

#include "engine/model/described.h"
#include "engine/model/described_bytes.h"
#include "engine/model/register_words.h"
#include "engine/registers/notes/notes.h"

namespace wangge::registers {

template <class... Structs>
struct Kinds {};

using Facts = Kinds<notes::PlaceNoted>;
using Commands = Kinds<notes::NotePlace>;
using Questions = Kinds<notes::AskNotes>;

// visit(a Struct&) for the one of that kind, filled from its fields.
template <class... Structs, class Kind, class Visit>
Known read(Kinds<Structs...>, Kind kind, std::string_view fields, Visit&& visit) {
  Known known = Known::unknown_kind;
  const auto try_one = [&]<class Struct>(Struct one) {
    if (kind != Struct::kind) return false;
    known = decode_fields(fields, one) && is_within_bounds<FieldKind::as_typed>(one, 0) ? Known::well
                                                                                        : Known::not_its_fields;
    if (known == Known::well) visit(one);
    return true;
  };
  static_cast<void>((try_one(Structs{}) || ...));
  return known;
}

}  // namespace wangge::registers
