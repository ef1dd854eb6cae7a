#pragma once
// wangge place-note: notes on places (地点备注), for whoever is sent there.

#include <iosfwd>

#include "tools/command_line.h"
#include "tools/running_engine.h"

namespace wangge::tools {

void add_place_note(cli::App& app, int& exit_code);

// Prints the notes that go with a queue, under it; nothing where there are none.
void print_place_notes(RunningEngine& engine, Party owner, PlaceId scope, const Console& console, std::ostream& out);

}  // namespace wangge::tools
