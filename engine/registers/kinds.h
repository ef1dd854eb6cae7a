#pragma once
// Every kind of fact, command and question of the registers, a row each.

#include "engine/model/kinds.h"
#include "engine/registers/notes/notes.h"

namespace wangge::registers {

using Facts = Kinds<notes::PlaceNoted>;
using Commands = Kinds<notes::NotePlace>;
using Questions = Kinds<notes::AskNotes>;

}  // namespace wangge::registers
