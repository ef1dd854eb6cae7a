#pragma once
// Notes as they are asked for, beside a queue.

#include "engine/registers/notes/notes.h"
#include "engine/views/questions.h"

namespace wangge::registers::notes {

// Answers accounts that may watch that queue.
NotesFound on(const views::Asker& asker, const AskNotes& question);

}  // namespace wangge::registers::notes
