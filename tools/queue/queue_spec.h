#pragma once
// The choice of a queue on the command line.

#include <string>

#include "tools/command_line.h"

#include "engine/views/queue.h"
#include "tools/console.h"
#include "tools/running_engine.h"

namespace wangge::tools {

struct QueueWords {
  std::string of, scope;  // codes, of which only one may be given
  std::string level, state;
  std::uint8_t class_number = 0, severity = 0;
  bool late_only = false;
};

void add_queue_words(cli::App& command, QueueWords& words);

// Throws std::runtime_error where the city has no such code.
views::QueueSpec spec_of(const QueueWords& words, RunningEngine& engine, const Console& console);

}  // namespace wangge::tools
