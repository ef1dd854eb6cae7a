#pragma once
// Who may write a note, and where.

#include "engine/registers/notes/notes.h"
#include "engine/rules/handlers.h"

namespace wangge::registers::notes {

// Checks, in this order: there is a city; the place, in a grid; who writes: a terminal whose grids cover the place, or
// a post in whose place it lies, for which the sender may speak; without a text: one stands there; with one: its
// characters, its length, room for one more.
Refusal on(const rules::Context& context, const NotePlace& command);

}  // namespace wangge::registers::notes
